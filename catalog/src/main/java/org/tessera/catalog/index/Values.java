package org.tessera.catalog.index;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The values of an attribute by number. Grows only, so a number means the same for the life of the
/// index; 0 stands for what is not recorded.
public final class Values {
  /// The number of the value that says nothing is recorded.
  public static final int MISSING = 0;

  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private volatile String[] texts = new String[16];
  private volatile int size;

  Values() {
    number(CatalogIndex.MISSING);
  }

  /// How many values there are.
  public int size() {
    return size;
  }

  /// The value of this number.
  public String text(int number) {
    return texts[number];
  }

  /// The number of a value, -1 for one nobody ever had.
  public int find(String text) {
    return numbers.getOrDefault(text, -1);
  }

  int number(String text) {
    Integer known = numbers.get(text);
    return known != null ? known : add(text);
  }

  private synchronized int add(String text) {
    Integer known = numbers.get(text);
    if (known != null) {
      return known;
    }
    int number = size;
    String[] room = number < texts.length ? texts : Arrays.copyOf(texts, number * 2);
    room[number] = text;
    texts = room;
    size = number + 1;
    numbers.put(text, number);
    return number;
  }
}

package org.tessera.fhir.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The resource types of FHIR R4 and the number each has in the database, from
/// `definitions/resource-types.tsv`.
///
/// A resource's row number (pid) carries its type in the upper bits, so all rows of a type are one
/// range.
public final class ResourceTypes {
  private static final int PID_BITS = 44;
  private static final Map<String, Integer> numbers = new HashMap<>();
  private static final Map<Integer, String> names = new HashMap<>();

  static {
    for (String line : Definitions.lines("resource-types.tsv")) {
      String[] cells = line.split("\t", -1);
      int number = Integer.parseInt(cells[0]);
      numbers.put(cells[1], number);
      names.put(number, cells[1]);
    }
  }

  private ResourceTypes() {}

  /// All type names in alphabetical order.
  public static List<String> all() {
    List<String> all = new ArrayList<>(numbers.keySet());
    all.sort(null);
    return all;
  }

  public static boolean isKnown(String type) {
    return numbers.containsKey(type);
  }

  /// The first row number of a type; the range ends before [#endPid].
  ///
  /// @throws IllegalArgumentException for a name FHIR R4 does not know
  public static long firstPid(String type) {
    return (long) number(type) << PID_BITS;
  }

  /// The row number behind the last one of a type.
  public static long endPid(String type) {
    return (number(type) + 1L) << PID_BITS;
  }

  /// The number in the column `type`.
  ///
  /// @throws IllegalArgumentException for a name FHIR R4 does not know
  public static int number(String type) {
    Integer number = numbers.get(type);
    if (number == null) {
      throw new IllegalArgumentException("FHIR R4 has no resource type " + printable(type));
    }
    return number;
  }

  static String name(int number) {
    String name = names.get(number);
    if (name == null) {
      throw new IllegalStateException("no resource type has the number " + number);
    }
    return name;
  }

  private static String printable(String type) {
    return type.length() <= 40 && type.matches("[A-Za-z0-9]*") ? type : "of that name";
  }
}

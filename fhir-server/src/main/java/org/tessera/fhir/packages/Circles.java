package org.tessera.fhir.packages;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Looks for codes that stand above themselves.
final class Circles {
  private Circles() {}

  /// A circle as `a > b > a`, empty if there is none. Depth does not matter to it.
  static String find(Map<String, Set<String>> parents) {
    Set<String> done = new HashSet<>();
    for (String start : parents.keySet()) {
      Deque<String> way = new ArrayDeque<>();
      Deque<Iterator<String>> open = new ArrayDeque<>();
      Set<String> onWay = new HashSet<>();
      if (done.add(start)) {
        enter(start, parents, way, open);
        onWay.add(start);
      }
      while (!open.isEmpty()) {
        Iterator<String> next = open.peek();
        if (!next.hasNext()) {
          open.pop();
          onWay.remove(way.pop());
          continue;
        }
        String above = next.next();
        if (onWay.contains(above)) {
          return told(way, above);
        }
        if (parents.containsKey(above) && done.add(above)) {
          enter(above, parents, way, open);
          onWay.add(above);
        }
      }
    }
    return "";
  }

  private static void enter(
      String code,
      Map<String, Set<String>> parents,
      Deque<String> way,
      Deque<Iterator<String>> open) {
    way.push(code);
    open.push(parents.getOrDefault(code, Set.of()).iterator());
  }

  private static String told(Deque<String> way, String from) {
    List<String> circle = new ArrayList<>(List.of(from));
    for (String code : way) {
      circle.add(code);
      if (code.equals(from)) {
        break;
      }
    }
    return String.join(" > ", circle.reversed());
  }
}

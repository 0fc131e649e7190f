package org.tessera.mappings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds tabs whose columns refer to each other in a circle: no row of any of them could be the
/// first to be accepted.
///
/// A tab may refer to itself, as a treatment does that follows another.
final class ReferenceCircles {
  private ReferenceCircles() {}

  static void tell(List<Form> forms, List<FormParts> parts, Problems problems) {
    Map<String, Set<String>> leads = new LinkedHashMap<>();
    for (Form form : forms) {
      Set<String> to = new LinkedHashSet<>();
      form.references().values().forEach(reference -> to.add(reference.form()));
      to.remove(form.name());
      leads.put(form.name(), to);
    }
    Set<String> told = new LinkedHashSet<>();
    for (FormParts form : parts) {
      List<String> circle = circle(form.name(), form.name(), leads, List.of());
      if (!circle.isEmpty() && !told.contains(form.name())) {
        told.addAll(circle);
        problems.add(
            form.node(),
            "tabs refer to each other in a circle: "
                + String.join(" → ", circle)
                + " → "
                + form.name(),
            "leave out one of the columns' refers");
      }
    }
  }

  /// The way from a tab back to where it began, empty when there is none.
  private static List<String> circle(
      String from, String at, Map<String, Set<String>> leads, List<String> way) {
    List<String> here = new ArrayList<>(way);
    here.add(at);
    for (String next : leads.getOrDefault(at, Set.of())) {
      if (next.equals(from)) {
        return here;
      }
      if (!here.contains(next)) {
        List<String> found = circle(from, next, leads, here);
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    return List.of();
  }
}

package org.tessera.fhir.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The elements of every FHIR R4 type and what they hold, from `definitions/element-types.tsv`.
///
/// A node is a type (`Patient`, `HumanName`) or a part of one (`Patient.contact`).
final class Elements {
  private static final String EXTENSION = "Extension";

  /// @param types the nodes or primitive types it may hold; several only for a choice
  /// @param choice whether the name in JSON carries the type, as `valueQuantity` does
  /// @param system the code system of a code that is bound to one, or ""
  record Element(List<String> types, boolean choice, String system) {}

  private static final Map<String, Map<String, Element>> NODES = load();

  private Elements() {}

  static Optional<Element> child(String node, String name) {
    if (name.equals("extension") || name.equals("modifierExtension")) {
      return Optional.of(new Element(List.of(EXTENSION), false, ""));
    }
    return Optional.ofNullable(NODES.getOrDefault(node, Map.of()).get(name));
  }

  private static Map<String, Map<String, Element>> load() {
    Map<String, Map<String, Element>> nodes = new HashMap<>();
    for (String line : Definitions.lines("element-types.tsv")) {
      String[] cells = line.split("\t", -1);
      boolean choice = cells[1].endsWith("[x]");
      String name = choice ? cells[1].substring(0, cells[1].length() - 3) : cells[1];
      nodes
          .computeIfAbsent(cells[0], any -> new HashMap<>())
          .put(name, new Element(List.of(cells[2].split(" ", -1)), choice, cells[3]));
    }
    return nodes;
  }
}

package org.tessera.fhir.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which resources belong to a patient, encounter, practitioner, related person or device: the
/// standard's CompartmentDefinitions, from `definitions/compartments.tsv`.
/// https://hl7.org/fhir/R4/compartmentdefinition.html
public final class Compartments {
  private static final String ITSELF = "{def}";
  private static final Map<String, Map<String, List<String>>> PARAMETERS = load();

  private Compartments() {}

  public static boolean isKnown(String compartment) {
    return PARAMETERS.containsKey(compartment);
  }

  /// The types whose resources may belong to such a compartment.
  public static List<String> types(String compartment) {
    return List.copyOf(PARAMETERS.getOrDefault(compartment, Map.of()).keySet());
  }

  /// The reference parameters of a type by which its resources belong to a compartment.
  public static List<String> parameters(String compartment, String type) {
    return PARAMETERS.getOrDefault(compartment, Map.of()).getOrDefault(type, List.of());
  }

  private static Map<String, Map<String, List<String>>> load() {
    Map<String, Map<String, List<String>>> loaded = new LinkedHashMap<>();
    for (String line : Definitions.lines("compartments.tsv")) {
      String[] cells = line.split("\t", -1);
      List<String> names = new ArrayList<>(List.of(cells[2].split(" ", -1)));
      names.remove(ITSELF);
      loaded.computeIfAbsent(cells[0], any -> new LinkedHashMap<>()).put(cells[1], names);
    }
    return loaded;
  }
}

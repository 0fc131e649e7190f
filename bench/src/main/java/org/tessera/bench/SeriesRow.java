package org.tessera.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tessera.fhir.store.Change;
import tools.jackson.databind.JsonNode;

/// A series with what is said of its patient, as a flat table has it.
///
/// @param values by facet
record SeriesRow(String patient, String study, Map<String, String> values) {
  /// The facets, by the names the catalogue has for them.
  static final List<String> FACETS =
      List.of(
          "sex",
          "diagnosis",
          "grade",
          "modality",
          "body-site",
          "manufacturer",
          "model",
          "field-strength",
          "slice-thickness",
          "imaging-year",
          "collection");

  /// The rows of one patient's resources.
  static List<SeriesRow> of(List<Change> resources) {
    Map<String, String> patient = new LinkedHashMap<>();
    List<SeriesRow> rows = new ArrayList<>();
    String id = resources.getFirst().id();
    for (Change change : resources) {
      JsonNode resource = change.resource().orElseThrow();
      switch (change.type()) {
        case "Patient" -> patient.put("sex", resource.path("gender").asString(""));
        case "ResearchSubject" ->
            patient.put("collection", resource.at("/study/reference").asString(""));
        case "Condition" ->
            patient.put(
                "diagnosis", resource.at("/code/coding/0/code").asString("").substring(0, 3));
        case "Observation" ->
            patient.put("grade", resource.at("/valueCodeableConcept/coding/0/code").asString(""));
        case "ImagingStudy" -> rows.addAll(series(id, change.id(), resource, patient));
        default -> {
          // Treatments are no facet of a series.
        }
      }
    }
    return rows;
  }

  private static List<SeriesRow> series(
      String patient, String study, JsonNode resource, Map<String, String> said) {
    List<SeriesRow> rows = new ArrayList<>();
    for (JsonNode item : resource.path("series")) {
      Map<String, String> values = new LinkedHashMap<>(said);
      values.put("imaging-year", resource.path("started").asString("").substring(0, 4));
      values.put("modality", item.at("/modality/code").asString(""));
      values.put("body-site", item.at("/bodySite/display").asString(""));
      for (JsonNode one : item.at("/extension/0/extension")) {
        switch (one.path("url").asString("")) {
          case "Manufacturer" -> values.put("manufacturer", one.path("valueString").asString(""));
          case "ManufacturerModelName" -> values.put("model", one.path("valueString").asString(""));
          case "SliceThickness" -> values.put("slice-thickness", number(one));
          case "MagneticFieldStrength" -> values.put("field-strength", number(one));
          default -> {
            // Nothing else is made up.
          }
        }
      }
      rows.add(new SeriesRow(patient, study, values));
    }
    return rows;
  }

  private static String number(JsonNode extension) {
    return extension.at("/valueQuantity/value").asString("");
  }
}

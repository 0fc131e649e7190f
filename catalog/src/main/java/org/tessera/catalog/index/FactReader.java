package org.tessera.catalog.index;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tessera.mappings.ElementPath;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Takes from a FHIR resource what the catalogue needs of it.
final class FactReader {
  static final String COLLECTION = "collection";
  static final String BIRTH_YEAR = "birth-year";
  static final String ONSET_AGE = "onset-age";
  static final String ONSET_YEAR = "onset-year";
  static final String TEXT = "text";
  static final String CODE = "code";

  private static final List<String> OWN_TYPES = List.of("Patient", "Condition", "ResearchSubject");
  private static final ElementPath CODES = path("code.coding.code");
  private static final ElementPath TERMS = path("code.coding.display");
  private static final ElementPath TEXTS = path("code.text");

  private record Read(Facet facet, ElementPath path) {}

  private final List<Read> facets;
  private final List<CodePath> codes = CodePath.load();

  FactReader(List<Facet> facets) {
    this.facets = facets.stream().map(facet -> new Read(facet, path(facet.path()))).toList();
  }

  /// Whether resources of this type can hold facts at all.
  boolean reads(String type) {
    return OWN_TYPES.contains(type)
        || facets.stream().anyMatch(read -> read.facet().resource().equals(type))
        || codes.stream().anyMatch(path -> path.resource().equals(type));
  }

  /// The patient a resource is about.
  static Optional<String> patient(ObjectNode resource) {
    if (resource.path("resourceType").asString("").equals("Patient")) {
      return Optional.of(resource.path("id").asString(""));
    }
    for (String element : List.of("subject", "patient", "individual")) {
      String reference = resource.path(element).path("reference").asString("");
      if (reference.startsWith("Patient/")) {
        return Optional.of(reference.substring("Patient/".length()));
      }
    }
    return Optional.empty();
  }

  /// The facts by name; empty when the resource says nothing the catalogue tells.
  Map<String, List<String>> facts(ObjectNode resource) {
    Map<String, List<String>> facts = new TreeMap<>();
    String type = resource.path("resourceType").asString("");
    for (Read read : facets) {
      Facet facet = read.facet();
      if (facet.resource().equals(type)) {
        List<String> values =
            texts(read.path(), resource).stream().map(facet::level).distinct().toList();
        add(facts, facet.field(), values);
      }
    }
    add(
        facts,
        CODE,
        codes.stream()
            .filter(path -> path.resource().equals(type))
            .flatMap(path -> path.terms(resource).stream())
            .distinct()
            .toList());
    switch (type) {
      case "Patient" -> add(facts, BIRTH_YEAR, year(resource.path("birthDate")));
      case "Condition" -> condition(resource, facts);
      case "ResearchSubject" -> add(facts, COLLECTION, study(resource));
      default -> {}
    }
    return facts;
  }

  private static void condition(ObjectNode resource, Map<String, List<String>> facts) {
    JsonNode age = resource.path("onsetAge").path("value");
    if (age.isNumber()) {
      add(facts, ONSET_AGE, List.of(Integer.toString(age.decimalValue().intValue())));
    }
    add(facts, ONSET_YEAR, year(resource.path("onsetDateTime")));
    List<String> text = new ArrayList<>(texts(CODES, resource));
    text.addAll(texts(TERMS, resource));
    text.addAll(texts(TEXTS, resource));
    add(facts, TEXT, text);
  }

  static ElementPath path(String text) {
    return ElementPath.of(text)
        .orElseThrow(() -> new IllegalArgumentException("no path of an element: " + text));
  }

  private static List<String> texts(ElementPath path, ObjectNode resource) {
    return path.all(resource).stream()
        .filter(JsonNode::isValueNode)
        .map(JsonNode::asString)
        .toList();
  }

  private static List<String> study(ObjectNode resource) {
    String reference = resource.path("study").path("reference").asString("");
    return reference.startsWith("ResearchStudy/")
        ? List.of(reference.substring("ResearchStudy/".length()))
        : List.of();
  }

  private static List<String> year(JsonNode date) {
    String text = date.asString("");
    if (text.length() < 4) {
      return List.of();
    }
    try {
      return List.of(Integer.toString(LocalDate.parse(text.substring(0, 4) + "-01-01").getYear()));
    } catch (DateTimeParseException e) {
      return List.of();
    }
  }

  private static void add(Map<String, List<String>> facts, String name, List<String> values) {
    if (!values.isEmpty()) {
      facts.put(name, values);
    }
  }
}

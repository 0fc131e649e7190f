package org.tessera.fhir.operation;

import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A filter of a value set's definition. https://hl7.org/fhir/R4/valueset-filter-operator.html
record ValueSetFilter(String property, String operator, String value) {
  static ValueSetFilter of(JsonNode filter) {
    return new ValueSetFilter(
        filter.path("property").asString(""),
        filter.path("op").asString(""),
        filter.path("value").asString(""));
  }

  boolean accepts(Codes codes, Concept concept) {
    return switch (operator) {
      case "is-a" -> codes.subsumes(value, concept.code());
      case "descendent-of" ->
          !concept.code().equals(value) && codes.subsumes(value, concept.code());
      case "is-not-a" -> !codes.subsumes(value, concept.code());
      case "generalizes" -> codes.subsumes(concept.code(), value);
      default -> accepts(text(concept));
    };
  }

  /// Whether the value a concept has of the property is meant; of operators that look at nothing
  /// else.
  boolean accepts(Optional<String> text) {
    return switch (operator) {
      case "=" -> text.filter(value::equals).isPresent();
      case "in" -> text.filter(this::isListed).isPresent();
      case "regex" -> text.filter(this::matches).isPresent();
      case "not-in" -> text.filter(this::isListed).isEmpty();
      case "exists" -> text.isPresent() == Boolean.parseBoolean(value);
      default ->
          throw OperationFailure.unprocessable(
              "not-supported", "the filter operator of the value set is not evaluated here");
    };
  }

  private Optional<String> text(Concept concept) {
    return switch (property) {
      case "code", "concept" -> Optional.of(concept.code());
      case "display" -> Optional.of(concept.display());
      default ->
          Optional.ofNullable(concept.properties().get(property))
              .map(node -> node.isObject() ? node.path("code").asString("") : node.asString(""));
    };
  }

  /// The expression fits the whole of a value.
  private boolean matches(String text) {
    return BoundedText.matches(value, text);
  }

  private boolean isListed(String text) {
    return Arrays.stream(value.split(",", -1)).map(String::strip).anyMatch(text::equals);
  }
}

package org.tessera.omop;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tessera.mappings.Conversion;
import org.tessera.mappings.Rule;
import org.tessera.mappings.Scope;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The conversions only OMOP's rules have: to concepts, and to the rows references lead to.
record CdmConversions(Concepts concepts, References references) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// @param column where what finds no concept is listed
  Map<String, Conversion> of(CdmTable table, String column) {
    return Map.of(
        "concept", (value, scope) -> concept(concepts.first(value), table, column, scope),
        "unit", (value, scope) -> concept(unit(value), table, column, scope),
        "source concept", (value, scope) -> source(concepts.first(value)),
        "any concept", (value, scope) -> any(concepts.first(value)),
        "event", (value, scope) -> row(references.row(value)),
        "event field", (value, scope) -> field(references.field(value)),
        "first row", (value, scope) -> row(Draft.of(scope).firstRow()));
  }

  /// Nothing when nothing is said, 0 and a line in the list when what is said is not known.
  private static JsonNode concept(
      Concepts.@Nullable Found found, CdmTable table, String column, Scope scope) {
    if (found == null) {
      return Rule.none();
    }
    if (found.standard() == null) {
      Draft.of(scope).unmapped(table, column, found);
    }
    return JSON.numberNode(found.conceptId());
  }

  /// The unit of a Quantity, null when it names none; `1` is UCUM's way to name none.
  private Concepts.@Nullable Found unit(JsonNode quantity) {
    String code = quantity.path("code").asString(quantity.path("unit").asString(""));
    return code.isEmpty() || code.equals("1")
        ? null
        : concepts.code(quantity.path("system").asString(Concepts.UCUM), code);
  }

  private static JsonNode source(Concepts.@Nullable Found found) {
    return found == null || found.source() == null ? Rule.none() : JSON.numberNode(found.source());
  }

  private static JsonNode any(Concepts.@Nullable Found found) {
    return found == null ? Rule.none() : JSON.numberNode(found.anyConceptId());
  }

  private static JsonNode row(long id) {
    return id == 0 ? Rule.none() : JSON.numberNode(id);
  }

  private static JsonNode field(@Nullable Integer concept) {
    return concept == null ? Rule.none() : JSON.numberNode(concept);
  }
}

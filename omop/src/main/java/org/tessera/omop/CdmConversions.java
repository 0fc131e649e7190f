package org.tessera.omop;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tessera.mappings.Conversion;
import org.tessera.mappings.Rule;
import org.tessera.mappings.Scope;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The conversions only OMOP's rules have: to concepts, and to the rows references lead to.
record CdmConversions(Concepts concepts, References references) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String OID = "urn:oid:";
  private static final Pattern ENDPOINT = Pattern.compile("Endpoint/(.+)-dicomweb");

  /// @param column where what finds no concept is listed
  Map<String, Conversion> of(CdmTable table, String column) {
    return Map.of(
        "concept", (value, scope) -> concept(concepts.first(value), table, column, scope),
        "unit", (value, scope) -> concept(unit(value), table, column, scope),
        "source concept", (value, scope) -> source(concepts.first(value)),
        "any concept", (value, scope) -> any(concepts.first(value)),
        "event", (value, scope) -> row(references.row(value)),
        "event field", (value, scope) -> field(references.field(value)),
        "first row", (value, scope) -> row(Draft.of(scope).firstRow()),
        "uid", (value, _) -> JSON.stringNode(uid(Rule.text(value))),
        "wado-rs", (value, scope) -> address(Rule.text(value), Draft.of(scope).resource()));
  }

  /// DICOM's own way to write a UID, of FHIR's.
  private static String uid(String text) {
    return text.startsWith(OID) ? text.substring(OID.length()) : text;
  }

  /// Where DICOMweb gives a series of an imaging study, PS3.18 section 10.4, relative to the node.
  /// Its Endpoint is called after the research study, whose name is part of the address.
  private static JsonNode address(String series, ObjectNode resource) {
    String study = "";
    for (JsonNode endpoint : resource.path("endpoint")) {
      Matcher name = ENDPOINT.matcher(endpoint.path("reference").asString(""));
      study = name.matches() ? name.group(1) : study;
    }
    String uid = "";
    for (JsonNode identifier : resource.path("identifier")) {
      String value = identifier.path("value").asString("");
      uid = value.startsWith(OID) ? uid(value) : uid;
    }
    return study.isEmpty() || uid.isEmpty()
        ? Rule.none()
        : JSON.stringNode("/dicomweb/" + study + "/studies/" + uid + "/series/" + series);
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

package org.tessera.fhir.store;

import org.tessera.fhir.store.IndexRows.Term;
import tools.jackson.databind.JsonNode;

/// Indexes coded values: by code, by system and code, by system, and by the texts shown for them.
/// https://hl7.org/fhir/R4/search.html#token
final class TokenIndexer implements ValueIndexer {
  private final long seed;
  private final long displayed;
  private final long present;
  private final int p;
  private final boolean component;
  private final ParameterPath path;

  TokenIndexer(SearchParameter parameter, ParameterPath path) {
    this.seed = parameter.seed();
    this.component = parameter.isComponent();
    this.displayed = IndexKeys.displayed(seed);
    this.present = IndexKeys.present(seed);
    this.p = IndexKeys.number(seed);
    this.path = path;
  }

  @Override
  public void index(JsonNode value, IndexRows rows) {
    switch (path.dataType()) {
      case "CodeableConcept" -> {
        value.path("coding").forEach(coding -> coding(coding, rows));
        display(value.path("text"), rows);
      }
      case "Coding" -> coding(value, rows);
      case "Identifier" -> identifier(value, rows);
      case "ContactPoint" -> code("", value.path("value").asString(""), rows);
      case "true" -> code("", value.asBoolean(false) ? "true" : "", rows);
      case "present" -> code("", "true", rows);
      default -> code(path.system(), value.asString(""), rows);
    }
  }

  private void coding(JsonNode coding, IndexRows rows) {
    String system = coding.path("system").asString("");
    String code = coding.path("code").asString("");
    if (code.isEmpty() && !system.isEmpty() && !component) {
      rows.add(IndexKeys.system(seed, system));
      rows.add(present);
    }
    code(system, code, rows);
    display(coding.path("display"), rows);
  }

  private void identifier(JsonNode identifier, IndexRows rows) {
    String value = identifier.path("value").asString("");
    code(identifier.path("system").asString(""), value, rows);
    JsonNode type = identifier.path("type");
    display(type.path("text"), rows);
    if (!value.isEmpty()) {
      for (JsonNode coding : type.path("coding")) {
        String system = coding.path("system").asString("");
        rows.add(IndexKeys.ofType(seed, system, coding.path("code").asString(""), value));
      }
    }
  }

  private void code(String system, String code, IndexRows rows) {
    if (code.isEmpty()) {
      return;
    }
    long hash = IndexKeys.code(seed, code);
    rows.add(hash);
    rows.add(IndexKeys.token(seed, system, code));
    if (component) {
      return;
    }
    rows.add(IndexKeys.system(seed, system));
    rows.add(present);
    if (ValueIndexer.isCode(path.dataType())) {
      rows.add(new Term(hash, p, code));
    }
  }

  private void display(JsonNode text, IndexRows rows) {
    if (!component && text.isString() && !text.stringValue().isBlank()) {
      String folded = Folding.fold(text.stringValue());
      long key = IndexKeys.text(folded);
      rows.add(displayed ^ key);
      rows.add(new Term(key, TermTable.DISPLAYED, folded));
      rows.add(present);
    }
  }
}

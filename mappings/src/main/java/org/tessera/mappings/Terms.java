package org.tessera.mappings;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The codes a rule file writes out itself, `system|code`, checked against the vocabularies.
record Terms(Vocabularies vocabularies, Problems problems) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Set<String> WORDS = Set.of("concept", "text", "as");
  private static final String UCUM = "http://unitsofmeasure.org";

  static boolean areTerms(RuleNode node) {
    return node.asItems().stream()
        .allMatch(item -> item instanceof RuleNode.Scalar && item.asText().indexOf('|') >= 0);
  }

  /// A constant CodeableConcept, or the part of it that `as` asks for.
  Rule concept(RuleNode.Fields fields) {
    fields.onlyKnown(WORDS, problems);
    ArrayNode codings = JSON.arrayNode();
    for (RuleNode term : fields.all("concept")) {
      codings.add(coding(term));
    }
    ObjectNode concept = JSON.objectNode();
    concept.set("coding", codings);
    String text = fields.text("text", codings.path(0).path("display").asString(""));
    if (!text.isEmpty()) {
      concept.put("text", text);
    }
    JsonNode value =
        switch (shape(fields)) {
          case CONCEPT -> concept;
          case CODING -> codings.path(0);
          case CODE -> codings.path(0).path("code");
          case TEXT -> JSON.stringNode(text);
        };
    return new Constant(value);
  }

  private ObjectNode coding(RuleNode term) {
    String text = term.asText();
    int bar = text.indexOf('|');
    Code code =
        new Code(vocabularies.canonicalSystem(text.substring(0, bar)), text.substring(bar + 1));
    if (!vocabularies.contains(code)) {
      problems.add(
          term,
          "the code " + text + " is not known",
          "correct it, or add it to vocabularies/codes");
    }
    ObjectNode coding = JSON.objectNode().put("system", code.system()).put("code", code.value());
    // Resources are given away: a term its licence keeps here does not get into them.
    vocabularies.sharedDisplay(code).ifPresent(display -> coding.put("display", display));
    return coding;
  }

  /// Tells a unit UCUM does not have.
  void unit(RuleNode.Scalar unit) {
    if (!vocabularies.contains(new Code(UCUM, unit.text()))) {
      problems.add(
          unit,
          "the unit \"" + unit.text() + "\" is not known",
          "write it as UCUM does, or add it to vocabularies/codes/ucum.csv");
    }
  }

  Translate.Shape shape(RuleNode.Fields fields) {
    Optional<RuleNode> as = fields.get("as");
    if (as.isEmpty()) {
      return Translate.Shape.CONCEPT;
    }
    for (Translate.Shape shape : Translate.Shape.values()) {
      if (shape.name().equals(as.get().asText().toUpperCase(Locale.ROOT))) {
        return shape;
      }
    }
    problems.add(
        as.get(), "\"" + as.get().asText() + "\" is no shape", "concept, coding, code or text");
    return Translate.Shape.CONCEPT;
  }
}

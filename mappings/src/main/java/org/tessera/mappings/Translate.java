package org.tessera.mappings;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The verb **translate**: a value as its code list has it.
///
/// @param inputs the values, joined by `+` when there are several
record Translate(List<Rule> inputs, CodeList list, Shape shape) implements Rule {
  /// Which part of the CodeableConcept is given.
  enum Shape {
    CONCEPT,
    CODING,
    CODE,
    TEXT
  }

  @Override
  public JsonNode evaluate(Scope scope) {
    if (inputs.size() == 1) {
      JsonNode value = inputs.getFirst().read(scope);
      return value.isArray() ? each(value) : shaped(value);
    }
    StringBuilder key = new StringBuilder();
    for (Rule input : inputs) {
      JsonNode value = input.read(scope);
      if (Rule.absent(value)) {
        return Rule.none();
      }
      key.append(key.isEmpty() ? "" : "+").append(key(value));
    }
    return shaped(JsonNodeFactory.instance.stringNode(key.toString()));
  }

  @Override
  public boolean readsData() {
    return true;
  }

  private JsonNode each(JsonNode values) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (JsonNode value : values) {
      JsonNode translated = shaped(value);
      if (!translated.isMissingNode()) {
        all.add(translated);
      }
    }
    return all.isEmpty() ? Rule.none() : all;
  }

  private JsonNode shaped(JsonNode value) {
    if (Rule.absent(value)) {
      return Rule.none();
    }
    String key = key(value);
    Optional<ObjectNode> known = list.concept(key);
    if (known.isEmpty()) {
      // A value the list does not hold is passed on in words rather than lost.
      return switch (shape) {
        case CONCEPT -> JsonNodeFactory.instance.objectNode().put("text", key);
        case TEXT -> JsonNodeFactory.instance.stringNode(key);
        case CODING, CODE -> Rule.none();
      };
    }
    ObjectNode concept = known.get();
    return switch (shape) {
      case CONCEPT -> concept.deepCopy();
      case CODING -> concept.path("coding").path(0).deepCopy();
      case CODE -> concept.path("coding").path(0).path("code");
      case TEXT -> concept.path("text");
    };
  }

  private static String key(JsonNode value) {
    return value.isBigDecimal() ? plain(value.decimalValue()) : Rule.text(value);
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}

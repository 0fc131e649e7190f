package org.tessera.mappings;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The verb **translate** with its table beside it: `translate: { confirmed: 32893 }`.
///
/// @param table what a code becomes
/// @param otherwise what a value becomes that the table does not hold; a `MissingNode` for nothing
record TranslateInPlace(Rule input, Map<String, JsonNode> table, JsonNode otherwise)
    implements Rule {
  @Override
  public JsonNode evaluate(Scope scope) {
    JsonNode value = input.read(scope);
    if (Rule.absent(value)) {
      return Rule.none();
    }
    String code = value.isObject() ? value.path("code").asString("") : Rule.text(value);
    return table.getOrDefault(code, otherwise);
  }

  @Override
  public boolean readsData() {
    return true;
  }
}

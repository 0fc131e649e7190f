package org.tessera.mappings;

import tools.jackson.databind.JsonNode;

/// The verb **constant**: what stands in the rule file.
record Constant(JsonNode value) implements Rule {
  @Override
  public JsonNode evaluate(Scope scope) {
    if (value.isNull()) {
      return Rule.none();
    }
    // Trees are changed by those who receive them; scalars cannot be.
    return value.isContainer() ? value.deepCopy() : value;
  }

  @Override
  public boolean readsData() {
    return false;
  }
}

package org.tessera.mappings;

import tools.jackson.databind.JsonNode;

/// The verb **column**: a value of the source, or what stands in for it.
record ColumnRule(Lookup lookup, JsonNode otherwise) implements Rule {
  @Override
  public JsonNode evaluate(Scope scope) {
    JsonNode value = read(scope);
    return value.isContainer() ? value.deepCopy() : value;
  }

  @Override
  public JsonNode read(Scope scope) {
    JsonNode value = lookup.first(scope);
    return Rule.absent(value) ? otherwise : value;
  }

  @Override
  public boolean readsData() {
    return true;
  }
}

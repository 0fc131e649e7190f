package org.tessera.mappings;

import tools.jackson.databind.JsonNode;

/// The verb **convert**: a value in another type.
record Convert(Rule input, Conversion conversion) implements Rule {
  @Override
  public JsonNode evaluate(Scope scope) {
    JsonNode value = input.read(scope);
    return Rule.absent(value) ? Rule.none() : conversion.apply(value, scope);
  }

  @Override
  public boolean readsData() {
    return true;
  }
}

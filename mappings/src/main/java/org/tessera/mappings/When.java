package org.tessera.mappings;

import tools.jackson.databind.JsonNode;

/// The verb **when**: a rule that gives something only under a condition.
record When(Condition condition, Rule rule) implements Rule {
  @Override
  public JsonNode evaluate(Scope scope) {
    return condition.holds(scope) ? rule.evaluate(scope) : Rule.none();
  }

  @Override
  public boolean readsData() {
    return true;
  }
}

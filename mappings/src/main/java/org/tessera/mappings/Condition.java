package org.tessera.mappings;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What a `when` asks.
sealed interface Condition {
  boolean holds(Scope scope);

  /// There is a value.
  record Present(Lookup lookup) implements Condition {
    @Override
    public boolean holds(Scope scope) {
      return !Rule.absent(lookup.first(scope));
    }
  }

  /// There is no value.
  record Absent(Lookup lookup) implements Condition {
    @Override
    public boolean holds(Scope scope) {
      return Rule.absent(lookup.first(scope));
    }
  }

  /// There is a value and it is one of these, or none of these.
  record OneOf(Lookup lookup, Set<String> values, boolean wanted) implements Condition {
    @Override
    public boolean holds(Scope scope) {
      boolean any = false;
      boolean found = false;
      for (JsonNode value : lookup.all(scope)) {
        any = true;
        found |= values.contains(Rule.text(value));
      }
      return any && found == wanted;
    }
  }

  /// All of them hold.
  record All(List<Condition> conditions) implements Condition {
    @Override
    public boolean holds(Scope scope) {
      return conditions.stream().allMatch(condition -> condition.holds(scope));
    }
  }

  /// At least one of them holds.
  record Any(List<Condition> conditions) implements Condition {
    @Override
    public boolean holds(Scope scope) {
      return conditions.stream().anyMatch(condition -> condition.holds(scope));
    }
  }
}

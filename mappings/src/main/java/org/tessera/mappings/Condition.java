package org.tessera.mappings;

import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// What a `when` asks.
public sealed interface Condition {
  /// Whether it is so here.
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

  /// There is a value and it, or a code it states, is asked for; or none is.
  record Asked(Lookup lookup, Predicate<String> asked, boolean wanted) implements Condition {
    @Override
    public boolean holds(Scope scope) {
      boolean any = false;
      for (JsonNode value : lookup.all(scope)) {
        any = true;
        if (Rule.states(value, asked)) {
          return wanted;
        }
      }
      return any && !wanted;
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

package org.tessera.mappings;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A name in a rule, resolved once to the place its value is read from.
public sealed interface Lookup {
  /// The value, or the first of several; a `MissingNode` when there is none.
  JsonNode first(Scope scope);

  /// All values: the items of a list, the one value, or none.
  default Iterable<JsonNode> all(Scope scope) {
    JsonNode value = first(scope);
    return value.isArray() ? value : Rule.absent(value) ? List.of() : List.of(value);
  }

  /// A column of the row itself.
  record OwnColumn(String name) implements Lookup {
    @Override
    public JsonNode first(Scope scope) {
      return scope.source().value(name);
    }
  }

  /// A repeated column, of the repetition an `each` stands at.
  record GroupColumn(List<String> names) implements Lookup {
    @Override
    public JsonNode first(Scope scope) {
      return scope.source().value(names.get(scope.repetition()));
    }
  }

  /// A column of another tab: the last row of the patient that has a value.
  record OtherTab(String form, String column) implements Lookup {
    @Override
    public JsonNode first(Scope scope) {
      for (Row row : scope.tab(form).reversed()) {
        JsonNode value = row.value(column);
        if (!Rule.absent(value)) {
          return value;
        }
      }
      return Rule.none();
    }
  }

  /// The item an `each` stands at.
  record Item() implements Lookup {
    @Override
    public JsonNode first(Scope scope) {
      return scope.item();
    }
  }

  /// An element of the resource.
  record Path(ElementPath path) implements Lookup {
    @Override
    public JsonNode first(Scope scope) {
      return scope.source() instanceof ResourceSource resource
          ? path.first(resource.resource())
          : scope.source().value(path.text());
    }

    @Override
    public Iterable<JsonNode> all(Scope scope) {
      return scope.source() instanceof ResourceSource resource
          ? path.all(resource.resource())
          : Lookup.super.all(scope);
    }
  }

  /// An element of the item an `each` stands at.
  record ItemPath(ElementPath path) implements Lookup {
    @Override
    public JsonNode first(Scope scope) {
      return path.first(scope.item());
    }

    @Override
    public Iterable<JsonNode> all(Scope scope) {
      return path.all(scope.item());
    }
  }

  /// A word that surrounds the row: the patient, the study, the index.
  record Word(String word) implements Lookup {
    @Override
    public JsonNode first(Scope scope) {
      return scope.word(word);
    }
  }

  /// The values of several, one after the other.
  record AllOf(List<Lookup> lookups) implements Lookup {
    @Override
    public JsonNode first(Scope scope) {
      return new FirstOf(lookups).first(scope);
    }

    @Override
    public Iterable<JsonNode> all(Scope scope) {
      List<JsonNode> all = new ArrayList<>();
      lookups.forEach(lookup -> lookup.all(scope).forEach(all::add));
      return all;
    }
  }

  /// The first of several that has a value.
  record FirstOf(List<Lookup> lookups) implements Lookup {
    @Override
    public JsonNode first(Scope scope) {
      for (Lookup lookup : lookups) {
        JsonNode value = lookup.first(scope);
        if (!Rule.absent(value)) {
          return value;
        }
      }
      return Rule.none();
    }
  }
}

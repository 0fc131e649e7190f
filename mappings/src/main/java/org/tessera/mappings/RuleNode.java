package org.tessera.mappings;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A piece of a rule file that still knows the line it stands on.
public sealed interface RuleNode {
  /// The file, as a path below the rules' folder.
  String file();

  /// The line, counted from 1.
  int line();

  /// A text, number, truth value or nothing.
  ///
  /// @param text as it stands in the file
  /// @param value what it means: text unless it was written as a plain number, `true`, `false` or
  ///   `null`
  record Scalar(String file, int line, String text, JsonNode value) implements RuleNode {}

  /// A list.
  record Items(String file, int line, List<RuleNode> items) implements RuleNode {}

  /// A structure, in the order of the file.
  record Fields(String file, int line, Map<String, RuleNode> fields) implements RuleNode {
    public Optional<RuleNode> get(String name) {
      return Optional.ofNullable(fields.get(name));
    }

    public boolean has(String name) {
      return fields.containsKey(name);
    }

    /// The text under this name, or the default.
    public String text(String name, String otherwise) {
      return get(name).map(RuleNode::asText).orElse(otherwise);
    }

    /// The texts under this name: one, a list of them, or none.
    public List<String> texts(String name) {
      return get(name).map(RuleNode::asTexts).orElse(List.of());
    }

    /// The number under this name.
    public Optional<BigDecimal> number(String name) {
      return get(name)
          .filter(node -> node instanceof Scalar scalar && scalar.value().isNumber())
          .map(node -> ((Scalar) node).value().decimalValue());
    }

    /// The structure under this name, an empty one when there is none.
    public Fields fields(String name) {
      return get(name).orElse(null) instanceof Fields inner
          ? inner
          : new Fields(file, line, Map.of());
    }

    /// The pieces under this name: a list's items, or the one piece itself.
    public List<RuleNode> all(String name) {
      return get(name).map(RuleNode::asItems).orElse(List.of());
    }

    /// Tells every name that is not one of the known.
    public void onlyKnown(Set<String> known, Problems problems) {
      fields.forEach((name, node) -> {
        if (!known.contains(name)) {
          problems.add(
              node,
              "the word \"" + name + "\" is not known here",
              "one of " + known.stream().sorted().collect(Collectors.joining(", ")));
        }
      });
    }
  }

  /// The text of a scalar, nothing for anything else.
  default String asText() {
    return this instanceof Scalar scalar ? scalar.text() : "";
  }

  /// The texts of a list, or the one text of a scalar.
  default List<String> asTexts() {
    return asItems().stream().map(RuleNode::asText).toList();
  }

  /// The items of a list, or this piece alone.
  default List<RuleNode> asItems() {
    return this instanceof Items list ? list.items() : List.of(this);
  }

  /// The same as plain JSON.
  default JsonNode toJson() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (this) {
      case Scalar scalar -> scalar.value();
      case Items list -> {
        var array = json.arrayNode();
        list.items().forEach(item -> array.add(item.toJson()));
        yield array;
      }
      case Fields structure -> {
        var object = json.objectNode();
        structure.fields().forEach((name, node) -> object.set(name, node.toJson()));
        yield object;
      }
    };
  }
}

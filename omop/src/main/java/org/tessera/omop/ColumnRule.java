package org.tessera.omop;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// How one column of a row is filled: the verbs `constant`, `column`, `translate`, `convert`,
/// `when`.
interface ColumnRule {
  @Nullable Object value(Fact fact);

  /// Compiles rules; what they need besides the resource stands here.
  record Compiler(Concepts concepts, References references) {
    ColumnRule compile(String column, Object rule) {
      if (!(rule instanceof Map<?, ?> map)) {
        return fact -> rule;
      }
      When when = When.compile(map.get("when"));
      ColumnRule body = map.containsKey("column") ? fromPath(column, map) : constant(map);
      return map.containsKey("when")
          ? fact -> when.holds(fact.resource(), fact.item()) ? body.value(fact) : null
          : body;
    }

    private static ColumnRule constant(Map<?, ?> map) {
      Object constant = map.get("constant");
      if (constant == null) {
        throw new IllegalArgumentException("neither column nor constant: " + map);
      }
      return fact -> constant;
    }

    private ColumnRule fromPath(String column, Map<?, ?> map) {
      List<FhirPath> paths = paths(map.get("column"));
      if (map.get("translate") instanceof Map<?, ?> translate) {
        return translation(paths, translate, map.get("default"));
      }
      Conversion conversion = conversion(column, String.valueOf(map.get("convert")));
      return fact -> {
        JsonNode node = first(paths, fact.resource(), fact.item());
        return node.isMissingNode() ? null : conversion.apply(node, fact);
      };
    }

    private static ColumnRule translation(
        List<FhirPath> paths, Map<?, ?> translate, @Nullable Object otherwise) {
      Map<String, Object> table = new LinkedHashMap<>();
      translate.forEach((from, to) -> table.put(String.valueOf(from), to));
      return fact -> {
        JsonNode node = first(paths, fact.resource(), fact.item());
        if (node.isMissingNode()) {
          return null;
        }
        JsonNode code = node.isObject() ? node.path("code") : node;
        Object to = table.get(code.asString(""));
        return to == null ? otherwise : to;
      };
    }

    private Conversion conversion(String column, String name) {
      return switch (name) {
        case "text" -> (node, fact) -> text(node);
        case "number" -> (node, fact) -> number(node);
        case "integer" -> (node, fact) -> integer(node);
        case "date" -> dated(10, FhirDate::day);
        case "datetime" -> dated(19, FhirDate::time);
        case "year" -> dated(4, date -> date.day().getYear());
        case "month" -> dated(7, date -> date.day().getMonthValue());
        case "day" -> dated(10, date -> date.day().getDayOfMonth());
        case "concept" -> (node, fact) -> concept(column, node, fact);
        case "source concept" -> found(Concepts.Found::source);
        case "any concept" -> found(Concepts.Found::anyConceptId);
        case "unit" -> (node, fact) -> unit(column, node, fact);
        case "event" -> (node, fact) -> zeroIsNull(references.row(node));
        case "event field" -> (node, fact) -> references.field(node);
        case "first row" -> (node, fact) -> zeroIsNull(fact.firstRow());
        default -> throw new IllegalArgumentException("unknown conversion " + name);
      };
    }

    /// @param lengthMin characters a date must have to say so much
    private static Conversion dated(int lengthMin, Function<FhirDate, @Nullable Object> part) {
      return (node, fact) -> {
        FhirDate date = node.asString("").length() < lengthMin ? null : date(node);
        return date == null ? null : part.apply(date);
      };
    }

    private Conversion found(Function<Concepts.Found, @Nullable Object> part) {
      return (node, fact) -> {
        Concepts.Found found = concepts.first(node);
        return found == null ? null : part.apply(found);
      };
    }

    private @Nullable Object concept(String column, JsonNode node, Fact fact) {
      Concepts.Found found = concepts.first(node);
      if (found == null) {
        return null;
      }
      if (found.standard() == null) {
        fact.unmapped(column, found);
      }
      return found.conceptId();
    }

    /// The unit of a Quantity: null when it names none, 0 when the one it names is not known.
    private @Nullable Object unit(String column, JsonNode quantity, Fact fact) {
      String code = quantity.path("code").asString(quantity.path("unit").asString(""));
      if (code.isEmpty() || code.equals("1")) {
        return null;
      }
      Concepts.Found found = concepts.code(quantity.path("system").asString(Concepts.UCUM), code);
      if (found.standard() == null) {
        fact.unmapped(column, found);
      }
      return found.conceptId();
    }
  }

  /// Turns a JSON value into a column's value.
  interface Conversion {
    @Nullable Object apply(JsonNode node, Fact fact);
  }

  static List<FhirPath> paths(@Nullable Object paths) {
    return switch (paths) {
      case String path -> List.of(FhirPath.parse(path));
      case List<?> list -> list.stream().map(path -> FhirPath.parse(String.valueOf(path))).toList();
      case null, default -> throw new IllegalArgumentException("not a path: " + paths);
    };
  }

  /// The first value at any of the paths.
  static JsonNode first(List<FhirPath> paths, JsonNode resource, JsonNode item) {
    for (FhirPath path : paths) {
      JsonNode node = path.first(resource, item);
      if (!node.isMissingNode()) {
        return node;
      }
    }
    return MissingNode.getInstance();
  }

  static @Nullable FhirDate date(JsonNode node) {
    return FhirDate.parse(node.asString(""));
  }

  /// The code of a concept, coding or quantity, else its text.
  private static @Nullable String text(JsonNode node) {
    if (node.isNumber()) {
      return node.decimalValue().toPlainString();
    }
    if (!node.isObject()) {
      return node.asString("");
    }
    JsonNode coding = node.path("coding").path(0);
    for (JsonNode candidate :
        List.of(coding.path("code"), node.path("code"), node.path("text"), node.path("unit"))) {
      if (candidate.isString()) {
        return candidate.stringValue();
      }
    }
    return null;
  }

  private static @Nullable BigDecimal number(JsonNode node) {
    return node.isNumber() ? node.decimalValue() : null;
  }

  private static @Nullable Object integer(JsonNode node) {
    return node.isNumber() ? node.decimalValue().longValue() : null;
  }

  private static @Nullable Long zeroIsNull(long id) {
    return id == 0 ? null : id;
  }
}

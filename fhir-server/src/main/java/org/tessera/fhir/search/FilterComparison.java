package org.tessera.fhir.search;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// One comparison of a `_filter`: a parameter, an operator and a value.
/// https://hl7.org/fhir/R4/search_filter.html
final class FilterComparison {
  private static final Set<String> PREFIXES =
      Set.of("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap");

  private FilterComparison() {}

  static Criterion compile(
      Conditions conditions, List<String> types, String name, String operator, String value) {
    if (name.equals("_id") || name.equals("_lastUpdated")) {
      return column(conditions, types, name, operator, value);
    }
    String escaped = escaped(value);
    Asked asked = conditions.asked(types, name, "", List.of(escaped));
    if (operator.equals("pr")) {
      Criterion present = MissingCriterion.present(asked);
      return switch (value) {
        case "true" -> present;
        case "false" -> Criterion.not(present);
        default -> throw new InvalidSearch("pr in _filter takes true or false");
      };
    }
    return switch (asked.kind()) {
      case STRING -> string(asked, operator);
      case TOKEN -> token(conditions, asked, operator, value);
      case URI -> uri(conditions, asked, operator);
      case REFERENCE -> reference(conditions, asked, operator);
      case DATE ->
          operator.equals("po")
              ? DateParameter.overlapping(asked)
              : ordered(conditions, asked, operator, value);
      case NUMBER, QUANTITY -> ordered(conditions, asked, operator, value);
      case COMPOSITE -> {
        require(operator.equals("eq"), asked, operator);
        yield conditions.plain(asked.with("", List.of(value)));
      }
    };
  }

  private static Criterion column(
      Conditions conditions, List<String> types, String name, String operator, String value) {
    Set<String> supported = name.equals("_id") ? Set.of("eq", "ne") : PREFIXES;
    if (!supported.contains(operator)) {
      throw new InvalidSearch(name + " does not support the operator in _filter");
    }
    if (name.equals("_id")) {
      Criterion equal = conditions.compile(types, name, escaped(value));
      return operator.equals("eq") ? equal : Criterion.not(equal);
    }
    return conditions.compile(types, name, operator + value);
  }

  private static Criterion string(Asked asked, String operator) {
    TextTest test =
        switch (operator) {
          case "eq" -> TextTest.EQUALS;
          case "co" -> TextTest.CONTAINS;
          case "sw" -> TextTest.BEGINS;
          case "ew" -> TextTest.ENDS;
          case "gt" -> TextTest.GREATER;
          case "lt" -> TextTest.LESS;
          case "ge" -> TextTest.GREATER_OR_EQUAL;
          case "le" -> TextTest.LESS_OR_EQUAL;
          case "ne" -> TextTest.DIFFERS;
          default -> throw unsupported(asked, operator);
        };
    return StringParameter.matching(asked, test);
  }

  private static Criterion token(
      Conditions conditions, Asked asked, String operator, String value) {
    // The bar of system|code is a separator here as in a plain search.
    Asked coded = asked.with("", List.of(value.replace(",", "\\,").replace("$", "\\$")));
    return switch (operator) {
      case "eq" -> conditions.plain(coded);
      case "ne" -> unequal(conditions, coded);
      case "in" -> conditions.plain(asked.with("in", asked.values()));
      case "ni" -> conditions.plain(asked.with("not-in", asked.values()));
      case "ss" -> conditions.plain(coded.with("above", coded.values()));
      case "sb" -> conditions.plain(coded.with("below", coded.values()));
      case "co", "sw", "ew" -> text(asked, operator);
      default -> throw unsupported(asked, operator);
    };
  }

  private static Criterion uri(Conditions conditions, Asked asked, String operator) {
    return switch (operator) {
      case "eq" -> conditions.plain(asked);
      case "ne" -> unequal(conditions, asked);
      case "ss" -> conditions.plain(asked.with("above", asked.values()));
      case "sb" -> conditions.plain(asked.with("below", asked.values()));
      case "co", "sw", "ew" -> text(asked, operator);
      default -> throw unsupported(asked, operator);
    };
  }

  /// The text of codes and URIs is known; that of identifiers and contacts is not.
  private static Criterion text(Asked asked, String operator) {
    require(asked.parameters().getFirst().sortable(), asked, operator);
    return TermCriterion.of(
        asked,
        switch (operator) {
          case "co" -> TextTest.CONTAINS;
          case "sw" -> TextTest.BEGINS;
          default -> TextTest.ENDS;
        });
  }

  private static Criterion reference(Conditions conditions, Asked asked, String operator) {
    return switch (operator) {
      case "eq", "re" -> conditions.plain(asked);
      case "ne" -> unequal(conditions, asked);
      default -> throw unsupported(asked, operator);
    };
  }

  private static Criterion ordered(
      Conditions conditions, Asked asked, String operator, String value) {
    require(PREFIXES.contains(operator), asked, operator);
    return conditions.plain(asked.with("", List.of(operator + value)));
  }

  private static Criterion unequal(Conditions conditions, Asked asked) {
    return Criterion.all(
        List.of(MissingCriterion.present(asked), Criterion.not(conditions.plain(asked))));
  }

  private static void require(boolean supported, Asked asked, String operator) {
    if (!supported) {
      throw unsupported(asked, operator);
    }
  }

  private static InvalidSearch unsupported(Asked asked, String operator) {
    return new InvalidSearch(
        asked.name()
            + " is a "
            + asked.kind().name().toLowerCase(Locale.ROOT)
            + " parameter and does not support "
            + operator
            + " in _filter");
  }

  private static String escaped(String value) {
    return value.replaceAll("([\\\\,|$])", "\\\\$1");
  }
}

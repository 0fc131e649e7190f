package org.tessera.fhir.search;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// A second, slow way to answer searches of Observations: it looks at the JSON itself, in exact
/// numbers and instants, and shares nothing with the index.
final class NaiveSearch {
  private static final Map<String, BigDecimal> GRAMS_A_LITRE =
      Map.of("g/L", BigDecimal.ONE, "g/dL", BigDecimal.TEN, "mg/dL", new BigDecimal("0.01"));

  private NaiveSearch() {}

  static boolean fits(JsonNode observation, String name, String value) {
    int colon = name.indexOf(':');
    String plain = colon < 0 ? name : name.substring(0, colon);
    String modifier = colon < 0 ? "" : name.substring(colon + 1);
    if (modifier.equals("missing")) {
      return value.equals("true") == values(observation, plain).isEmpty();
    }
    boolean found = false;
    for (String alternative : value.split(",", -1)) {
      found |= fits(observation, plain, modifier, alternative);
    }
    return modifier.equals("not") != found;
  }

  private static boolean fits(JsonNode observation, String name, String modifier, String value) {
    return values(observation, name).stream()
        .anyMatch(found ->
            switch (name) {
              case "status" -> found.asString("").equals(value);
              case "code", "category", "value-concept" -> coded(found, value);
              case "subject" ->
                  found.asString("").equals(value) || found.asString("").equals("Patient/" + value);
              case "value-string" -> text(found.asString(""), modifier, value);
              case "date" -> date(found, value);
              case "value-quantity" -> quantity(found, value);
              default -> throw new IllegalArgumentException(name);
            });
  }

  private static List<JsonNode> values(JsonNode observation, String name) {
    List<JsonNode> found = new ArrayList<>();
    switch (name) {
      case "status" -> add(observation.path("status"), found);
      case "code" -> concept(observation.path("code"), found);
      case "category" -> observation.path("category").forEach(c -> concept(c, found));
      case "value-concept" -> concept(observation.path("valueCodeableConcept"), found);
      case "subject" -> add(observation.path("subject").path("reference"), found);
      case "value-string" -> {
        add(observation.path("valueString"), found);
        add(observation.path("valueCodeableConcept").path("text"), found);
      }
      case "date" -> {
        add(observation.path("effectiveDateTime"), found);
        add(observation.path("effectivePeriod"), found);
      }
      case "value-quantity" -> add(observation.path("valueQuantity"), found);
      default -> throw new IllegalArgumentException(name);
    }
    return found;
  }

  private static void concept(JsonNode concept, List<JsonNode> found) {
    concept.path("coding").forEach(found::add);
    add(concept.path("text"), found);
  }

  private static void add(JsonNode value, List<JsonNode> found) {
    if (!value.isMissingNode()) {
      found.add(value);
    }
  }

  private static boolean coded(JsonNode coding, String value) {
    String system = coding.path("system").asString("");
    String code = coding.path("code").asString("");
    int bar = value.indexOf('|');
    if (bar < 0) {
      return code.equals(value);
    }
    boolean sameSystem = system.equals(value.substring(0, bar)) && coding.isObject();
    String wanted = value.substring(bar + 1);
    return sameSystem && (wanted.isEmpty() || code.equals(wanted));
  }

  private static boolean text(String found, String modifier, String value) {
    Predicate<String> test =
        switch (modifier) {
          case "exact" -> value::equals;
          case "contains" -> text -> folded(text).contains(folded(value));
          default -> text -> folded(text).startsWith(folded(value));
        };
    return test.test(found);
  }

  private static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT);
  }

  private static boolean date(JsonNode found, String value) {
    Optional<String> prefix = prefix(value);
    String plain = prefix.isPresent() ? value.substring(2) : value;
    OffsetDateTime a = start(plain);
    OffsetDateTime b = end(plain);
    boolean period = found.isObject();
    OffsetDateTime lo =
        period
            ? found.has("start") ? start(found.get("start").asString("")) : OffsetDateTime.MIN
            : start(found.asString(""));
    OffsetDateTime hi =
        period
            ? found.has("end") ? end(found.get("end").asString("")) : OffsetDateTime.MAX
            : end(found.asString(""));
    boolean contained = !lo.isBefore(a) && !hi.isAfter(b);
    return switch (prefix.orElse("eq")) {
      case "eq" -> contained;
      case "ne" -> !contained;
      case "lt" -> lo.isBefore(a);
      case "gt" -> hi.isAfter(b);
      case "le" -> lo.isBefore(a) || contained;
      case "ge" -> hi.isAfter(b) || contained;
      case "sa" -> !lo.isBefore(b);
      default -> !hi.isAfter(a);
    };
  }

  private static OffsetDateTime start(String text) {
    return switch (text.length()) {
      case 4 -> LocalDate.of(Integer.parseInt(text), 1, 1).atStartOfDay().atOffset(ZoneOffset.UTC);
      case 7 -> YearMonth.parse(text).atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC);
      case 10 -> LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC);
      default -> OffsetDateTime.parse(text);
    };
  }

  private static OffsetDateTime end(String text) {
    OffsetDateTime start = start(text);
    return switch (text.length()) {
      case 4 -> start.plusYears(1);
      case 7 -> start.plusMonths(1);
      case 10 -> start.plusDays(1);
      default -> start.plusSeconds(1);
    };
  }

  private static boolean quantity(JsonNode found, String value) {
    Optional<String> prefix = prefix(value);
    String[] parts = (prefix.isPresent() ? value.substring(2) : value).split("\\|", -1);
    var wanted = new BigDecimal(parts[0]);
    BigDecimal half = new BigDecimal("0.5").scaleByPowerOfTen(-wanted.scale());
    BigDecimal stored = found.get("value").decimalValue();
    BigDecimal factor = BigDecimal.ONE;
    if (parts.length == 3) {
      BigDecimal unit = GRAMS_A_LITRE.get(found.path("code").asString(""));
      if (unit == null) {
        return false;
      }
      stored = stored.multiply(unit);
      factor = GRAMS_A_LITRE.getOrDefault(parts[2], BigDecimal.ONE);
    }
    BigDecimal v = wanted.multiply(factor);
    BigDecimal a = wanted.subtract(half).multiply(factor);
    BigDecimal b = wanted.add(half).multiply(factor);
    BigDecimal margin = v.abs().divide(BigDecimal.TEN, MathContext.DECIMAL64);
    boolean equal = stored.compareTo(a) >= 0 && stored.compareTo(b) < 0;
    return switch (prefix.orElse("eq")) {
      case "eq" -> equal;
      case "ne" -> !equal;
      case "lt", "eb" -> stored.compareTo(v) < 0;
      case "gt", "sa" -> stored.compareTo(v) > 0;
      case "le" -> stored.compareTo(v) <= 0;
      case "ge" -> stored.compareTo(v) >= 0;
      default -> stored.subtract(v).abs().compareTo(margin) <= 0;
    };
  }

  private static Optional<String> prefix(String value) {
    return Character.isLetter(value.charAt(0))
        ? Optional.of(value.substring(0, 2))
        : Optional.empty();
  }
}

package org.tessera.fhir.search;

import java.util.ArrayList;
import java.util.List;
import org.tessera.fhir.store.IndexKeys;
import org.tessera.fhir.store.SearchParameter;

/// URIs, compared whole; `:below` finds what begins with the value, `:above` what the value begins
/// with. https://hl7.org/fhir/R4/search.html#uri
final class UriParameter {
  private static final int PARTS_MAX = 50;

  private UriParameter() {}

  static Criterion compile(Asked asked) {
    return switch (asked.modifier()) {
      case "" -> equal(asked, asked.values().stream().map(Values::unescaped).toList());
      case "below" -> TermCriterion.of(asked, TextTest.BELOW);
      case "above" -> equal(asked, above(asked));
      default -> throw asked.unsupportedModifier();
    };
  }

  private static Criterion equal(Asked asked, List<String> values) {
    List<Long> hashes = new ArrayList<>();
    for (SearchParameter parameter : asked.indexed()) {
      for (String value : values) {
        hashes.add(IndexKeys.uri(parameter.seed(), value));
      }
    }
    return HashCriterion.of(hashes);
  }

  /// The addresses above a value: itself and every part of it that ends before a slash.
  private static List<String> above(Asked asked) {
    List<String> found = new ArrayList<>();
    for (String escaped : asked.values()) {
      String value = Values.unescaped(escaped);
      found.add(value);
      int start = Math.max(value.indexOf("://") + 3, 0);
      for (int slash = value.indexOf('/', start);
          slash > 0;
          slash = value.indexOf('/', slash + 1)) {
        found.add(value.substring(0, slash));
        found.add(value.substring(0, slash + 1));
      }
      if (found.size() > PARTS_MAX * asked.values().size()) {
        throw new InvalidSearch(asked.name() + " has more than " + PARTS_MAX + " parts in a value");
      }
    }
    return found;
  }
}

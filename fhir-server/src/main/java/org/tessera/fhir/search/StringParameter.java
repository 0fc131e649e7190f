package org.tessera.fhir.search;

import java.util.ArrayList;
import java.util.List;
import org.tessera.fhir.store.Folding;
import org.tessera.fhir.store.IndexKeys;
import org.tessera.fhir.store.SearchParameter;
import org.tessera.fhir.store.Sounds;

/// Strings: beginning with, without regard to case and accents; `:contains`, `:exact`.
/// https://hl7.org/fhir/R4/search.html#string
final class StringParameter {
  private StringParameter() {}

  static Criterion compile(Asked asked) {
    if (asked.parameters().getFirst().phonetic()) {
      return sounding(asked);
    }
    return switch (asked.modifier()) {
      case "exact" -> exact(asked);
      case "" -> matching(asked, TextTest.BEGINS);
      case "contains" -> matching(asked, TextTest.CONTAINS);
      default -> throw asked.unsupportedModifier();
    };
  }

  static Criterion matching(Asked asked, TextTest test) {
    return ValueCriterion.any(
        "fhir.str s",
        asked.numbers(),
        asked.values(),
        value -> test.sql("s.v", Folding.fold(Values.unescaped(value))));
  }

  private static Criterion exact(Asked asked) {
    List<Long> hashes = new ArrayList<>();
    for (SearchParameter parameter : asked.indexed()) {
      for (String value : asked.values()) {
        hashes.add(IndexKeys.exact(parameter.seed(), Values.unescaped(value)));
      }
    }
    return HashCriterion.of(hashes);
  }

  /// All words of the value must sound like words of the name.
  private static Criterion sounding(Asked asked) {
    asked.requireNoModifier();
    List<Criterion> alternatives = new ArrayList<>();
    for (SearchParameter parameter : asked.indexed()) {
      for (String value : asked.values()) {
        List<Criterion> words = new ArrayList<>();
        for (String sound : Sounds.of(Values.unescaped(value))) {
          words.add(HashCriterion.of(List.of(IndexKeys.sound(parameter.seed(), sound))));
        }
        alternatives.add(words.isEmpty() ? Criterion.nothing() : Criterion.all(words));
      }
    }
    return Criterion.any(alternatives);
  }
}

package org.tessera.fhir.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.tessera.fhir.store.CodeSets;
import org.tessera.fhir.store.CodeSets.Member;
import org.tessera.fhir.store.IndexKeys;
import org.tessera.fhir.store.SearchParameter;

/// Coded values: `code`, `system|code`, `|code`, `system|`; modifiers `:not :text :in :not-in
/// :above :below :of-type`. https://hl7.org/fhir/R4/search.html#token
final class TokenParameter {
  private TokenParameter() {}

  static Criterion compile(Asked asked) {
    return switch (asked.modifier()) {
      case "" -> HashCriterion.of(hashes(asked));
      case "not" -> new HashCriterion(hashes(asked), true);
      case "text" -> TermCriterion.displayed(asked);
      case "in" -> HashCriterion.of(members(asked));
      case "not-in" -> new HashCriterion(members(asked), true);
      case "below", "above" -> HashCriterion.of(hierarchy(asked));
      case "of-type" -> HashCriterion.of(ofType(asked));
      default -> throw asked.unsupportedModifier();
    };
  }

  private static List<Long> hashes(Asked asked) {
    List<Long> hashes = new ArrayList<>();
    for (SearchParameter parameter : asked.indexed()) {
      for (String value : asked.values()) {
        hashes.add(hash(parameter.seed(), asked.name(), value));
      }
    }
    return hashes;
  }

  static long hash(long seed, String name, String value) {
    List<String> parts = Values.split(value, '|');
    if (parts.size() == 1) {
      return IndexKeys.code(seed, Values.unescaped(value));
    }
    String system = Values.unescaped(parts.get(0));
    String code = Values.unescaped(parts.get(1));
    if (parts.size() > 2 || (code.isEmpty() && system.isEmpty())) {
      throw new InvalidSearch(name + " takes code, system|code, |code or system|");
    }
    return code.isEmpty() ? IndexKeys.system(seed, system) : IndexKeys.token(seed, system, code);
  }

  private static List<Long> members(Asked asked) {
    List<Long> hashes = new ArrayList<>();
    for (String value : asked.values()) {
      add(asked, asked.codeSets().members(Values.unescaped(value)), hashes);
    }
    return hashes;
  }

  private static List<Long> hierarchy(Asked asked) {
    boolean below = asked.modifier().equals("below");
    List<Long> hashes = new ArrayList<>();
    for (String value : asked.values()) {
      List<String> parts = Values.split(value, '|');
      if (parts.size() != 2 || parts.get(0).isEmpty() || parts.get(1).isEmpty()) {
        throw new InvalidSearch(asked.name() + ":" + asked.modifier() + " takes system|code");
      }
      var code = new Member(Values.unescaped(parts.get(0)), Values.unescaped(parts.get(1)));
      CodeSets codeSets = asked.codeSets();
      add(asked, below ? codeSets.below(code) : codeSets.above(code), hashes);
    }
    return hashes;
  }

  private static void add(Asked asked, Collection<Member> members, List<Long> hashes) {
    for (SearchParameter parameter : asked.indexed()) {
      for (Member member : members) {
        hashes.add(IndexKeys.token(parameter.seed(), member.system(), member.code()));
      }
    }
  }

  private static List<Long> ofType(Asked asked) {
    List<Long> hashes = new ArrayList<>();
    for (String value : asked.values()) {
      List<String> parts = Values.split(value, '|').stream().map(Values::unescaped).toList();
      if (parts.size() != 3 || parts.get(1).isEmpty() || parts.get(2).isEmpty()) {
        throw new InvalidSearch(asked.name() + ":of-type takes system|code|value");
      }
      for (long seed : asked.seeds()) {
        hashes.add(IndexKeys.ofType(seed, parts.get(0), parts.get(1), parts.get(2)));
      }
    }
    return hashes;
  }
}

package org.tessera.fhir.search;

import java.util.List;
import org.tessera.fhir.store.IndexKeys;

/// `:missing=true` or `false`: whether the parameter has a value at all.
/// https://hl7.org/fhir/R4/search.html#modifiers
final class MissingCriterion {
  private MissingCriterion() {}

  static Criterion compile(Asked asked) {
    if (asked.values().size() != 1) {
      throw new InvalidSearch(asked.name() + ":missing takes true or false");
    }
    boolean missing =
        switch (asked.values().getFirst()) {
          case "true" -> true;
          case "false" -> false;
          default -> throw new InvalidSearch(asked.name() + ":missing takes true or false");
        };
    Criterion present = present(asked);
    return missing ? Criterion.not(present) : present;
  }

  static Criterion present(Asked asked) {
    List<Long> hashes = asked.seeds().stream().map(IndexKeys::present).toList();
    return switch (asked.kind()) {
      case TOKEN, REFERENCE, URI, STRING -> HashCriterion.of(hashes);
      case DATE -> exists("fhir.dat", asked);
      case QUANTITY, NUMBER -> exists("fhir.qty", asked);
      case COMPOSITE -> throw asked.with("missing", List.of()).unsupportedModifier();
    };
  }

  private static Criterion exists(String table, Asked asked) {
    return scope ->
        new SqlText()
            .add("exists (select 1 from " + table + " v where v.pid = " + scope.pid())
            .add(" and v.p = any(?))", (Object) asked.numbers());
  }
}

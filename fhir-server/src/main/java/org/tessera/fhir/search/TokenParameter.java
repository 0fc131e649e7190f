package org.tessera.fhir.search;

import java.util.ArrayList;
import java.util.List;
import org.tessera.fhir.store.IndexKeys;
import org.tessera.fhir.store.SearchParameter;

/// Coded values: `code`, `system|code`, `|code`; modifier `:not`.
/// https://hl7.org/fhir/R4/search.html#token
final class TokenParameter {
  private TokenParameter() {}

  static Criterion compile(SearchParameter parameter, String modifier, List<String> values) {
    if (!modifier.isEmpty() && !modifier.equals("not")) {
      throw Modifiers.unsupported(parameter, modifier);
    }
    List<Long> hashes = new ArrayList<>();
    for (String value : values) {
      hashes.add(hash(parameter, value));
    }
    return new HashCriterion(hashes, modifier.equals("not"));
  }

  private static long hash(SearchParameter parameter, String value) {
    List<String> parts = Values.split(value, '|');
    if (parts.size() == 1) {
      return IndexKeys.code(parameter.seed(), Values.unescaped(value));
    }
    String code = Values.unescaped(parts.get(1));
    if (parts.size() > 2 || code.isEmpty()) {
      throw new InvalidSearch(
          parameter.name() + " takes code, system|code or |code; system| alone is not indexed");
    }
    return IndexKeys.token(parameter.seed(), Values.unescaped(parts.get(0)), code);
  }
}

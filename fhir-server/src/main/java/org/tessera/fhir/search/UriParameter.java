package org.tessera.fhir.search;

import java.util.List;
import org.tessera.fhir.store.IndexKeys;
import org.tessera.fhir.store.SearchParameter;

/// URIs, compared whole. https://hl7.org/fhir/R4/search.html#uri
final class UriParameter {
  private UriParameter() {}

  static Criterion compile(SearchParameter parameter, String modifier, List<String> values) {
    Modifiers.requireNone(parameter, modifier);
    return new HashCriterion(
        values.stream()
            .map(value -> IndexKeys.uri(parameter.seed(), Values.unescaped(value)))
            .toList(),
        false);
  }
}

package org.tessera.fhir.search;

import org.tessera.fhir.store.SearchParameter;

/// Refuses modifiers that are not answered, because leaving one out would change what is found.
final class Modifiers {
  private Modifiers() {}

  static void requireNone(SearchParameter parameter, String modifier) {
    if (!modifier.isEmpty()) {
      throw unsupported(parameter, modifier);
    }
  }

  static InvalidSearch unsupported(SearchParameter parameter, String modifier) {
    String shown = modifier.matches("[A-Za-z-]{1,40}") ? ":" + modifier : "that modifier";
    return new InvalidSearch(parameter.name() + " does not support " + shown);
  }
}

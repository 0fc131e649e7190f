package org.tessera.fhir.search;

import java.util.List;
import org.tessera.fhir.store.CodeSets;
import org.tessera.fhir.store.SearchParameter;

/// What a search asks of one parameter.
///
/// @param parameters the same parameter of each type that is searched
/// @param modifier what stands behind the colon, or ""
/// @param values the alternatives, still escaped
/// @param context in which it is asked
record Asked(
    List<SearchParameter> parameters, String modifier, List<String> values, SearchContext context) {
  CodeSets codeSets() {
    return context.codeSets();
  }

  String name() {
    return parameters.getFirst().name();
  }

  SearchParameter.Kind kind() {
    return parameters.getFirst().kind();
  }

  /// The parameters whose rows answer these.
  List<SearchParameter> indexed() {
    return parameters.stream().flatMap(parameter -> parameter.indexedAs().stream()).toList();
  }

  List<Long> seeds() {
    return indexed().stream().map(SearchParameter::seed).toList();
  }

  /// The numbers in the column `p`, as an array to bind.
  Integer[] numbers() {
    return indexed().stream().map(SearchParameter::number).toArray(Integer[]::new);
  }

  Asked with(String otherModifier, List<String> otherValues) {
    return new Asked(parameters, otherModifier, otherValues, context);
  }

  /// Refuses any modifier, because leaving one out would change what is found.
  void requireNoModifier() {
    if (!modifier.isEmpty()) {
      throw unsupportedModifier();
    }
  }

  InvalidSearch unsupportedModifier() {
    String shown = modifier.matches("[A-Za-z-]{1,40}") ? ":" + modifier : "that modifier";
    return new InvalidSearch(name() + " does not support " + shown);
  }
}

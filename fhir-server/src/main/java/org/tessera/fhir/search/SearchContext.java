package org.tessera.fhir.search;

import java.util.Optional;
import org.tessera.fhir.store.CodeSets;
import org.tessera.fhir.store.SearchIndex;
import org.tessera.fhir.store.SearchParameter;
import org.tessera.fhir.store.SearchParameters;

/// What a search is read against: the parameters in effect and the code sets known.
///
/// @param index says which parameters are not indexed completely; empty if none are added
/// @param base the address below which absolute references are this server's own, or ""
record SearchContext(
    SearchParameters parameters, CodeSets codeSets, Optional<SearchIndex> index, String base) {
  static final SearchContext STANDARD =
      new SearchContext(SearchParameters.standard(), CodeSets.none(), Optional.empty(), "");

  /// The same for what is read from the resources themselves and needs no index.
  SearchContext unindexed() {
    return new SearchContext(parameters, codeSets, Optional.empty(), base);
  }

  /// A parameter, if the type has it.
  ///
  /// @throws NotIndexedYet if not all resources of the type are indexed by it
  Optional<SearchParameter> find(String type, String name) {
    Optional<SearchParameter> found = parameters.find(type, name);
    if (found.isPresent() && index.isPresent() && !index.get().isComplete(found.get())) {
      throw new NotIndexedYet(
          "the resources of type "
              + type
              + " are being indexed by the search parameter "
              + name
              + "; ask again later");
    }
    return found;
  }
}

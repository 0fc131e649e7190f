package org.tessera.catalog.search;

import java.util.List;
import org.tessera.catalog.Collection;
import org.tessera.catalog.Count;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.ValueCount;

/// The collections that match a question, and the values it could be narrowed or widened by.
///
/// @param version the state of the data that was asked
/// @param patients matching patients over all collections, one in two collections counted once
public record CatalogAnswer(
    DataVersion version, List<Collection> collections, List<FacetCounts> facets, Count patients) {
  /// One facet with every value the node knows, counted as if this facet itself did not narrow.
  public record FacetCounts(String field, String label, List<Choice> choices) {}

  /// One value of a facet.
  public record Choice(ValueCount value, boolean chosen) {}
}

package org.tessera.catalog.search;

import java.util.List;
import java.util.Map;
import org.tessera.catalog.Collection;
import org.tessera.catalog.Count;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.ValueCount;

/// The collections that match a question, and the values it could be narrowed or widened by.
///
/// A collection is listed when ten of its patients match, or when its own title or description
/// does: to list it for fewer would tell that there are some.
///
/// @param version the state of the data that was asked
/// @param question what was asked, without what named nothing
/// @param understood how it was read
/// @param why by collection id, one sentence a word that is met
/// @param patients matching patients over all collections, one in two collections counted once
public record CatalogAnswer(
    DataVersion version,
    CatalogQuestion question,
    Understood understood,
    List<Collection> collections,
    Map<String, List<String>> why,
    List<FacetCounts> facets,
    Count patients) {
  /// One facet with every value the node knows, counted as if this facet itself did not narrow.
  public record FacetCounts(String field, String label, List<Choice> choices) {}

  /// One value of a facet.
  public record Choice(ValueCount value, boolean chosen) {}
}

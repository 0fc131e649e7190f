package org.tessera.catalog.search;

import java.util.List;
import java.util.Map;
import org.tessera.catalog.Collection;
import org.tessera.catalog.Count;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.ValueCount;
import org.tessera.catalog.index.Attribute;
import org.tessera.catalog.index.Span;
import org.tessera.vocabularies.words.Spoken;

/// The collections that match a question, and the values it could be narrowed or widened by.
///
/// A collection is listed when ten of its patients match, or when its own title or description
/// does: to list it for fewer would tell that there are some.
///
/// @param version the state of the data that was asked
/// @param question what was asked, without what named nothing
/// @param understood how it was read
/// @param listing which of the collections that match are here
/// @param found how many match
/// @param why by collection id, one sentence a word that is met
/// @param patients matching patients over all collections, one in two collections counted once
public record CatalogAnswer(
    DataVersion version,
    CatalogQuestion question,
    Understood understood,
    Listing listing,
    int found,
    List<Collection> collections,
    Map<String, List<Spoken>> why,
    List<FacetCounts> facets,
    Count patients) {
  /// One facet with every value the node knows, counted as if this facet itself did not narrow.
  ///
  /// @param all whether every chosen value must be met; then each is counted beside the others
  /// @param several whether a patient can have several of the values
  /// @param spans what is chosen beside the values
  public record FacetCounts(
      Attribute attribute, boolean all, boolean several, List<Choice> choices, List<Span> spans) {
    /// Its name in an address.
    public String field() {
      return attribute.field();
    }

    /// What people read.
    public String label() {
      return attribute.label();
    }
  }

  /// One value of a facet.
  public record Choice(ValueCount value, boolean chosen) {}
}

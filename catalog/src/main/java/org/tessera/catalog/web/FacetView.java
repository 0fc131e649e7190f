package org.tessera.catalog.web;

import java.util.List;
import java.util.Optional;
import org.tessera.catalog.Count;

/// A facet as the page shows it.
///
/// @param open whether it is shown without being asked for
/// @param first the values that are shown at once
/// @param more the others
/// @param all whether every chosen value must be met
/// @param turn the address where that is the other way round; empty where it makes no difference
/// @param range the number boxes, absent where the values are no numbers
/// @param within what is looked for among the values
/// @param searched whether the values are so many that one looks for them
/// @param carried what a form of the facet must carry along
public record FacetView(
    String field,
    String label,
    boolean open,
    List<Choice> first,
    List<Choice> more,
    boolean all,
    String turn,
    Optional<Range> range,
    String within,
    boolean searched,
    List<CatalogAddress.Carried> carried) {
  /// A value, its count and the address that adds or drops it.
  ///
  /// @param size how long its bar is, of the longest
  /// @param part whether some of a group's values are chosen
  /// @param depth how many groups it stands in
  public record Choice(
      String label,
      Count patients,
      long size,
      boolean chosen,
      boolean part,
      int depth,
      String address) {}

  /// The ends of a range of numbers, as they stand in the boxes.
  ///
  /// @param longest the longest bar
  public record Range(String unit, String from, String to, long longest) {}
}

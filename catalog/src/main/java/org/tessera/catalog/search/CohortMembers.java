package org.tessera.catalog.search;

import java.util.List;
import java.util.Set;

/// A page of the patients of a cohort with their imaging studies, for who may see them.
///
/// @param found all patients of the cohort
/// @param page from 1
public record CohortMembers(int found, int page, List<Member> members) {
  /// The most patients a page has.
  public static final int SIZE = 25;

  /// A patient.
  public record Member(String id, List<Study> studies) {}

  /// An imaging study.
  ///
  /// @param id of the ImagingStudy
  /// @param meeting the places of those of its series that meet what the cohort asks of series,
  ///   from 0; all of them where it asks nothing
  public record Study(String id, Set<Integer> meeting) {}

  /// How many pages there are, at least one.
  public int pages() {
    return Math.max(1, (found + SIZE - 1) / SIZE);
  }
}

package org.tessera.catalog.dataset;

import org.tessera.catalog.Count;
import org.tessera.catalog.cohort.Criterion;

/// A clause of a technical specification, held against the patients of the dataset.
///
/// @param attribute of the description it stands in
/// @param asked the clause alone, as it is asked of the dataset's patients
/// @param cohort the patients of the dataset who meet it
/// @param found how many they are, or their studies where those are counted
/// @param needed how many are needed, 0 where nothing says so
/// @param unit what is counted: `patients` or `studies`
public record Clause(
    String attribute,
    String name,
    Criterion asked,
    Criterion cohort,
    Count found,
    long needed,
    String unit,
    State state) {
  /// How a clause stands.
  public enum State {
    MET,
    /// Fewer than needed.
    SHORT,
    /// Of too many patients nobody recorded it, or the numbers are too small to tell.
    UNKNOWN
  }

  /// By how many it is short, of the numbers that are told; 0 where that cannot be told.
  public long lacking() {
    return state == State.SHORT && found instanceof Count.Told told ? needed - told.value() : 0;
  }
}

package org.tessera.catalog.cohort;

import java.util.List;
import java.util.Optional;
import org.tessera.catalog.Count;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.ValueCount;
import org.tessera.vocabularies.words.Said;

/// How many patients a cohort has, and what they are like.
///
/// @param version the state of the data that was asked
/// @param cohort as it was understood
/// @param words the same in words
/// @param lines each criterion of the topmost list with the patients who meet it and all before it;
///   without numbers unless exact numbers may be told, because the differences of suppressed ones
///   tell of the groups between them
/// @param problems what was read otherwise than asked, in sentences
/// @param exact whether the numbers are told as they are
/// @param studies imaging studies with a series that meets what is asked of series
/// @param series those series
/// @param collections by name, those with patients that may be told
/// @param charts the patients by value, an attribute each
/// @param crossed the patients by age and sex
public record CohortAnswer(
    DataVersion version,
    Criterion cohort,
    String words,
    List<Line> lines,
    List<Said> problems,
    boolean exact,
    Count patients,
    Count studies,
    Count series,
    List<Part> collections,
    List<Chart> charts,
    Crossed crossed) {
  /// A criterion and the patients who are left after it, as far as that may be told.
  public record Line(String words, Optional<Count> patients) {}

  /// How many patients, and imaging studies and series of theirs that meet what is asked of series.
  public record Size(Count patients, Count studies, Count series) {}

  /// The patients of a collection.
  public record Part(String id, String name, Count patients, Count studies, Count series) {}

  /// The patients by value of an attribute.
  ///
  /// @param recorded how many have any value
  public record Chart(String field, String label, Count recorded, List<ValueCount> values) {
    /// The share of these patients of whom the attribute is recorded, in steps of 5 %, from told
    /// numbers.
    public int completeness(Count of) {
      return of.size() == 0
          ? 0
          : (int) Math.min(100, Math.round(recorded.size() * 20.0 / of.size()) * 5);
    }

    /// How many values have too few patients to be told.
    public long few() {
      return values.stream().filter(value -> value.patients().size() == 0).count();
    }
  }

  /// A table of two attributes.
  ///
  /// @param cells by row, then column
  public record Crossed(List<Named> rows, List<Named> columns, List<List<Count>> cells) {}

  /// A value and what it is called.
  public record Named(String value, String label) {}
}

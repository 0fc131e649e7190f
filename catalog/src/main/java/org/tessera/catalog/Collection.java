package org.tessera.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A MIABIS collection: what a study holds, told without telling of anybody in it.
///
/// Attributes follow MIABIS Core 3 *Collection* (id, name, description, sex, age range, diagnosis,
/// size).
///
/// A dataset is told in the same words to other catalogues.
///
/// @param id that of the study; of a dataset its path below that, such as `breast/datasets/mri`
/// @param since when the node took the study in
/// @param ages the youngest and oldest age at diagnosis in whole years, widened to decades; empty
///   below ten patients
/// @param patients the patients of the whole collection (MIABIS *Size*)
/// @param studies imaging studies of its patients
/// @param series their series
/// @param matching the patients that match the question, equal to `patients` when there is none
public record Collection(
    String id,
    String name,
    String description,
    Instant since,
    List<ValueCount> sexes,
    List<ValueCount> diagnoses,
    List<ValueCount> modalities,
    Optional<AgeRange> ages,
    Count patients,
    Count studies,
    Count series,
    Count matching) {
  /// Ages in whole years, both ends included.
  public record AgeRange(int youngest, int oldest) {}

  /// The id of the collection this is a part of, or its own.
  public String whole() {
    int below = id.indexOf('/');
    return below < 0 ? id : id.substring(0, below);
  }

  /// The same collection with another number of matching patients.
  public Collection matching(Count found) {
    return new Collection(
        id,
        name,
        description,
        since,
        sexes,
        diagnoses,
        modalities,
        ages,
        patients,
        studies,
        series,
        found);
  }
}

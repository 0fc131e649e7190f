package org.tessera.access.cohort;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.tessera.catalog.Count;
import org.tessera.catalog.DataVersion;

/// A cohort somebody keeps.
///
/// @param owner the account's name
/// @param shared whether everybody who is signed in sees it
/// @param versions the oldest first, at least one
public record SavedCohort(
    UUID id,
    String owner,
    String ownerName,
    String name,
    boolean shared,
    Instant created,
    List<Version> versions) {
  /// The definition and the numbers of one day.
  ///
  /// @param definition as JSON of the cohort
  /// @param patients as told to everybody, like the other numbers
  /// @param parts patients by id of a collection
  public record Version(
      int number,
      String definition,
      String words,
      DataVersion data,
      Count patients,
      Count studies,
      Count series,
      Map<String, Count> parts,
      Instant saved) {}

  /// The definition that counts.
  public Version latest() {
    return versions.getLast();
  }
}

package org.tessera.catalog.harvest;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// What is known of another catalogue.
///
/// @param at when its document was read, empty when none ever was
/// @param problem why it could not be read since, empty when it could
/// @param collections as that document tells of them
public record Harvested(
    Source source, Optional<Instant> at, String problem, List<Elsewhere> collections) {
  /// The day its document was read, in UTC; empty when none ever was.
  public Optional<LocalDate> day() {
    return at.map(time -> time.atZone(ZoneOffset.UTC).toLocalDate());
  }
}

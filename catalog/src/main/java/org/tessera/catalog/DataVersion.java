package org.tessera.catalog;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// Which state of the data an answer tells of.
///
/// @param position the last entry of the change log that is in it
/// @param at when that entry was written
public record DataVersion(long position, Instant at) {
  /// The day of the last entry, in UTC.
  public LocalDate day() {
    return at.atZone(ZoneOffset.UTC).toLocalDate();
  }

  /// As it stands in a citation.
  @Override
  public String toString() {
    return position + " of " + day();
  }
}

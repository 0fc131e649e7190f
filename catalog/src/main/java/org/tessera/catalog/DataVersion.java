package org.tessera.catalog;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.tessera.vocabularies.words.Spoken;
import org.tessera.vocabularies.words.Words;

/// Which state of the data an answer tells of.
///
/// @param position the last entry of the change log that is in it
/// @param at when that entry was written
public record DataVersion(long position, Instant at) implements Spoken {
  /// The day of the last entry, in UTC.
  public LocalDate day() {
    return at.atZone(ZoneOffset.UTC).toLocalDate();
  }

  @Override
  public Object in(Words words) {
    return words.say("data-version", position, day());
  }

  /// As it stands in a citation.
  @Override
  public String toString() {
    return position + " of " + day();
  }
}

package org.tessera.omop;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A FHIR `date`, `dateTime` or `instant` as OMOP keeps it: the day on the source's own calendar,
/// and the time only when the source states one. A month or year alone stands for its first day.
///
/// https://hl7.org/fhir/R4/datatypes.html#dateTime
record FhirDate(LocalDate day, @Nullable LocalDateTime time) {
  /// Null where there is no FHIR date.
  static @Nullable FhirDate of(JsonNode node) {
    return parse(node.asString(""));
  }

  /// Null for text that is no FHIR date.
  static @Nullable FhirDate parse(String text) {
    try {
      return switch (text.length()) {
        case 4 -> new FhirDate(LocalDate.of(Integer.parseInt(text), 1, 1), null);
        case 7 -> new FhirDate(LocalDate.parse(text + "-01"), null);
        case 10 -> new FhirDate(LocalDate.parse(text), null);
        default -> withTime(text);
      };
    } catch (DateTimeException | NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable FhirDate withTime(String text) {
    if (text.length() < 19 || text.charAt(10) != 'T') {
      return null;
    }
    // The offset is left out: OMOP has no time zones and means the local clock.
    LocalDateTime time = LocalDateTime.parse(text.substring(0, 19));
    return new FhirDate(time.toLocalDate(), time);
  }
}

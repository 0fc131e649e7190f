package org.tessera.dicom;

import java.util.Optional;

/// A range as queries write it: `from-to`, `from-`, `-to`, or one value (PS3.4 section C.2.2.2.5).
public record DateTimeRange(Optional<DateTime> from, Optional<DateTime> to) {
  private static final int OFFSET_MOST = 1400;

  /// Reads a range of a DA, TM or DT attribute; one value is a range from it to itself.
  public static Optional<DateTimeRange> parse(Vr vr, String value) {
    Optional<DateTime> single = DateTime.parse(vr, value);
    if (single.isPresent()) {
      return Optional.of(new DateTimeRange(single, single));
    }
    for (int dash = value.indexOf('-'); dash >= 0; dash = value.indexOf('-', dash + 1)) {
      Optional<DateTimeRange> range = split(vr, value, dash);
      if (range.isPresent()) {
        return range;
      }
    }
    return Optional.empty();
  }

  private static Optional<DateTimeRange> split(Vr vr, String value, int dash) {
    String first = value.substring(0, dash);
    String second = value.substring(dash + 1);
    Optional<DateTime> from = DateTime.parse(vr, first);
    Optional<DateTime> to = DateTime.parse(vr, second);
    boolean sound =
        (first.isEmpty() || from.isPresent())
            && (second.isEmpty() || to.isPresent())
            && (from.isPresent() || to.isPresent());
    boolean ambiguous =
        vr == Vr.DT && second.matches("\\d{4}") && Integer.parseInt(second) <= OFFSET_MOST;
    return sound && !ambiguous ? Optional.of(new DateTimeRange(from, to)) : Optional.empty();
  }
}

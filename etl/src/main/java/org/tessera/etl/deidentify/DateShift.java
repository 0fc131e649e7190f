package org.tessera.etl.deidentify;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tessera.dicom.Vr;

/// Moves dates by the patient's offset, as precise as they were; times of day stay, so that all
/// intervals stay (PS3.15 E.3.6).
///
/// @param days the offset
record DateShift(int days) {
  private static final DateTimeFormatter DATE = DateTimeFormatter.BASIC_ISO_DATE;
  private static final Pattern OFFSET = Pattern.compile("[+-]\\d{4}");

  /// The values of a text, each moved; nothing when one of them is none.
  Optional<String> apply(Vr vr, String text) {
    String[] parts = text.split("\\\\", -1);
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i].strip();
      Optional<String> moved = part.isEmpty() ? Optional.of(part) : one(vr, part);
      if (moved.isEmpty()) {
        return moved;
      }
      parts[i] = moved.get();
    }
    return Optional.of(String.join("\\", parts));
  }

  private Optional<String> one(Vr vr, String value) {
    return switch (vr) {
      case DA, DT -> Conformity.isOne(vr, value) ? moved(value) : Optional.empty();
      case TM -> Conformity.isOne(vr, value) ? Optional.of(value) : Optional.empty();
      default -> OFFSET.matcher(value).matches() ? Optional.of(value) : Optional.empty();
    };
  }

  private Optional<String> moved(String value) {
    String plain =
        value.length() == 10 && !Character.isDigit(value.charAt(4))
            ? value.replaceAll("[.-]", "")
            : value;
    int digits = 0;
    while (digits < plain.length() && digits < 8 && Character.isDigit(plain.charAt(digits))) {
      digits++;
    }
    String first = plain.substring(0, digits) + "00000101".substring(digits);
    try {
      String moved = LocalDate.parse(first, DATE).plusDays(days).format(DATE);
      return Optional.of(moved.substring(0, digits) + plain.substring(digits));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}

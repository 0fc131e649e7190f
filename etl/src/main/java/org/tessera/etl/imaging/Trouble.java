package org.tessera.etl.imaging;

import java.util.Optional;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.Irregularity;

/// Why nothing came of a file. Holds no value of it.
///
/// @param rule a stable word
/// @param atByte where in the file, 0 when it is no place
record Trouble(String rule, long atByte, String message, String remedy) {
  static Trouble of(String rule, String message, String remedy) {
    return new Trouble(rule, 0, message, remedy);
  }

  /// What is missing of a file that ends too early, if it does.
  static Optional<Trouble> loss(DicomFile file) {
    return file.irregularities().stream()
        .filter(Irregularity::isLoss)
        .findFirst()
        .map(found -> truncated(found.offset()));
  }

  static Trouble truncated(long at) {
    return new Trouble(
        "truncated",
        at,
        "The file is cut short: it ends before what it announces does.",
        "Copy it again; the other files of its study are not kept back by it.");
  }

  static Trouble crash(RuntimeException e) {
    return of(
        "failed",
        "The file made this program fail (" + e.getClass().getSimpleName() + ").",
        "Tell the administrator; the file is kept in quarantine.");
  }
}

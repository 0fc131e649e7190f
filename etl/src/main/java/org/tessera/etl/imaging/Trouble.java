package org.tessera.etl.imaging;

/// Why nothing came of a file. Holds no value of it.
///
/// @param rule a stable word
/// @param atByte where in the file, 0 when it is no place
record Trouble(String rule, long atByte, String message, String remedy) {
  static Trouble of(String rule, String message, String remedy) {
    return new Trouble(rule, 0, message, remedy);
  }

  static Trouble crash(RuntimeException e) {
    return of(
        "failed",
        "The file made this program fail (" + e.getClass().getSimpleName() + ").",
        "Tell the administrator; the file is kept in quarantine.");
  }
}

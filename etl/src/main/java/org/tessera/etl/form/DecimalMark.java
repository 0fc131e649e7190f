package org.tessera.etl.form;

/// Which mark divides whole and fraction in the texts of a file's decimal columns.
enum DecimalMark {
  /// `1,234.5`: declared, so a comma only groups thousands.
  POINT,
  /// `1.234,5`: declared, or seen in the file without doubt.
  COMMA,
  /// Not declared: a comma is turned only where it cannot group thousands.
  UNKNOWN;

  /// The text with a decimal point, where it is a number in this notation; else as it stands, for
  /// the form's own check to reject.
  String point(String text) {
    int comma = text.indexOf(',');
    if (comma < 0) {
      return text;
    }
    String trimmed = text.trim();
    return switch (this) {
      case COMMA -> comma(trimmed, text);
      case POINT -> NumberText.grouped(trimmed, ',', '.') ? trimmed.replace(",", "") : text;
      case UNKNOWN -> NumberText.surely(trimmed, ',') ? trimmed.replace(',', '.') : text;
    };
  }

  private static String comma(String trimmed, String text) {
    if (NumberText.plain(trimmed, ',')) {
      return trimmed.replace(',', '.');
    }
    return NumberText.grouped(trimmed, '.', ',')
        ? trimmed.replace(".", "").replace(',', '.')
        : text;
  }
}

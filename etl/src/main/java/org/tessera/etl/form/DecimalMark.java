package org.tessera.etl.form;

/// Which mark divides whole and fraction in the texts of a file's decimal columns, and so which one
/// the form's own check expects: the one the study declares, else a point.
enum DecimalMark {
  /// `1,234.5` is declared: a comma only groups thousands.
  POINT,
  /// `1.234,5` is declared: the form's check expects the comma.
  COMMA,
  /// A comma is seen to be the mark without doubt: the form's check expects a point.
  COMMA_SEEN,
  /// Not declared: a comma is turned only where it cannot group thousands.
  UNKNOWN;

  /// A number's text in the notation the form's check expects; what is no number in this file's
  /// notation stays as it is, to be rejected.
  ///
  /// @param number true for a number cell of a workbook, which always has a point
  String expected(String text, boolean number) {
    if (number) {
      return this == COMMA ? text.replace('.', ',') : text;
    }
    if (text.indexOf(',') < 0) {
      return text;
    }
    String bare = text.strip();
    return switch (this) {
      case COMMA -> NumberText.grouped(bare, '.', ',') ? bare.replace(".", "") : text;
      case COMMA_SEEN -> seen(bare, text);
      case POINT -> NumberText.grouped(bare, ',', '.') ? bare.replace(",", "") : text;
      case UNKNOWN -> NumberText.surely(bare, ',') ? bare.replace(',', '.') : text;
    };
  }

  private static String seen(String bare, String text) {
    if (NumberText.plain(bare, ',')) {
      return bare.replace(',', '.');
    }
    return NumberText.grouped(bare, '.', ',') ? bare.replace(".", "").replace(',', '.') : text;
  }
}

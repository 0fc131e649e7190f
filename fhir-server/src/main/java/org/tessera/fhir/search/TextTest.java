package org.tessera.fhir.search;

/// How a text is compared with a searched one, in byte order and by an index on its beginning.
enum TextTest {
  BEGINS,
  CONTAINS,
  ENDS,
  EQUALS,
  DIFFERS,
  BELOW,
  GREATER,
  LESS,
  GREATER_OR_EQUAL,
  LESS_OR_EQUAL;

  /// Behind every string that begins with a prefix, in byte order.
  private static final String LAST = new String(Character.toChars(Character.MAX_CODE_POINT));

  /// As many characters as the index on texts holds.
  private static final int INDEXED = 200;

  SqlText sql(String column, String value) {
    var sql = new SqlText();
    return switch (this) {
      case BEGINS -> beginning(column, value);
      case EQUALS -> beginning(column, value).add(" and " + column + " = ?", value);
      case DIFFERS -> sql.add(column + " <> ?", value);
      case CONTAINS -> sql.add("position(? in " + column + ") > 0", value);
      case ENDS -> sql.add("right(" + column + ", length(?)) = ?", value, value);
      case BELOW ->
          beginning(column, value)
              .add(" and (" + column + " = ? or " + column + " >= ?", value, folder(value))
              .add(" and " + column + " < ?)", folder(value) + LAST);
      case GREATER -> sql.add(column + " > ?", value);
      case LESS -> sql.add(column + " < ?", value);
      case GREATER_OR_EQUAL -> sql.add(column + " >= ?", value);
      case LESS_OR_EQUAL -> sql.add(column + " <= ?", value);
    };
  }

  private static String folder(String address) {
    return address.endsWith("/") ? address : address + "/";
  }

  private static SqlText beginning(String column, String value) {
    String start = value.substring(0, Math.min(value.length(), INDEXED));
    // Not half of a character that takes two.
    if (!start.isEmpty() && Character.isHighSurrogate(start.charAt(start.length() - 1))) {
      start = start.substring(0, start.length() - 1);
    }
    var sql = new SqlText();
    sql.add(
        "left(" + column + ", 200) >= ? and left(" + column + ", 200) < ?", start, start + LAST);
    return start.length() == value.length()
        ? sql
        : sql.add(" and " + column + " >= ? and " + column + " < ?", value, value + LAST);
  }
}

package org.tessera.fhir.search;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.tessera.fhir.store.DateInterval;
import org.tessera.fhir.store.SearchParameter;
import org.tessera.fhir.store.SearchParameters;

/// The order of matches: one key, then the row number, which never changes. A page begins behind
/// the last match of the one before, so that writes between two pages neither repeat nor hide a
/// resource that stays as it is.
record Sorting(String key, Kind kind, boolean descending) {
  /// What type the sort key has in SQL.
  enum Kind {
    ROW("bigint"),
    ID("text"),
    TIME("timestamptz"),
    DATE("bigint");

    final String sqlType;

    Kind(String sqlType) {
      this.sqlType = sqlType;
    }
  }

  /// Where a page begins: behind this key and row.
  record Cursor(String key, long pid) {
    static Cursor parse(String text) {
      try {
        String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        int blank = plain.lastIndexOf(' ');
        return new Cursor(
            plain.substring(0, Math.max(blank, 0)), Long.parseLong(plain.substring(blank + 1)));
      } catch (IllegalArgumentException e) {
        throw new InvalidSearch("_cursor is not one this server handed out");
      }
    }

    String text() {
      byte[] plain = (key + " " + pid).getBytes(StandardCharsets.UTF_8);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
    }
  }

  static final Sorting BY_ROW = new Sorting("r.pid", Kind.ROW, false);

  static Sorting parse(String type, String text) {
    boolean descending = text.startsWith("-");
    String name = descending ? text.substring(1) : text;
    if (name.equals("_lastUpdated")) {
      return new Sorting("r.last_updated", Kind.TIME, descending);
    }
    if (name.equals("_id")) {
      return new Sorting("r.id", Kind.ID, descending);
    }
    Optional<SearchParameter> date =
        SearchParameters.find(type, name).filter(p -> p.kind() == SearchParameter.Kind.DATE);
    if (date.isEmpty()) {
      throw new InvalidSearch("_sort takes one of _id, _lastUpdated or a date parameter");
    }
    // A resource without the date comes last either way.
    String key =
        "coalesce((select %s from fhir.dat d where d.pid = r.pid and d.p = %d), %d)"
            .formatted(
                descending ? "max(d.lo)" : "min(d.lo)",
                date.get().number(),
                descending ? DateInterval.PAST : DateInterval.FUTURE);
    return new Sorting(
        key.replace(String.valueOf(Long.MIN_VALUE), "(-9223372036854775807 - 1)"),
        Kind.DATE,
        descending);
  }

  SqlText behind(Cursor cursor) {
    String comparison = descending ? " < " : " > ";
    if (kind == Kind.ROW) {
      return new SqlText().add("r.pid > ?", cursor.pid());
    }
    return new SqlText()
        .add(
            "(" + key + ", r.pid)" + comparison + "(?::" + kind.sqlType + ", ?)",
            cursor.key(),
            cursor.pid());
  }

  String orderBy() {
    String direction = descending ? " desc" : "";
    return kind == Kind.ROW ? "r.pid" : key + direction + ", r.pid" + direction;
  }

  /// The key of a match as text that reads back to the same value.
  String selected() {
    return kind == Kind.ROW ? "''" : "(" + key + ")::text";
  }
}

package org.tessera.fhir.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tessera.fhir.store.SearchParameter;

/// The order of matches: the keys asked for, then the row number, which never changes. A page
/// begins behind the last match of the one before, so that writes between two pages neither repeat
/// nor hide a resource that stays as it is. https://hl7.org/fhir/R4/search.html#sort
record Sorting(List<Key> keys) {
  private static final int KEYS_MAX = 5;

  static final Sorting BY_ROW = new Sorting(List.of());

  /// One key.
  ///
  /// @param expression of the outer scope; without a value a resource comes last either way
  /// @param sqlType what the expression is
  record Key(String expression, String sqlType, boolean descending) {
    /// Whether it is a column of every resource, which an index holds behind the type.
    boolean isColumn() {
      return !expression.startsWith("(");
    }
  }

  static Sorting parse(SearchContext context, List<String> types, String text) {
    List<Key> keys = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      boolean descending = part.startsWith("-");
      keys.add(key(context, types, descending ? part.substring(1) : part, descending));
    }
    if (keys.size() > KEYS_MAX) {
      throw new InvalidSearch("_sort has at most " + KEYS_MAX + " keys");
    }
    return new Sorting(List.copyOf(keys));
  }

  private static Key key(
      SearchContext context, List<String> types, String name, boolean descending) {
    switch (name) {
      case "_lastUpdated" -> {
        return new Key("r0.last_updated", "timestamptz", descending);
      }
      case "_id" -> {
        return new Key("r0.id", "text", descending);
      }
      default -> {
        // Another parameter.
      }
    }
    Optional<SearchParameter> found =
        types.size() == 1 ? context.find(types.getFirst(), name) : Optional.empty();
    SearchParameter parameter =
        found
            .filter(it -> it.sortable() || it.kind() == SearchParameter.Kind.REFERENCE)
            .orElseThrow(() ->
                new InvalidSearch(
                    "_sort takes _id, _lastUpdated and, when one type is searched, its date,"
                        + " string, number, quantity, uri, reference and coded token parameters"));
    String end = descending ? "max" : "min";
    return switch (parameter.kind()) {
      case DATE -> key(parameter, "fhir.dat", end + "(v.lo)", "bigint", descending);
      case STRING -> key(parameter, "fhir.str", end + "(v.v)", "text collate \"C\"", descending);
      case REFERENCE -> target(parameter, end, descending);
      case NUMBER, QUANTITY ->
          key(parameter, "fhir.qty", end + "(v.clo)", "double precision", descending);
      default ->
          new Key(
              ("(select %s(t.v) from fhir.term t, fhir.ix i where i.pid = r0.pid"
                      + " and t.p in (%s) and t.h = any(i.hs))")
                  .formatted(end, numbers(parameter)),
              "text collate \"C\"",
              descending);
    };
  }

  /// What a reference leads to, by type and id. Of a reference only a hash is indexed, which is the
  /// key of its target in disguise.
  private static Key target(SearchParameter parameter, String end, boolean descending) {
    String expression =
        ("(select %s((lpad(t.type::text, 4, '0') || '/' || t.id) collate \"C\") from fhir.ix i"
                + " cross join lateral unnest(i.hs) u(h) join fhir.ix k"
                + " on k.key = u.h # (%d)::bigint join fhir.res t on t.pid = k.pid"
                + " where i.pid = r0.pid)")
            .formatted(end, parameter.seed());
    return new Key(expression, "text collate \"C\"", descending);
  }

  private static Key key(
      SearchParameter parameter,
      String table,
      String aggregate,
      String sqlType,
      boolean descending) {
    String expression =
        "(select %s from %s v where v.pid = r0.pid and v.p in (%s))"
            .formatted(aggregate, table, numbers(parameter));
    return new Key(expression, sqlType, descending);
  }

  private static String numbers(SearchParameter parameter) {
    return parameter.indexedAs().stream()
        .map(indexed -> Integer.toString(indexed.number()))
        .collect(Collectors.joining(", "));
  }

  /// The keys as columns k0, k1, …, each behind a comma.
  ///
  /// @param pid what the row number is called
  String columns(String pid) {
    var columns = new StringBuilder();
    for (int i = 0; i < keys.size(); i++) {
      String expression = keys.get(i).expression().replace("r0.pid", pid);
      columns.append(", ").append(expression).append(" as k").append(i);
    }
    return columns.toString();
  }

  /// Whether a key is a column of every resource.
  boolean hasColumn() {
    return keys.stream().anyMatch(Key::isColumn);
  }

  /// Whether the order begins with a column of every resource.
  boolean byColumn() {
    return !keys.isEmpty() && keys.getFirst().isColumn();
  }

  /// The condition over the columns that a match stands behind the cursor.
  SqlText behind(Cursor cursor) {
    if (cursor.keys().size() != keys.size()) {
      throw new InvalidSearch("_cursor belongs to a search with another _sort");
    }
    var sql = new SqlText();
    for (int i = 0; i < keys.size(); i++) {
      Key key = keys.get(i);
      String column = "k" + i;
      String cast = "?::" + key.sqlType().replace(" collate \"C\"", "");
      Optional<String> last = cursor.keys().get(i);
      if (last.isEmpty()) {
        sql.add("(" + column + " is null and ");
      } else {
        String comparison = key.descending() ? " < " : " > ";
        sql.add(key.isColumn() ? "(" : "(" + column + " is null or ");
        sql.add(column + comparison + cast, last.get());
        sql.add(" or " + column + " = " + cast + " and ", last.get());
      }
    }
    sql.add("pid > ?", cursor.pid());
    return sql.add(")".repeat(keys.size()));
  }

  /// @param from what stands before the names of the columns
  String orderBy(String from) {
    var order = new StringBuilder();
    for (int i = 0; i < keys.size(); i++) {
      Key key = keys.get(i);
      String last = key.isColumn() ? " desc, " : " desc nulls last, ";
      order.append(from).append("k").append(i).append(key.descending() ? last : ", ");
    }
    return order.append(from).append("pid").toString();
  }
}

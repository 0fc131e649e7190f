package org.tessera.etl.pseudonym;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import javax.sql.DataSource;

/// Values of columns that a study declares identifying: in the schema `identity`, under the role
/// that alone may read it. Each method is one statement a few thousand cells.
///
/// A value belongs to a row of one delivery. Whoever makes that delivery's row the current one
/// makes its values count in the same moment, although the two stand under different roles.
public final class IdentifyingCells {
  private static final int ROWS_PER_STATEMENT_MAX = 5_000;

  private final DataSource identity;

  IdentifyingCells(DataSource identity) {
    this.identity = identity;
  }

  /// A value of a row that is being loaded.
  ///
  /// @param ordinal the row's place in its delivery
  /// @param value as JSON
  public record Arriving(long ordinal, String column, String value) {
    @Override
    public String toString() {
      return "Arriving[" + ordinal + ", " + column + "]";
    }
  }

  /// A row's place among those of its study, and the delivery that brought it.
  public record Place(String patient, String form, String key, long delivery) {}

  /// A value of a row.
  ///
  /// @param value as JSON
  public record Cell(Place place, String column, String value) {
    @Override
    public String toString() {
      return "Cell[" + place + ", " + column + "]";
    }
  }

  /// Keeps values of rows that are being loaded.
  public void arrive(long delivery, List<Arriving> cells) {
    each(
        cells,
        """
        insert into identity.arriving (delivery, ordinal, "column", value)
        select ?, o::bigint, c, v from unnest(?, ?, ?) as t(o, c, v)
        on conflict (delivery, ordinal, "column") do update set value = excluded.value
        """,
        (statement, part) -> {
          statement.setLong(1, delivery);
          texts(statement, 2, part, cell -> Long.toString(cell.ordinal()));
          texts(statement, 3, part, Arriving::column);
          texts(statement, 4, part, Arriving::value);
        });
  }

  /// The values of these rows of a delivery.
  public List<Arriving> arriving(long delivery, Collection<Long> ordinals) {
    return read(
        "select ordinal, \"column\", value from identity.arriving"
            + " where delivery = ? and ordinal = any(?)",
        statement -> {
          statement.setLong(1, delivery);
          statement.setArray(
              2, statement.getConnection().createArrayOf("bigint", ordinals.toArray()));
        },
        rows -> new Arriving(rows.getLong(1), rows.getString(2), rows.getString(3)));
  }

  /// Forgets what a delivery was loading.
  public void forget(long delivery) {
    try (Connection connection = identity.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("delete from identity.arriving where delivery = ?")) {
      statement.setLong(1, delivery);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw Correspondence.failed(e);
    }
  }

  /// Keeps values of rows; they count from the moment those rows are current.
  public void put(String study, List<Cell> cells) {
    each(
        cells,
        """
        insert into identity.cell (study, patient, form, key, delivery, "column", value)
        select ?, p, f, k, d::bigint, c, v from unnest(?, ?, ?, ?, ?, ?) as t(p, f, k, d, c, v)
        on conflict (study, patient, form, key, "column", delivery)
          do update set value = excluded.value where cell.value <> excluded.value
        """,
        (statement, part) -> {
          statement.setString(1, study);
          places(statement, part.stream().map(Cell::place).toList());
          texts(statement, 6, part, Cell::column);
          texts(statement, 7, part, Cell::value);
        });
  }

  /// All values of these patients, those of rows that are no longer current among them.
  public List<Cell> of(String study, Collection<String> patients) {
    return read(
        "select patient, form, key, delivery, \"column\", value from identity.cell"
            + " where study = ? and patient = any(?)",
        statement -> {
          statement.setString(1, study);
          statement.setArray(
              2, statement.getConnection().createArrayOf("text", patients.toArray()));
        },
        rows ->
            new Cell(
                new Place(rows.getString(1), rows.getString(2), rows.getString(3), rows.getLong(4)),
                rows.getString(5),
                rows.getString(6)));
  }

  /// In how many rows of a study a column has a value, by `Form.column`.
  public Map<String, Long> filled(String study) {
    Map<String, Long> filled = new TreeMap<>();
    read(
            "select form || '.' || \"column\", count(distinct (patient, key)) from identity.cell"
                + " where study = ? group by form, \"column\"",
            statement -> statement.setString(1, study),
            rows -> Map.entry(rows.getString(1), rows.getLong(2)))
        .forEach(entry -> filled.put(entry.getKey(), entry.getValue()));
    return filled;
  }

  /// What a row holds here, all else of it goes.
  ///
  /// @param place the delivery 0 stands for a row that goes
  public record Kept(Place place, Set<String> columns) {}

  /// Deletes all values of these rows but those of the delivery and the columns named.
  public void keep(String study, List<Kept> rows) {
    each(
        rows,
        """
        delete from identity.cell c using unnest(?, ?, ?, ?, ?) as t(p, f, k, d, n)
        where c.study = ? and c.patient = t.p and c.form = t.f and c.key = t.k
          and (c.delivery <> t.d::bigint or c."column" <> all(string_to_array(t.n, chr(31))))
        """,
        (statement, part) -> {
          statement.setString(6, study);
          texts(statement, 1, part, row -> row.place().patient());
          texts(statement, 2, part, row -> row.place().form());
          texts(statement, 3, part, row -> row.place().key());
          texts(statement, 4, part, row -> Long.toString(row.place().delivery()));
          texts(statement, 5, part, row -> String.join("\u001f", row.columns()));
        });
  }

  private static void places(PreparedStatement statement, List<Place> places) throws SQLException {
    texts(statement, 2, places, Place::patient);
    texts(statement, 3, places, Place::form);
    texts(statement, 4, places, Place::key);
    texts(statement, 5, places, place -> Long.toString(place.delivery()));
  }

  private static <T> void texts(
      PreparedStatement statement, int place, List<T> rows, Function<T, String> text)
      throws SQLException {
    statement.setArray(
        place, statement.getConnection().createArrayOf("text", rows.stream().map(text).toArray()));
  }

  @FunctionalInterface
  private interface Binding<T> {
    void bind(PreparedStatement statement, List<T> rows) throws SQLException;
  }

  @FunctionalInterface
  private interface Query {
    void bind(PreparedStatement statement) throws SQLException;
  }

  @FunctionalInterface
  private interface Reading<T> {
    T row(ResultSet rows) throws SQLException;
  }

  private <T> void each(List<T> rows, String sql, Binding<T> binding) {
    if (rows.isEmpty()) {
      return;
    }
    try (Connection connection = identity.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int from = 0; from < rows.size(); from += ROWS_PER_STATEMENT_MAX) {
        binding.bind(
            statement, rows.subList(from, Math.min(rows.size(), from + ROWS_PER_STATEMENT_MAX)));
        statement.executeUpdate();
      }
    } catch (SQLException e) {
      throw Correspondence.failed(e);
    }
  }

  private <T> List<T> read(String sql, Query query, Reading<T> reading) {
    try (Connection connection = identity.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      query.bind(statement);
      List<T> result = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          result.add(reading.row(rows));
        }
      }
      return result;
    } catch (SQLException e) {
      throw Correspondence.failed(e);
    }
  }
}

package org.tessera.fhir.search;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGStatement;

/// A statement under construction with the values of its placeholders. Values never become part of
/// the text.
final class SqlText {
  private final StringBuilder text = new StringBuilder();
  private final List<Object> values = new ArrayList<>();

  /// Appends text with one `?` for each value.
  SqlText add(String sql, Object... bound) {
    text.append(sql);
    values.addAll(List.of(bound));
    return this;
  }

  SqlText add(SqlText other) {
    text.append(other.text);
    values.addAll(other.values);
    return this;
  }

  /// The same with another column in the text.
  SqlText replaced(String column, String other) {
    var copy = new SqlText();
    copy.text.append(text.toString().replace(column, other));
    copy.values.addAll(values);
    return copy;
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  PreparedStatement prepare(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(text.toString());
    // Planned anew each time: which plan is good depends on the values.
    statement.unwrap(PGStatement.class).setPrepareThreshold(0);
    for (int i = 0; i < values.size(); i++) {
      switch (values.get(i)) {
        case Long[] list -> statement.setArray(i + 1, connection.createArrayOf("bigint", list));
        case Integer[] list -> statement.setArray(i + 1, connection.createArrayOf("int4", list));
        case Short[] list -> statement.setArray(i + 1, connection.createArrayOf("int2", list));
        case String[] list -> statement.setArray(i + 1, connection.createArrayOf("text", list));
        case Instant at -> statement.setTimestamp(i + 1, Timestamp.from(at));
        case Object value -> statement.setObject(i + 1, value);
      }
    }
    return statement;
  }

  /// For the log of a test or a bench; holds no values.
  @Override
  public String toString() {
    return text.toString();
  }
}

package org.tessera.omop;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/// Rows of one table in PostgreSQL's COPY text format.
///
/// https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2
final class CopyText {
  private final String table;
  private final List<String> columns;
  private final StringBuilder text = new StringBuilder();
  private int rows;

  CopyText(String table, List<String> columns) {
    this.table = table;
    this.columns = columns;
  }

  void add(@Nullable Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(values.length + " values for " + columns);
    }
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        text.append('\t');
      }
      append(values[i]);
    }
    text.append('\n');
    rows++;
  }

  void send(Connection connection) throws SQLException {
    if (rows == 0) {
      return;
    }
    CopyIn copy =
        new CopyManager(connection.unwrap(BaseConnection.class))
            .copyIn("copy " + table + " (" + String.join(", ", columns) + ") from stdin");
    try {
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      copy.writeToCopy(bytes, 0, bytes.length);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private void append(@Nullable Object value) {
    if (value == null) {
      text.append("\\N");
      return;
    }
    if (!(value instanceof String string)) {
      text.append(value);
      return;
    }
    if (isPlain(string)) {
      text.append(string);
      return;
    }
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case 0 -> {}
        default -> text.append(c);
      }
    }
  }

  private static boolean isPlain(String string) {
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c < ' ' || c == '\\') {
        return false;
      }
    }
    return true;
  }
}

package org.tessera.etl;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.tessera.etl.pseudonym.IdentityUnavailable;

/// Tells a database that is away from a failure of our own.
final class Unavailable {
  private Unavailable() {}

  /// Connection lost, server stopping, out of resources, or no connection free.
  static boolean is(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof IdentityUnavailable) {
        return true;
      }
      if (t instanceof SQLException sql && away(sql)) {
        return true;
      }
    }
    return false;
  }

  private static boolean away(SQLException e) {
    String state = e.getSQLState();
    return e instanceof SQLTransientConnectionException
        || (state != null
            && (state.startsWith("08") || state.startsWith("53") || state.startsWith("57P")));
  }

  /// The same failure with its stack and without its words: the text of an SQL error or of a parser
  /// may quote a cell.
  static Throwable safe(Throwable failure) {
    var safe = new Wordless(failure.getClass().getName(), cause(failure.getCause()));
    safe.setStackTrace(failure.getStackTrace());
    return safe;
  }

  private static @Nullable Throwable cause(@Nullable Throwable cause) {
    return cause == null ? null : safe(cause);
  }

  private static final class Wordless extends RuntimeException {
    private static final long serialVersionUID = 1;

    Wordless(String type, @Nullable Throwable cause) {
      super(type, cause);
    }
  }
}

package org.tessera.etl;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A database whose user dies, or which goes away, at the n-th call that has an effect: SQLite's
/// way of testing anomalies. After a death nothing but what the server would do by itself happens:
/// rollback and close.
final class FailingSource {
  /// What happens at the n-th call.
  enum Failure {
    /// The process dies before the call.
    KILL_BEFORE,
    /// The process dies after the call took effect.
    KILL_AFTER,
    /// The server is gone for this and all later calls.
    AWAY,
    /// The server starts again before the call and no longer has what it kept in memory alone.
    FORGETS
  }

  /// The process is dead.
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private final DataSource source;
  private final Failure failure;
  private final int at;
  private final AtomicInteger calls = new AtomicInteger();
  private final Queue<Connection> held = new ConcurrentLinkedQueue<>();
  private volatile boolean healed;

  FailingSource(DataSource source, Failure failure, int at) {
    this.source = source;
    this.failure = failure;
    this.at = at;
  }

  /// The server is back.
  void heal() {
    healed = true;
  }

  /// Closes what the dead process held, as the server does.
  void bury() {
    for (Connection connection : held) {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// Whether the n-th call was reached.
  boolean failed() {
    return calls.get() >= at;
  }

  DataSource dataSource() {
    return proxy(
        DataSource.class,
        (self, method, arguments) -> {
          Object result = invoke(source, method, arguments);
          if (!(result instanceof Connection connection)) {
            return result;
          }
          held.add(connection);
          return connection(connection);
        });
  }

  private Connection connection(Connection connection) {
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          if (method.getName().equals("commit")) {
            return counted(() -> invoke(connection, method, arguments));
          }
          Object result = invoke(connection, method, arguments);
          return result instanceof Statement statement ? statement(statement) : result;
        });
  }

  private Object statement(Statement statement) {
    Class<?> type =
        statement instanceof PreparedStatement ? PreparedStatement.class : Statement.class;
    return proxy(
        type,
        (self, method, arguments) ->
            method.getName().startsWith("execute")
                ? counted(() -> invoke(statement, method, arguments))
                : invoke(statement, method, arguments));
  }

  private interface Call {
    @Nullable Object make() throws Throwable;
  }

  private @Nullable Object counted(Call call) throws Throwable {
    int now = calls.incrementAndGet();
    if (now < at || healed) {
      return call.make();
    }
    if (failure == Failure.AWAY) {
      throw new SQLException("the connection is gone", "08006");
    }
    if (failure == Failure.FORGETS) {
      if (now == at) {
        forget();
      }
      return call.make();
    }
    if (failure == Failure.KILL_AFTER && now == at) {
      call.make();
    }
    throw new Killed();
  }

  /// A transaction under way would break together with the server and is tested as such.
  private void forget() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set lock_timeout = '100ms'");
      try {
        statement.execute("truncate etl.staged");
      } catch (SQLException e) {
        if (!"55P03".equals(e.getSQLState())) {
          throw e;
        }
      } finally {
        statement.execute("reset lock_timeout");
      }
    }
  }

  private static @Nullable Object invoke(
      Object target, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            FailingSource.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}

package org.tessera.fhir.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// A fresh database on a real PostgreSQL for one test class: the same server, roles and migrations
/// as a node's.
///
/// One server serves a whole test run; each call of [#create] makes a database of its own on it.
public final class TestDatabase implements AutoCloseable {
  private static final String PASSWORD = "test";
  private static final AtomicInteger count = new AtomicInteger();

  private final String name;
  private final HikariDataSource dataSource;
  private final HikariDataSource identity;

  private TestDatabase(String name, HikariDataSource dataSource, HikariDataSource identity) {
    this.name = name;
    this.dataSource = dataSource;
    this.identity = identity;
  }

  /// Creates a database and runs the migrations `db/<schema>` of these schemas in order.
  public static TestDatabase create(String... schemas) {
    try {
      String name = "test_" + count.incrementAndGet();
      server().ensureRole("tessera", PASSWORD);
      server().ensureRole("tessera_identity", PASSWORD);
      server().ensureDatabase(name, "tessera");
      try (var connection = server().connect(name);
          var statement = connection.createStatement()) {
        statement.execute("create schema identity authorization tessera_identity");
      }
      var database = new TestDatabase(name, pool(name, "tessera"), pool(name, "tessera_identity"));
      for (String schema : schemas) {
        database.migrate(schema);
      }
      return database;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public DataSource dataSource() {
    return dataSource;
  }

  /// The data source of the role that alone may read the schema `identity`.
  public DataSource identityDataSource() {
    return identity;
  }

  /// JDBC address of this database, for a test that needs a connection outside the pool.
  public String url() {
    return server().url(name);
  }

  @Override
  public void close() {
    dataSource.close();
    identity.close();
  }

  private void migrate(String schema) {
    Flyway.configure()
        .dataSource(schema.equals("identity") ? identity : dataSource)
        .schemas(schema)
        .defaultSchema(schema)
        .createSchemas(!schema.equals("identity"))
        .locations("classpath:db/" + schema)
        .load()
        .migrate();
  }

  private static HikariDataSource pool(String database, String role) {
    var config = new HikariConfig();
    config.setJdbcUrl(server().url(database));
    config.setUsername(role);
    config.setPassword(PASSWORD);
    config.setMaximumPoolSize(20);
    config.setMinimumIdle(0);
    return new HikariDataSource(config);
  }

  private static EmbeddedPostgres server() {
    return Server.INSTANCE;
  }

  private static final class Server {
    static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      try {
        Path folder = Files.createTempDirectory("tessera-test-postgres-");
        var server = EmbeddedPostgres.start(folder, Map.of("shared_buffers", "256MB"));
        // The one server of a test run is everybody's, so nobody else closes it.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

package org.tessera.app;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.tessera.fhir.postgres.EmbeddedPostgres;
import org.tessera.fhir.postgres.PasswordFile;

/// The node's database with its two roles, embedded or the operator's own, migrated to this
/// version.
///
/// The role `tessera_identity` alone may read the schema that links patient numbers to pseudonyms.
public final class Database implements AutoCloseable {
  /// Houses' schemas in the order they are migrated; `omop` also makes `cdm`, the OMOP tables
  /// themselves.
  private static final List<String> SCHEMAS = List.of("identity", "fhir", "etl", "omop", "access");

  private static final Logger log = LoggerFactory.getLogger(Database.class);
  private static final String NAME = "tessera";
  private static final String ROLE = "tessera";
  private static final String IDENTITY_ROLE = "tessera_identity";

  /// What stays open beside the two pools: the embedded server, or the claim on the operator's own.
  private final AutoCloseable server;

  private final HikariDataSource main;
  private final HikariDataSource identity;

  private Database(AutoCloseable server, HikariDataSource main, HikariDataSource identity) {
    this.server = server;
    this.main = main;
    this.identity = identity;
  }

  /// Opens the database the settings name ([DatabaseAddress]), or starts the embedded one in the
  /// home.
  ///
  /// @throws IllegalStateException in words for the operator if the one named cannot be used
  public static Database open(Home home, Environment settings) throws IOException, SQLException {
    Optional<DatabaseAddress> own = DatabaseAddress.in(settings);
    Database database =
        own.isEmpty() ? embedded(home, settings) : external(own.get(), home, settings);
    try {
      SCHEMAS.forEach(database::migrate);
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /// Connections of the role every house but the pseudonyms uses.
  public HikariDataSource main() {
    return main;
  }

  /// Connections of the role that may read the schema `identity`.
  public HikariDataSource identity() {
    return identity;
  }

  @Override
  public void close() {
    main.close();
    identity.close();
    try {
      server.close();
    } catch (Exception e) {
      log.warn("the database was not closed in order", e);
    }
  }

  private static Database embedded(Home home, Environment settings)
      throws IOException, SQLException {
    String memory = settings.getProperty("tessera.database.shared-buffers", "512MB");
    EmbeddedPostgres server =
        EmbeddedPostgres.start(
            home.path("pgdata"),
            Map.of(
                "shared_buffers", memory,
                "max_wal_size", "4GB",
                "maintenance_work_mem", "128MB",
                "effective_cache_size", "2GB",
                "jit", "off",
                "checkpoint_timeout", "10min",
                "wal_compression", "on"));
    try {
      return prepared(server, home);
    } catch (IOException | SQLException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static Database prepared(EmbeddedPostgres server, Home home)
      throws IOException, SQLException {
    String password = PasswordFile.readOrCreate(home.path("keys").resolve("database.password"));
    String identityPassword =
        PasswordFile.readOrCreate(home.path("keys").resolve("identity-database.password"));
    server.ensureRole(ROLE, password);
    server.ensureRole(IDENTITY_ROLE, identityPassword);
    server.ensureDatabase(NAME, ROLE);
    try (var connection = server.connect(NAME);
        var statement = connection.createStatement()) {
      statement.execute("create schema if not exists identity authorization " + IDENTITY_ROLE);
    }
    return new Database(
        server,
        pool(server.url(NAME), ROLE, password),
        pool(server.url(NAME), IDENTITY_ROLE, identityPassword));
  }

  private static Database external(DatabaseAddress main, Home home, Environment settings)
      throws IOException, SQLException {
    if (Files.exists(home.path("pgdata").resolve("data"))) {
      throw new IllegalStateException(
          "The home "
              + home.folder()
              + " has its data in the database it carries inside; a database of your own is for a"
              + " new home.");
    }
    Path secret = home.path("keys").resolve("identity-database.password");
    String stated = settings.getProperty("tessera.database.identity-password", "");
    DatabaseAddress identity =
        main.as(
            settings.getProperty("tessera.database.identity-user", IDENTITY_ROLE),
            stated.isEmpty() ? PasswordFile.readOrCreate(secret) : stated);
    Connection claim = new ExternalPostgres(main, identity).prepare();
    return new Database(
        claim,
        pool(main.jdbc(), main.user(), main.password()),
        pool(identity.jdbc(), identity.user(), identity.password()));
  }

  private void migrate(String schema) {
    migrate(schema.equals("identity") ? identity : main, schema);
  }

  static void migrate(DataSource dataSource, String schema) {
    Flyway.configure()
        .dataSource(dataSource)
        .schemas(schema)
        .defaultSchema(schema)
        // That of the other role is made by who made the roles.
        .createSchemas(!schema.equals("identity"))
        .locations("classpath:db/" + schema)
        .load()
        .migrate();
  }

  static HikariDataSource pool(String url, String user, String password) {
    var config = new HikariConfig();
    config.setJdbcUrl(url);
    if (!user.isEmpty()) {
      config.setUsername(user);
    }
    if (!password.isEmpty()) {
      config.setPassword(password);
    }
    config.setMaximumPoolSize(16);
    config.setMinimumIdle(1);
    config.addDataSourceProperty("ApplicationName", "tessera");
    return new HikariDataSource(config);
  }
}

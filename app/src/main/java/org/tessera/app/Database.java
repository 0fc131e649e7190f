package org.tessera.app;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.tessera.fhir.postgres.EmbeddedPostgres;

/// The node's database with its two roles, embedded or the operator's own, migrated to this
/// version.
///
/// The role `tessera_identity` alone may read the schema that links patient numbers to pseudonyms.
public final class Database implements AutoCloseable {
  /// Houses' schemas in the order they are migrated; `omop` also makes `cdm`, the OMOP tables
  /// themselves.
  private static final List<String> SCHEMAS = List.of("identity", "fhir", "etl", "omop", "access");

  private static final String NAME = "tessera";
  private static final String ROLE = "tessera";
  private static final String IDENTITY_ROLE = "tessera_identity";

  private final @Nullable EmbeddedPostgres server;
  private final HikariDataSource main;
  private final HikariDataSource identity;

  private Database(
      @Nullable EmbeddedPostgres server, HikariDataSource main, HikariDataSource identity) {
    this.server = server;
    this.main = main;
    this.identity = identity;
  }

  /// Opens the database the settings name (`tessera.database.url`, `.user`, `.password`,
  /// `.identity-user`, `.identity-password`), or starts the embedded one in the home.
  public static Database open(Home home, Environment settings) throws IOException, SQLException {
    String url = settings.getProperty("tessera.database.url", "");
    Database database = url.isEmpty() ? embedded(home, settings) : external(url, settings);
    SCHEMAS.forEach(database::migrate);
    return database;
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
    if (server != null) {
      server.close();
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
                "max_wal_size", "2GB",
                "maintenance_work_mem", "128MB",
                "effective_cache_size", "2GB",
                "jit", "off",
                "checkpoint_timeout", "10min",
                "wal_compression", "on"));
    String password = password(home.path("keys").resolve("database.password"));
    String identityPassword = password(home.path("keys").resolve("identity-database.password"));
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

  private static Database external(String url, Environment settings) {
    return new Database(
        null,
        pool(url, required(settings, "user"), required(settings, "password")),
        pool(url, required(settings, "identity-user"), required(settings, "identity-password")));
  }

  private static String required(Environment settings, String name) {
    String value = settings.getProperty("tessera.database." + name, "");
    if (value.isEmpty()) {
      throw new IllegalStateException(
          "tessera.database.url is set, so tessera.database." + name + " is needed too");
    }
    return value;
  }

  private void migrate(String schema) {
    boolean identities = schema.equals("identity");
    Flyway.configure()
        .dataSource(identities ? identity : main)
        .schemas(schema)
        .defaultSchema(schema)
        .createSchemas(!identities)
        .locations("classpath:db/" + schema)
        .load()
        .migrate();
  }

  private static HikariDataSource pool(String url, String user, String password) {
    var config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(16);
    config.setMinimumIdle(1);
    config.addDataSourceProperty("ApplicationName", "tessera");
    return new HikariDataSource(config);
  }

  private static String password(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] secret = new byte[24];
      new SecureRandom().nextBytes(secret);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, HexFormat.of().formatHex(secret));
    }
    return Files.readString(file).strip();
  }
}

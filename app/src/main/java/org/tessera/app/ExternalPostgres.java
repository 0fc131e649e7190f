package org.tessera.app;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.util.PasswordUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the operator's own PostgreSQL ready for a node, or says in plain words what is missing.
///
/// The role of the pseudonyms is made here when the node's user may make roles; otherwise the
/// message holds the statements an administrator must run, with the password as a SCRAM verifier,
/// which opens nothing.
final class ExternalPostgres {
  private static final Logger log = LoggerFactory.getLogger(ExternalPostgres.class);
  private static final int VERSION_MIN = 15;
  private static final Duration CLAIM_LIMIT = Duration.ofSeconds(10);

  /// Any number will do, as long as every node takes the same.
  private static final long CLAIM = 0x7465_7373_6572_61L;

  private final DatabaseAddress main;
  private final DatabaseAddress identity;

  /// @param main the role of every house but the pseudonyms
  /// @param identity the role that alone reads the schema `identity`
  ExternalPostgres(DatabaseAddress main, DatabaseAddress identity) {
    this.main = main;
    this.identity = identity;
  }

  /// Checks the server, makes role and schema of the pseudonyms, and claims the database.
  ///
  /// @return the connection that holds the claim: no other node may use the database while it is
  ///   open
  /// @throws IllegalStateException with what to do if the database cannot be used as it is
  Connection prepare() throws SQLException {
    Connection connection = connect();
    try {
      claim(connection);
      requireVersion(connection);
      requireDurable(connection);
      requireEncoding(connection);
      requireSchemas(connection);
      requireApart(connection);
      prepareIdentity(connection);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private Connection connect() {
    try {
      return open(main);
    } catch (SQLException e) {
      String state = Objects.requireNonNullElse(e.getSQLState(), "");
      String why =
          switch (state) {
            case "28P01", "28000" -> "does not accept the user " + main.user() + " or its password";
            case "3D000" -> "has no such database; create it: create database NAME owner USER";
            default ->
                state.startsWith("08") ? "does not answer" : "cannot be used (" + state + ")";
          };
      throw new IllegalStateException("The PostgreSQL at " + main.place() + " " + why + ".", e);
    }
  }

  private static Connection open(DatabaseAddress address) throws SQLException {
    var who = new Properties();
    if (!address.user().isEmpty()) {
      who.setProperty("user", address.user());
    }
    if (!address.password().isEmpty()) {
      who.setProperty("password", address.password());
    }
    who.setProperty("ApplicationName", "tessera");
    who.setProperty("tcpKeepAlive", "true");
    return DriverManager.getConnection(address.jdbc(), who);
  }

  /// A node that was killed holds its claim until the server notices.
  private void claim(Connection connection) throws SQLException {
    Instant end = Instant.now().plus(CLAIM_LIMIT);
    while (!ask(connection, "select pg_try_advisory_lock(" + CLAIM + ")").equals("t")) {
      if (Instant.now().isAfter(end)) {
        throw new IllegalStateException(
            "Another node uses the database "
                + main.place()
                + ": stop it, or give this node a database of its own.");
      }
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for the database", e);
      }
    }
  }

  private void requireVersion(Connection connection) throws SQLException {
    int version = connection.getMetaData().getDatabaseMajorVersion();
    if (version < VERSION_MIN) {
      throw new IllegalStateException(
          "The PostgreSQL at "
              + main.place()
              + " is version "
              + version
              + "; Tessera needs "
              + VERSION_MIN
              + " or later.");
    }
  }

  /// Refuses a server that may forget what it acknowledged. Without checksums a server still
  /// forgets nothing, it only notices less.
  private void requireDurable(Connection connection) throws SQLException {
    for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
      if (ask(connection, "show " + setting).equals("off")) {
        throw new IllegalStateException(
            "The PostgreSQL at "
                + main.place()
                + " has "
                + setting
                + " off and may lose what it acknowledged; health data need it on: alter system set"
                + " "
                + setting
                + " = on; select pg_reload_conf();");
      }
    }
    if (ask(connection, "show data_checksums").equals("off")) {
      log.warn(
          "the PostgreSQL at {} has no data checksums, so damage on disk stays unseen; its"
              + " administrator can add them with pg_checksums --enable",
          main.place());
    }
  }

  private void requireEncoding(Connection connection) throws SQLException {
    String encoding = ask(connection, "show server_encoding");
    if (!encoding.equals("UTF8")) {
      throw new IllegalStateException(
          "The database "
              + main.place()
              + " has the encoding "
              + encoding
              + "; Tessera needs UTF8: create database NAME encoding 'UTF8' template template0");
    }
  }

  private void requireSchemas(Connection connection) throws SQLException {
    String may = "select has_database_privilege(current_database(), 'create')";
    if (!ask(connection, may).equals("t")) {
      throw new IllegalStateException(
          administrator(
              "create its schemas",
              "alter database %s owner to %s;"
                  .formatted(name(database(connection)), name(main.user()))));
    }
  }

  /// The two roles keep apart who is who from what is known of them.
  private void requireApart(Connection connection) throws SQLException {
    if (main.user().equals(identity.user())) {
      throw new IllegalStateException(
          "The node's user and the user of the pseudonyms are the same; name another as"
              + " tessera.database.identity-user.");
    }
    if (ask(connection, "show is_superuser").equals("on")) {
      log.warn(
          "{} is a superuser of the database and could read who is who; name an ordinary user that"
              + " owns the database",
          main.user());
    }
  }

  private void prepareIdentity(Connection connection) throws SQLException {
    String role = identity.user();
    boolean known = exists(connection, "select 1 from pg_roles where rolname = ?", role);
    if (!known) {
      createRole(connection);
    }
    String owner =
        "select coalesce((select pg_get_userbyid(nspowner) from pg_namespace"
            + " where nspname = 'identity'), '')";
    String owned = ask(connection, owner);
    if (!owned.isEmpty() && !owned.equals(role)) {
      throw new IllegalStateException(
          "The schema identity in %s belongs to %s, not to %s: another node made it. Give this node a database of its own."
              .formatted(main.place(), owned, role));
    }
    if (owned.isEmpty()) {
      allow(connection, "grant connect, create on database %s to %s");
    }
    try (Connection own = connectAsIdentity();
        var statement = own.createStatement()) {
      if (owned.isEmpty()) {
        statement.execute("create schema identity");
      }
    }
    if (owned.isEmpty()) {
      allow(connection, "revoke create on database %s from %s");
    }
  }

  private void createRole(Connection connection) throws SQLException {
    String may = "select rolcreaterole or rolsuper from pg_roles where rolname = current_user";
    if (!ask(connection, may).equals("t")) {
      throw new IllegalStateException(
          administrator("create the role of the pseudonyms", statements(connection)));
    }
    try (var statement = connection.createStatement()) {
      statement.execute("create role " + name(identity.user()) + " login");
    }
    // The driver sends a verifier, so that no password comes into the server's log.
    connection
        .unwrap(PGConnection.class)
        .alterUserPassword(identity.user(), identity.password().toCharArray(), "scram-sha-256");
    log.info("created the database role {}", identity.user());
  }

  private void allow(Connection connection, String grant) throws SQLException {
    String sql = grant.formatted(name(database(connection)), name(identity.user()));
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(
          administrator("give the role of the pseudonyms its place", sql + ";"), e);
    }
    String has =
        "select has_database_privilege(%s, current_database(), 'create')"
            .formatted(literal(identity.user()));
    // A grant by somebody who may not give it is only a warning to PostgreSQL.
    if (grant.startsWith("grant") && !ask(connection, has).equals("t")) {
      throw new IllegalStateException(
          administrator("give the role of the pseudonyms its place", sql + ";"));
    }
  }

  private Connection connectAsIdentity() {
    try {
      return open(identity);
    } catch (SQLException e) {
      throw new IllegalStateException(
          "The PostgreSQL at "
              + main.place()
              + " has a role "
              + identity.user()
              + " already and does not accept the password this home has for it"
              + " (keys/identity-database.password). If the database belongs to this home, put that"
              + " file back from its copy; if another node made the role, name another one as"
              + " tessera.database.identity-user.",
          e);
    }
  }

  private String statements(Connection connection) throws SQLException {
    String verifier =
        PasswordUtil.encodePassword(
            identity.user(), identity.password().toCharArray(), "scram-sha-256");
    return "create role %s login password %s;%n  grant connect, create on database %s to %s;"
        .formatted(
            name(identity.user()),
            literal(verifier),
            name(database(connection)),
            name(identity.user()));
  }

  private String administrator(String what, String sql) {
    return "The user %s may not %s in %s. Let an administrator of that PostgreSQL run:%n%n  %s%n%nand start the node again."
        .formatted(main.user(), what, main.place(), sql);
  }

  private static String database(Connection connection) throws SQLException {
    return ask(connection, "select current_database()");
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      result.next();
      @Nullable String answer = result.getString(1);
      return Objects.requireNonNullElse(answer, "");
    }
  }

  private static boolean exists(Connection connection, String sql, String name)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      try (var result = statement.executeQuery()) {
        return result.next();
      }
    }
  }

  private static String name(String text) {
    return "\"" + text.replace("\"", "\"\"") + "\"";
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}

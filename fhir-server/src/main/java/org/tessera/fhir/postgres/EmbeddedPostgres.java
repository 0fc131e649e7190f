package org.tessera.fhir.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The PostgreSQL server a node carries inside: a child process that listens on loopback only, asks
/// for a SCRAM password and keeps every durability setting on.
///
/// The folder given holds everything: `data/` (the cluster, with checksums), `password` (mode 0600)
/// and `log`. A server left behind by a killed parent is stopped before a new one starts, and one
/// that dies under a living parent is started again on the same port, so a crash needs no hand
/// work.
///
/// Whoever starts it closes it, after everything that uses it. It registers no shutdown hook: hooks
/// run at the same time, so it would end under those who still write. A parent that ends without
/// closing it takes it along all the same (`PR_SET_PDEATHSIG`), in order.
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final String SUPERUSER = "postgres";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final Duration RESTART_PAUSE = Duration.ofSeconds(1);

  private final Path folder;
  private final Path data;
  private final PostgresBinaries binaries;
  private final Map<String, String> settings;
  private final String password;
  private final int port;
  private volatile Process process;
  private volatile boolean closing;

  private EmbeddedPostgres(
      Path folder, PostgresBinaries binaries, Map<String, String> settings, String password)
      throws IOException {
    this.folder = folder;
    this.data = folder.resolve("data");
    this.binaries = binaries;
    this.settings = Map.copyOf(settings);
    this.password = password;
    this.port = FreePort.find();
    this.process = launch(folder, binaries, port, settings);
  }

  /// Starts the server whose files live in `folder`, creating the cluster at the first start.
  ///
  /// @param settings server settings that differ from the defaults, such as `shared_buffers`
  /// @throws IOException if the cluster cannot be created or does not answer within 60 seconds; the
  ///   message names the log to read and the setting for an external database
  public static EmbeddedPostgres start(Path folder, Map<String, String> settings)
      throws IOException {
    return start(folder, settings, PostgresBinaries.extracted());
  }

  static EmbeddedPostgres start(
      Path folder, Map<String, String> settings, PostgresBinaries binaries) throws IOException {
    createPrivate(folder);
    Path data = folder.resolve("data");
    String password = PasswordFile.readOrCreate(folder.resolve("password"));
    stopOrphan(data, binaries);
    if (!Files.exists(data.resolve("PG_VERSION"))) {
      initialise(folder, data, binaries);
    }
    var server = new EmbeddedPostgres(folder, binaries, settings, password);
    try {
      server.awaitReady();
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    Thread.ofPlatform().daemon().name("postgres-watch").start(server::watch);
    return server;
  }

  /// JDBC address of a database of this server.
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /// The superuser's name; only the node's start-up uses it, to create roles and databases.
  public String superuser() {
    return SUPERUSER;
  }

  /// The superuser's password, as kept in the 0600 file.
  public String password() {
    return password;
  }

  /// Creates a login role with this password, or resets the password of the one that is there.
  public void ensureRole(String role, String rolePassword) throws SQLException {
    try (Connection connection = connect(SUPERUSER);
        var statement = connection.createStatement()) {
      boolean known = exists(connection, "select 1 from pg_roles where rolname = ?", role);
      statement.execute(
          (known ? "alter role " : "create role ")
              + quoted(role, '"')
              + " login password "
              + quoted(rolePassword, '\''));
    }
  }

  /// Creates a database owned by this role if it is not there yet.
  public void ensureDatabase(String database, String owner) throws SQLException {
    try (Connection connection = connect(SUPERUSER);
        var statement = connection.createStatement()) {
      if (!exists(connection, "select 1 from pg_database where datname = ?", database)) {
        statement.execute(
            "create database " + quoted(database, '"') + " owner " + quoted(owner, '"'));
      }
    }
  }

  /// Opens a superuser connection to one of this server's databases.
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database), SUPERUSER, password);
  }

  @Override
  public synchronized void close() {
    closing = true;
    if (!process.isAlive()) {
      return;
    }
    try {
      stop(data, binaries);
      process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (IOException e) {
      log.warn("PostgreSQL did not stop in time and is ended", e);
      process.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroy();
    }
  }

  private static void initialise(Path folder, Path data, PostgresBinaries binaries)
      throws IOException {
    log.info("creating the database cluster");
    Path scratch = folder.resolve("data.new");
    FileTree.delete(scratch);
    binaries.run(
        List.of(
            binaries.path("initdb"),
            "--pgdata=" + scratch,
            "--username=" + SUPERUSER,
            "--auth=scram-sha-256",
            "--pwfile=" + folder.resolve("password"),
            "--encoding=UTF8",
            "--no-locale",
            "--data-checksums",
            "--no-instructions"),
        START_LIMIT);
    // A cluster half made by a killed initdb never takes this name.
    Files.move(scratch, data);
  }

  /// Starts the server again whenever it dies; one that was stopped in order stays stopped. Its
  /// backends may outlive it for a moment and hold the shared memory, so a start that fails is
  /// tried again.
  private void watch() {
    try {
      for (int status = process.waitFor(); status != 0 && !closing; status = process.waitFor()) {
        log.warn("PostgreSQL ended with status {}; it is started again", status);
        Thread.sleep(RESTART_PAUSE);
        relaunch();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void relaunch() {
    if (closing) {
      return;
    }
    try {
      process = launch(folder, binaries, port, settings);
    } catch (IOException e) {
      log.warn("PostgreSQL could not be started and will be tried again", e);
    }
  }

  private static Process launch(
      Path folder, PostgresBinaries binaries, int port, Map<String, String> settings)
      throws IOException {
    Path data = folder.resolve("data");
    Map<String, String> effective = new TreeMap<>(settings);
    effective.put("listen_addresses", "127.0.0.1");
    effective.put("port", Integer.toString(port));
    effective.put("unix_socket_directories", "");
    effective.put("password_encryption", "scram-sha-256");
    List<String> command =
        new ArrayList<>(List.of(binaries.path("postgres"), "-D", data.toString()));
    effective.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return binaries.spawn(command, folder.resolve("log"));
  }

  private void awaitReady() throws IOException {
    Instant end = Instant.now().plus(START_LIMIT);
    while (Instant.now().isBefore(end)) {
      try (Connection connection = connect(SUPERUSER)) {
        requireDurable(connection);
        return;
      } catch (SQLException e) {
        if (!process.isAlive()) {
          break;
        }
        pause();
      }
    }
    throw new IOException(
        "the embedded PostgreSQL did not start; its reason is at the end of "
            + folder.resolve("log")
            + ". To use a server of your own, set tessera.database.url.");
  }

  /// Refuses to run on a server that may forget what it acknowledged.
  private static void requireDurable(Connection connection) throws SQLException {
    for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
      try (var statement = connection.createStatement();
          var result = statement.executeQuery("show " + setting)) {
        result.next();
        if (!result.getString(1).equals("on")) {
          throw new IllegalStateException(setting + " is off; health data need it on");
        }
      }
    }
  }

  private static void stopOrphan(Path data, PostgresBinaries binaries) throws IOException {
    var orphan = new Orphan(data);
    if (orphan.runs()) {
      log.info("stopping a PostgreSQL left behind by a process that was killed");
      stop(data, binaries);
    }
    orphan.clear();
  }

  private static void stop(Path data, PostgresBinaries binaries) throws IOException {
    binaries.run(
        List.of(binaries.path("pg_ctl"), "-D", data.toString(), "-m", "fast", "-w", "stop"),
        STOP_LIMIT);
  }

  private static void createPrivate(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
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

  private static String quoted(String text, char quote) {
    String mark = String.valueOf(quote);
    return mark + text.replace(mark, mark + mark) + mark;
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while PostgreSQL was starting", e);
    }
  }
}

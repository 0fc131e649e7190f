package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;
import org.tessera.fhir.postgres.EmbeddedPostgres;
import org.tessera.fhir.postgres.OtherServers;

/// A node on the operator's own PostgreSQL, of the oldest version that is supported and of the
/// newest.
class ExternalPostgresTest {
  private static final Map<Integer, EmbeddedPostgres> servers = new TreeMap<>();
  private static int databases;

  @TempDir Path folder;

  @AfterAll
  static void stop() {
    servers.values().forEach(EmbeddedPostgres::close);
  }

  /// A server of that version, started once; the test is skipped where Debian's is not installed.
  private static EmbeddedPostgres server(int version) throws IOException {
    if (!servers.containsKey(version)) {
      Path place = Files.createTempDirectory("tessera-external-");
      if (version == 15) {
        var found = OtherServers.version15(place);
        Assumptions.assumeTrue(found.isPresent(), "PostgreSQL 15 is not installed here");
        servers.put(version, found.orElseThrow());
      } else {
        servers.put(version, OtherServers.newest(place));
      }
    }
    return servers.get(version);
  }

  /// A database with an owner of its own.
  ///
  /// @param role what the owner may do, as `create role` says it
  private static Site site(int version, String role) throws IOException, SQLException {
    EmbeddedPostgres server = server(version);
    String name = "site" + ++databases;
    run(server, "postgres", "create role " + name + " login password 'secret' " + role);
    run(server, "postgres", "create database " + name + " owner " + name);
    return new Site(server, name);
  }

  private static void run(EmbeddedPostgres server, String database, String sql)
      throws SQLException {
    try (var connection = server.connect(database);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private record Site(EmbeddedPostgres server, String name) {
    MockEnvironment settings() {
      return new MockEnvironment()
          .withProperty(
              "tessera.database.url",
              server.url(name).replace("jdbc:", "").replace("//", "//" + name + ":secret@"))
          .withProperty("tessera.database.identity-user", name + "_identity");
    }

    String ask(String sql) throws SQLException {
      try (var connection = server.connect(name);
          var result = connection.createStatement().executeQuery(sql)) {
        result.next();
        return String.valueOf(result.getString(1));
      }
    }
  }

  @ParameterizedTest(name = "version {0}")
  @ValueSource(ints = {15, 18})
  void one_setting_makes_schemas_and_the_role_of_the_pseudonyms(int version) throws Exception {
    Site site = site(version, "createrole");
    Home home = Home.at(folder);

    for (int start = 1; start <= 2; start++) {
      try (var database = Database.open(home, site.settings());
          var main = database.main().getConnection();
          var identity = database.identity().getConnection()) {
        assertThat(main.createStatement().execute("select count(*) from fhir.res")).isTrue();
        assertThat(identity.createStatement().execute("select 1 from identity.patient")).isTrue();
        assertThatThrownBy(() -> main.createStatement().execute("select 1 from identity.patient"))
            .hasMessageContaining("permission denied");
      }
    }

    Path secret = home.path("keys").resolve("identity-database.password");
    assertThat(Files.getPosixFilePermissions(secret)).hasSize(2);
    assertThat(
            site.ask(
                "select has_database_privilege('%1$s_identity', '%1$s', 'create')"
                    .formatted(site.name())))
        .isEqualTo("f");
  }

  @ParameterizedTest(name = "version {0}")
  @ValueSource(ints = {15, 18})
  void a_user_who_may_make_no_role_is_told_the_statements_and_they_suffice(int version)
      throws Exception {
    Site site = site(version, "nocreaterole");
    Home home = Home.at(folder);
    String message = refusal(home, site);

    assertThat(message).contains("Let an administrator").contains("create role");
    assertThat(message)
        .doesNotContain(Files.readString(home.path("keys/identity-database.password")).strip());
    String statements = message.substring(message.indexOf("create role"), message.lastIndexOf(';'));
    run(site.server(), site.name(), statements);
    Database.open(home, site.settings()).close();
    assertThat(
            site.ask("select nspowner::regrole::text from pg_namespace where nspname='identity'"))
        .isEqualTo(site.name() + "_identity");
  }

  @ParameterizedTest(name = "version {0}")
  @ValueSource(ints = {15, 18})
  void another_home_gets_no_hold_of_the_database(int version) throws Exception {
    Site site = site(version, "createrole");
    Database.open(Home.at(folder.resolve("first")), site.settings()).close();

    assertThat(refusal(Home.at(folder.resolve("second")), site))
        .contains("has a role " + site.name() + "_identity already");
  }

  @ParameterizedTest(name = "{0} off")
  @ValueSource(strings = {"fsync", "full_page_writes", "synchronous_commit"})
  void a_server_that_may_forget_is_refused(String setting) throws Exception {
    Site site = site(18, "createrole");
    run(site.server(), "postgres", "alter system set " + setting + " = off");
    run(site.server(), "postgres", "select pg_reload_conf()");
    try {
      while (site.ask("show " + setting).equals("on")) {
        Thread.sleep(20);
      }
      assertThat(refusal(Home.at(folder), site)).contains(setting + " off");
    } finally {
      run(site.server(), "postgres", "alter system reset " + setting);
      run(site.server(), "postgres", "select pg_reload_conf()");
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"another encoding", "a wrong password", "no database", "no server"})
  void what_is_wrong_with_an_address_is_said_plainly(String what) throws Exception {
    Site site = site(18, "createrole");
    String url = String.valueOf(site.settings().getProperty("tessera.database.url"));
    String other = url;
    String expected = "";
    switch (what) {
      case "another encoding" -> {
        run(
            site.server(),
            "postgres",
            "create database latin_%1$s owner %1$s encoding 'LATIN1' template template0"
                .formatted(site.name()));
        other = url.replaceFirst("[^/]+$", "latin_" + site.name());
        expected = "encoding LATIN1";
      }
      case "a wrong password" -> {
        other = url.replace(":secret@", ":guess@");
        expected = "does not accept the user";
      }
      case "no database" -> {
        other = url + "x";
        expected = "no such database";
      }
      default -> {
        other = url.replaceFirst(":[0-9]+/", ":1/");
        expected = "does not answer";
      }
    }
    var settings = site.settings().withProperty("tessera.database.url", other);
    assertThatThrownBy(() -> Database.open(Home.at(folder), settings).close())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(expected)
        .hasMessageNotContaining("secret");
  }

  private static String refusal(Home home, Site site) {
    try (var database = Database.open(home, site.settings())) {
      throw new AssertionError("was opened: " + database.main().getJdbcUrl());
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    } catch (IOException | SQLException e) {
      throw new AssertionError(e);
    }
  }
}

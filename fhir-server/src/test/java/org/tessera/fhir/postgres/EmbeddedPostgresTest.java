package org.tessera.fhir.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  @TempDir Path folder;

  @Test
  void what_was_committed_is_there_after_a_restart() throws Exception {
    try (var server = EmbeddedPostgres.start(folder, Map.of());
        var connection = server.connect("postgres");
        var statement = connection.createStatement()) {
      statement.execute("create table kept (n int)");
      statement.execute("insert into kept values (7)");
    }
    try (var server = EmbeddedPostgres.start(folder, Map.of());
        var connection = server.connect("postgres");
        var result = connection.createStatement().executeQuery("select n from kept")) {
      assertThat(result.next()).isTrue();
      assertThat(result.getInt(1)).isEqualTo(7);
    }
  }

  @Test
  void a_second_start_takes_over_from_a_server_whose_parent_was_killed() throws Exception {
    var abandoned = EmbeddedPostgres.start(folder, Map.of());
    try (var server = EmbeddedPostgres.start(folder, Map.of());
        var connection = server.connect("postgres")) {
      assertThat(connection.isValid(5)).isTrue();
    }
    abandoned.close();
  }

  @Test
  void a_server_that_is_killed_comes_back_on_its_port_with_what_was_committed() throws Exception {
    try (var server = EmbeddedPostgres.start(folder, Map.of())) {
      try (var connection = server.connect("postgres");
          var statement = connection.createStatement()) {
        statement.execute("create table kept (n int)");
      }
      String pid = Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst();
      ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
      String now = pid;
      for (int tries = 0; tries < 600 && now.equals(pid); tries++) {
        Thread.sleep(100);
        now = pidOfReadyServer(server).orElse(pid);
      }
      assertThat(now).isNotEqualTo(pid);
      try (var connection = server.connect("postgres")) {
        assertThat(connection.createStatement().execute("select n from kept")).isTrue();
      }
    }
  }

  @Test
  void a_leftover_pid_file_of_a_process_that_is_somebody_else_now_is_no_obstacle()
      throws Exception {
    startsInSpiteOf(Long.toString(ProcessHandle.current().pid()));
  }

  @Test
  void a_leftover_pid_file_of_a_zombie_is_no_obstacle() throws Exception {
    // The child ends once its parent has become `sleep`, which never asks for its status; the shell
    // it was before might.
    String child = "sh -c 'until grep -q sleep /proc/$PPID/comm; do :; done' & ";
    Process parent = new ProcessBuilder("sh", "-c", child + "echo $!; exec sleep 300").start();
    try {
      String zombie = parent.inputReader().readLine();
      while (!Files.readString(Path.of("/proc", zombie, "status")).contains("zombie")) {
        Thread.sleep(20);
      }
      startsInSpiteOf(zombie);
    } finally {
      parent.destroyForcibly();
    }
  }

  private void startsInSpiteOf(String pid) throws Exception {
    Path file = folder.resolve("data/postmaster.pid");
    String left;
    try (var server = EmbeddedPostgres.start(folder, Map.of())) {
      assertThat(server.url("postgres")).contains("127.0.0.1");
      left = Files.readString(file);
    }
    Files.writeString(file, left.replaceFirst("^[0-9]+", pid));
    try (var server = EmbeddedPostgres.start(folder, Map.of());
        var connection = server.connect("postgres")) {
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @Test
  void a_wrong_password_is_refused_and_the_right_one_is_readable_by_the_owner_alone()
      throws Exception {
    try (var server = EmbeddedPostgres.start(folder, Map.of())) {
      assertThatThrownBy(() ->
              DriverManager.getConnection(server.url("postgres"), "postgres", "wrong").close())
          .isInstanceOf(SQLException.class);
      assertThat(Files.getPosixFilePermissions(folder.resolve("password")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void the_cluster_checks_its_pages() throws Exception {
    try (var server = EmbeddedPostgres.start(folder, Map.of());
        var connection = server.connect("postgres");
        var result = connection.createStatement().executeQuery("show data_checksums")) {
      result.next();
      assertThat(result.getString(1)).isEqualTo("on");
    }
  }

  private Optional<String> pidOfReadyServer(EmbeddedPostgres server) throws Exception {
    try {
      server.connect("postgres").close();
      return Files.readAllLines(folder.resolve("data/postmaster.pid")).stream().findFirst();
    } catch (SQLException e) {
      return Optional.empty();
    }
  }
}

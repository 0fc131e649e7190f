package org.tessera.app;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.tessera.fhir.postgres.EmbeddedPostgres;
import org.tessera.omop.ExampleRows;
import org.tessera.vocabularies.Vocabularies;

/// An OMOP of its own for as long as a command needs it: a PostgreSQL in a folder that goes with
/// it.
final class ScratchOmop implements AutoCloseable {
  private static final String NAME = "scratch";
  private static final Map<String, String> SETTINGS = Map.of("shared_buffers", "64MB");

  private final Path folder;
  private final EmbeddedPostgres server;
  private final HikariDataSource pool;
  private final ExampleRows rows;

  private ScratchOmop(Path folder, EmbeddedPostgres server) throws SQLException {
    this.folder = folder;
    this.server = server;
    server.ensureDatabase(NAME, server.superuser());
    pool = Database.pool(server.url(NAME), server.superuser(), server.password());
    Database.migrate(pool, "omop");
    rows = new ExampleRows(pool, Vocabularies.builtIn());
  }

  /// Starts one; it knows what ships, so that an example says the same on every machine.
  ///
  /// @throws IOException where no PostgreSQL can be started
  static ScratchOmop start() throws IOException {
    Path folder = Files.createTempDirectory("tessera-omop-");
    EmbeddedPostgres server = EmbeddedPostgres.start(folder, SETTINGS);
    try {
      return new ScratchOmop(folder, server);
    } catch (SQLException e) {
      server.close();
      throw new IOException("the rows of OMOP cannot be made: " + e.getMessage(), e);
    }
  }

  ExampleRows rows() {
    return rows;
  }

  @Override
  public void close() {
    rows.close();
    pool.close();
    server.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.tessera.omop.athena;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.store.ChangeLog;
import org.tessera.fhir.store.ProjectionRunner;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.StoredResource;
import org.tessera.fhir.store.Transaction;
import org.tessera.fhir.store.Write;
import org.tessera.omop.OmopProjection;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A store with OMOP on it, and imports.
final class Clinic implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  final TestDatabase database = TestDatabase.create("fhir", "omop");
  final Vocabularies vocabularies = Vocabularies.builtIn();
  final ResourceStore store = new ResourceStore(database.dataSource());
  final ChangeLog log = new ChangeLog(database.dataSource());
  final OmopProjection projection;
  final ProjectionRunner runner;
  final Path home;
  long room = Long.MAX_VALUE;
  int rebuilds;

  Clinic() {
    try {
      home = Files.createTempDirectory("vocabulary-import-");
      Files.createDirectory(home.resolve("bundles"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    AthenaImports.open(database.dataSource(), home.resolve("index"), vocabularies);
    projection =
        new OmopProjection(
            database.dataSource(),
            vocabularies,
            (type, id) -> store.read(type, id).flatMap(StoredResource::content));
    runner = new ProjectionRunner(store, log, List.of(projection));
    runner.start();
  }

  AthenaImports imports() {
    return imports(database.dataSource(), 500_000);
  }

  AthenaImports imports(DataSource dataSource, int rowsPerCommitMax) {
    return new AthenaImports(
        new AthenaImports.House(
            dataSource,
            projection,
            vocabularies,
            log,
            home.resolve("bundles"),
            home.resolve("index"),
            () -> room,
            () -> rebuilds++,
            rowsPerCommitMax));
  }

  /// Imports a bundle and waits.
  AthenaImports.Status take(SmallBundle bundle) throws Exception {
    return take(imports(), bundle.zip());
  }

  AthenaImports.Status take(AthenaImports imports, byte[] zip) throws Exception {
    long id = imports.submit(new ByteArrayInputStream(zip), "athena.zip");
    imports.await();
    return imports.status(id);
  }

  void put(String... resources) {
    List<Write> writes = new ArrayList<>();
    for (String resource : resources) {
      writes.add(Write.Put.of((ObjectNode) JSON.readTree(resource.replace('\'', '"'))));
    }
    store.commit(new Transaction("rest", writes));
    runner.awaitCaughtUp(Duration.ofMinutes(1));
  }

  List<String> rows(String query) throws SQLException {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement();
        var result = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          cells.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join("|", cells));
      }
      return rows;
    }
  }

  @Override
  public void close() throws IOException {
    runner.close();
    projection.close();
    database.close();
    AthenaImports.delete(home);
  }
}

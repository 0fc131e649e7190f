package org.tessera.access.pack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.sql.DataSource;
import org.tessera.access.request.Request;
import org.tessera.fhir.store.ChangeLog;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.node.ObjectNode;

/// Builds what an approved researcher downloads: the collection's patients under new names, their
/// dates moved, as FHIR and as OMOP, with a manifest.
public final class PackageBuilder {
  static final String VERSION = "1.0.0";
  private static final String FILE = "package.zip";

  private final DataSource dataSource;
  private final ChangeLog log;
  private final Vocabularies vocabularies;
  private final Path packages;
  private final InstantSource clock;
  private final ConcurrentMap<UUID, Long> wantedPositions = new ConcurrentHashMap<>();

  /// @param packages the home's folder of packages
  public PackageBuilder(
      DataSource dataSource,
      ChangeLog log,
      Vocabularies vocabularies,
      Path packages,
      InstantSource clock) {
    this.dataSource = dataSource;
    this.log = log;
    this.vocabularies = vocabularies;
    this.packages = packages;
    this.clock = clock;
  }

  /// Builds the package of a request under a key that is then forgotten.
  ///
  /// @throws NotReady if the OMOP tables do not hold everything yet, or the collection is empty
  public Request.Delivered build(Request request) {
    return build(request, PackageKey.random());
  }

  /// The package of a request, once it is built.
  public Path file(UUID request) {
    return packages.resolve(request.toString()).resolve(FILE);
  }

  Request.Delivered build(Request request, PackageKey key) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    try {
      Files.createDirectories(packages);
      Path work =
          Files.createTempDirectory(
              packages,
              ".building-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try (var connection = dataSource.getConnection()) {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try {
          return build(request, key, today, work, connection);
        } finally {
          connection.rollback();
        }
      } finally {
        WorkFolder.delete(work);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException("the database does not answer", e);
    }
  }

  private Request.Delivered build(
      Request request, PackageKey key, LocalDate today, Path work, Connection connection)
      throws IOException, SQLException {
    long until = position(request.id(), connection);
    var collection = new CollectionLog(log, connection, request.collection(), until);
    collection.learn();
    Members members = Members.of(collection.patients(), key, today);
    if (members.size() == 0) {
      throw new NotReady(NotReady.Reason.EMPTY);
    }
    members.findPersons(connection);
    Path file = work.resolve(FILE);
    var zip = new PackageZip(file);
    try (zip) {
      var about = new PackageText(request, members.size(), today);
      zip.add("README.txt", about::readme);
      addFhir(zip, collection, members, key, work);
      var cdm = new CdmExport(connection, members, key);
      cdm.writeTo(zip);
      new VocabularySlice(connection, vocabularies).writeTo(zip, cdm.concepts());
      zip.add("manifest.json", writer -> about.manifest(zip.entries(), writer));
      zip.add("SHA256SUMS", writer -> about.sums(zip.entries(), writer));
    }
    return publish(request.id(), file, zip.sha256OfFile());
  }

  private void addFhir(
      PackageZip zip, CollectionLog collection, Members members, PackageKey key, Path work)
      throws IOException, SQLException {
    var cleaner = new ResourceCleaner(key, collection.texts(), vocabularies);
    Map<String, TypeFile> files = new TreeMap<>();
    try {
      collection.forEach(
          members.shifts().keySet(),
          (patient, resource) -> {
            ObjectNode cleaned = cleaner.clean(resource, members.shift(patient));
            String type = cleaned.path("resourceType").asString();
            files.computeIfAbsent(type, it -> TypeFile.in(work, it)).add(cleaned.toString());
          });
    } finally {
      for (TypeFile file : files.values()) {
        file.close();
      }
    }
    collection
        .study()
        .ifPresent(study -> {
          TypeFile file = files.computeIfAbsent("ResearchStudy", it -> TypeFile.in(work, it));
          file.add(PackageText.study(study).toString());
          file.close();
        });
    for (Map.Entry<String, TypeFile> file : files.entrySet()) {
      zip.add("fhir/" + file.getKey() + ".ndjson", file.getValue()::copyTo);
    }
  }

  private Request.Delivered publish(UUID request, Path file, String sha256) throws IOException {
    Path target = file(request);
    Files.createDirectories(
        target.getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    wantedPositions.remove(request);
    long bytes = Files.size(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return new Request.Delivered(VERSION, sha256, bytes);
  }

  /// The position the OMOP tables have reached in this transaction's view, which the log is read up
  /// to. It must be where the log was when the package was first asked for: where it is now may run
  /// away for as long as others write.
  private long position(UUID request, Connection connection) throws SQLException {
    long wanted = wantedPositions.computeIfAbsent(request, _ -> log.head());
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select sequence from omop.checkpoint")) {
      long reached = rows.next() ? rows.getLong(1) : 0;
      if (reached < wanted) {
        throw new NotReady(NotReady.Reason.FILLING);
      }
      return reached;
    }
  }
}

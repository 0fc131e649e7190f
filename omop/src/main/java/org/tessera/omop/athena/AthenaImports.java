package org.tessera.omop.athena;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.fhir.store.ChangeLog;
import org.tessera.omop.OmopProjection;
import org.tessera.omop.athena.ImportJournal.Entry;
import org.tessera.omop.athena.ImportJournal.State;
import org.tessera.vocabularies.ConceptFile;
import org.tessera.vocabularies.Vocabularies;

/// Imports of OHDSI Athena bundles: one at a time, in the background, going on after a kill where
/// they stood. Until an import is through, everything answers as before.
public final class AthenaImports implements AutoCloseable {
  private static final long STOP_MILLIS = 20_000;
  private static final String RECEIVING = "receiving-bundle-";
  private static final Logger log = LoggerFactory.getLogger(AthenaImports.class);

  private final House house;
  private final ImportJournal journal;
  private @Nullable Thread running;
  private long runningId;
  private ImportProgress progress = new ImportProgress();

  /// Opens the books; [#resume] goes on with what is open.
  public AthenaImports(House house) {
    this.house = house;
    this.journal = new ImportJournal(house.dataSource());
  }

  /// What an import works with.
  ///
  /// @param bundles the folder of received bundles
  /// @param index the folder of concept files, one folder a release
  /// @param room free bytes where tables and files go
  /// @param rebuild projects all of OMOP again and waits for it
  public record House(
      DataSource dataSource,
      OmopProjection projection,
      Vocabularies vocabularies,
      ChangeLog log,
      Path bundles,
      Path index,
      LongSupplier room,
      Runnable rebuild,
      int rowsPerCommitMax) {
    /// Rows a commit brings, unless a test wants less.
    public static final int ROWS_PER_COMMIT = 500_000;

    Path folder(long id) {
      return index.resolve(Long.toString(id));
    }
  }

  /// How an import stands, in words.
  ///
  /// @param running whether it is at work
  /// @param succeeded whether it counts now
  /// @param text lines for people
  public record Status(long id, boolean running, boolean succeeded, String text) {}

  /// Lays the release that counts over the vocabularies, when a node starts. A lost concept file is
  /// made again from the tables.
  ///
  /// @param index the folder of concept files
  public static void open(DataSource dataSource, Path index, Vocabularies vocabularies) {
    try {
      Optional<Entry> counting = new ImportJournal(dataSource).counting();
      if (counting.isEmpty()) {
        return;
      }
      Path folder = index.resolve(Long.toString(counting.get().id()));
      if (ConceptFile.isIn(folder)) {
        vocabularies.adopt(ConceptFile.open(folder));
        return;
      }
      log.warn("the concept file of {} is missing and is made again", counting.get().release());
      try (Connection connection = dataSource.getConnection()) {
        vocabularies.adopt(ConceptFiles.ofCdm(connection, folder));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the imported vocabulary cannot be opened", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Receives a bundle and begins to import it. The bundle of an import that was stopped goes on
  /// with that import.
  ///
  /// @param name of the file, for people
  /// @throws IllegalStateException while another bundle is being imported
  public synchronized long submit(InputStream content, String name)
      throws IOException, SQLException {
    String sha256 = receive(content);
    Optional<Entry> open = journal.open();
    if (open.isPresent() && open.get().sha256().equals(sha256)) {
      start(open.get());
      return open.get().id();
    }
    if (isRunning() || open.filter(it -> it.state() == State.REMAPPING).isPresent()) {
      Files.deleteIfExists(house.bundles().resolve(sha256 + ".zip"));
      throw new IllegalStateException(
          "another bundle is being imported; wait until ./tessera vocab list shows it as current");
    }
    if (open.isPresent()) {
      journal.state(open.get().id(), State.REFUSED, "given up for another bundle");
      Files.deleteIfExists(house.bundles().resolve(open.get().sha256() + ".zip"));
    }
    long id = journal.begin(sha256, name);
    start(journal.find(id).orElseThrow());
    return id;
  }

  /// Goes on with an import that a former process did not bring to its end. A bundle that was still
  /// being received is sent again.
  public synchronized void resume() {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(house.bundles(), RECEIVING + "*")) {
      for (Path each : left) {
        Files.delete(each);
      }
      Optional<Entry> open = journal.open();
      if (open.isPresent()) {
        log.info("going on with the import of a vocabulary bundle: {}", open.get().state().text());
        start(open.get());
      }
    } catch (SQLException e) {
      throw new IllegalStateException("imports cannot be read", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void start(Entry entry) {
    if (isRunning()) {
      return;
    }
    progress = new ImportProgress();
    runningId = entry.id();
    var run = new AthenaImport(house, journal, entry, progress);
    running =
        Thread.ofPlatform()
            .name("vocabulary-import")
            .start(() -> {
              try {
                run.run();
              } catch (IOException | SQLException | RuntimeException e) {
                stopped(entry, e);
              }
            });
  }

  /// The import stands where it stood; the same command goes on with it.
  private void stopped(Entry entry, Exception failure) {
    log.error("the import of a vocabulary bundle stopped", failure);
    boolean full = failure instanceof SQLException sql && "53100".equals(sql.getSQLState());
    try {
      State at = journal.find(entry.id()).map(Entry::state).orElse(State.LOADING);
      journal.state(
          entry.id(),
          at,
          full
              ? "the disk is full; make room and run the same command again"
              : "it stopped (" + failure.getMessage() + "); run the same command to go on");
    } catch (SQLException e) {
      log.error("and that cannot be written down", e);
    }
  }

  private synchronized boolean isRunning() {
    return running != null && running.isAlive();
  }

  /// How an import stands.
  public Status status(long id) throws SQLException {
    Entry entry =
        journal.find(id).orElseThrow(() -> new IllegalArgumentException("no import " + id));
    boolean working = isRunning() && runningId == id;
    if (working) {
      return new Status(id, true, false, progress.text());
    }
    List<String> notes = runningId == id ? progress.notes() : List.of();
    return new Status(
        id, false, entry.state() == State.CURRENT, ImportReport.of(entry, journal, notes));
  }

  /// Waits until no import is at work.
  public void await() throws InterruptedException {
    Thread thread;
    synchronized (this) {
      thread = running;
    }
    if (thread != null) {
      thread.join();
    }
  }

  /// All imports, the newest last, and the vocabularies that count with their licences, in lines
  /// for people.
  public String list() throws SQLException {
    return ImportReport.all(journal.all())
        + ImportReport.licences(house.vocabularies())
        + ImportReport.shipped(house.vocabularies());
  }

  /// The release that counts, as the bundle names it (`v5.0 27-FEB-26`); empty before the first
  /// import.
  public String release() {
    try {
      return journal.counting().map(ImportJournal.Entry::release).orElse("");
    } catch (SQLException e) {
      throw new IllegalStateException("imports cannot be read", e);
    }
  }

  private String receive(InputStream content) throws IOException {
    Path part = Files.createTempFile(house.bundles(), RECEIVING, ".part");
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (var in = new DigestInputStream(content, digest)) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      String sha256 = HexFormat.of().formatHex(digest.digest());
      Files.move(
          part,
          house.bundles().resolve(sha256 + ".zip"),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
      return sha256;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path one : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(one);
        }
      }
    }
  }

  /// Leaves the import where it is; the next start goes on.
  @Override
  public void close() {
    Thread thread;
    synchronized (this) {
      thread = running;
    }
    if (thread != null) {
      thread.interrupt();
      try {
        thread.join(STOP_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

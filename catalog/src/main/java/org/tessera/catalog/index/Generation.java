package org.tessera.catalog.index;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriter.IndexReaderWarmer;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One making of the index: documents in a folder of their own, and how much of the log is in them.
/// The position stands in the commit data, so both move together or neither.
final class Generation implements AutoCloseable {
  static final String POSITION = "position";
  static final String AT = "at";

  /// How documents are made; an index that was made otherwise is filled from the log again.
  private static final String FORM = "form";

  /// The position the one before had reached.
  private static final String UNTIL = "until";

  private static final Logger LOG = LoggerFactory.getLogger(Generation.class);

  private final String form;
  private final Directory directory;
  private final IndexWriter writer;
  private DirectoryReader written;
  private long position;
  private long until;

  private Generation(
      String form, Directory directory, IndexWriter writer, DirectoryReader written) {
    this.form = form;
    this.directory = directory;
    this.writer = writer;
    this.written = written;
  }

  /// Opens the one in a folder. One of another form, or one that cannot be read, is begun anew: the
  /// log fills it again.
  ///
  /// @param warmer is shown merged segments before anybody asks them
  static Generation open(Path folder, String form, @Nullable IndexReaderWarmer warmer)
      throws IOException {
    Directory directory = FSDirectory.open(folder);
    Map<String, String> said = said(directory);
    if (said.getOrDefault(FORM, "").equals(form)) {
      try {
        Generation known = open(form, directory, OpenMode.CREATE_OR_APPEND, warmer);
        known.position = Long.parseLong(said.getOrDefault(POSITION, "0"));
        known.until = Long.parseLong(said.getOrDefault(UNTIL, "0"));
        return known;
      } catch (IOException | IllegalStateException | IllegalArgumentException e) {
        LOG.warn("the catalogue index cannot be read and is made again: {}", e.toString());
      }
    }
    for (String file : directory.listAll()) {
      if (!file.equals(IndexWriter.WRITE_LOCK_NAME)) {
        directory.deleteFile(file);
      }
    }
    Generation anew = open(form, directory, OpenMode.CREATE, warmer);
    anew.begin(Long.parseLong(said.getOrDefault(POSITION, "0")));
    return anew;
  }

  /// The commit data of what is there; nothing when there is none.
  private static Map<String, String> said(Directory directory) {
    try {
      return SegmentInfos.readLatestCommit(directory).getUserData();
    } catch (IOException _) {
      return Map.of();
    }
  }

  private static Generation open(
      String form, Directory directory, OpenMode mode, @Nullable IndexReaderWarmer warmer)
      throws IOException {
    var config = new IndexWriterConfig(CatalogIndex.analyzer()).setOpenMode(mode);
    if (warmer != null) {
      config.setMergedSegmentWarmer(warmer);
    }
    var writer = new IndexWriter(directory, config);
    try {
      writer.commit();
      return new Generation(form, directory, writer, DirectoryReader.open(writer));
    } catch (IOException | RuntimeException e) {
      writer.rollback();
      throw e;
    }
  }

  /// Empties it.
  ///
  /// @param reach the position at which it holds as much as the one before
  void begin(long reach) throws IOException {
    until = reach;
    writer.deleteAll();
    commit(0, Instant.EPOCH);
  }

  /// Keeps what was written, and how much of the log it is.
  void commit(long reached, Instant at) throws IOException {
    Map<String, String> said = new HashMap<>();
    said.put(POSITION, Long.toString(reached));
    said.put(AT, at.toString());
    said.put(FORM, form);
    said.put(UNTIL, Long.toString(until));
    writer.setLiveCommitData(said.entrySet());
    writer.commit();
    position = reached;
    DirectoryReader now = DirectoryReader.openIfChanged(written, writer);
    if (now != null) {
      written.close();
      written = now;
    }
  }

  /// The last change that is in it, 0 for none.
  long position() {
    return position;
  }

  /// The position at which it holds as much as the one before it did; 0 when there was none.
  long until() {
    return until;
  }

  IndexWriter writer() {
    return writer;
  }

  /// Sees everything that was committed.
  IndexSearcher written() {
    return new IndexSearcher(written);
  }

  @Override
  public void close() throws IOException {
    written.close();
    writer.close();
    directory.close();
  }
}

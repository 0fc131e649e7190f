package org.tessera.omop.athena;

import java.io.EOFException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import javax.sql.DataSource;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.tessera.omop.VocabularyStage;

/// Loads one file of a bundle by COPY, in pieces: each commits its rows and how far it came.
final class FileLoad {
  private static final int SEND_BYTES = 1 << 16;

  private final DataSource dataSource;
  private final int rowsPerCommitMax;
  private final long id;
  private final TableShape shape;
  private final Known known;
  private final Problems problems;

  FileLoad(AthenaImports.House house, long id, TableShape shape, Known known, Problems problems) {
    this.dataSource = house.dataSource();
    this.rowsPerCommitMax = house.rowsPerCommitMax();
    this.id = id;
    this.shape = shape;
    this.known = known;
    this.problems = problems;
  }

  /// Loads what is not loaded yet.
  ///
  /// @param done how far a former run came
  /// @param progress hears the rows and bytes after each piece
  /// @return rows in which 0 stands for a concept the bundle does not have
  long run(
      Bundle bundle, Bundle.File file, ImportJournal.Position done, Consumer<Progress> progress)
      throws IOException, SQLException {
    var check = new RowCheck(shape, file, known, problems);
    try (var in = bundle.open(file)) {
      var lines = new Lines(in);
      while (lines.number() < Math.max(1, done.lines())) {
        lines.next();
      }
      ImportJournal.Position at = done;
      while (!at.complete()) {
        long before = at.rows();
        at = piece(lines, check, at);
        progress.accept(
            new Progress(file.name(), at.rows() - before, at.rows(), lines.read(), file.bytes()));
      }
    } catch (ZipException | EOFException e) {
      problems.add(
          file.name(), 0, "it is damaged (" + e.getMessage() + ")", "Download the bundle again");
    }
    return check.replaced();
  }

  /// How far a file is.
  ///
  /// @param added rows of the piece
  /// @param rows of the file so far
  /// @param bytes taken in of the file
  record Progress(String file, long added, long rows, long bytes, long bytesAll) {}

  private ImportJournal.Position piece(Lines lines, RowCheck check, ImportJournal.Position from)
      throws IOException, SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        try (var statement = connection.createStatement()) {
          // What a crash undoes is loaded again: nobody needs to wait for the disk.
          statement.execute("set local synchronous_commit = off");
        }
        ImportJournal.Position at = copy(connection, lines, check, from);
        ImportJournal.position(connection, id, at);
        ImportJournal.problems(connection, id, problems.take());
        connection.commit();
        return at;
      } catch (SQLException | IOException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private ImportJournal.Position copy(
      Connection connection, Lines lines, RowCheck check, ImportJournal.Position from)
      throws IOException, SQLException {
    CopyIn copy =
        new CopyManager(connection.unwrap(BaseConnection.class))
            .copyIn("copy %s.%s from stdin".formatted(VocabularyStage.SCHEMA, shape.table()));
    CopyBuffer out = check.out();
    out.cut(0);
    long rows = 0;
    boolean more = true;
    try {
      while (rows < rowsPerCommitMax && (more = lines.next())) {
        if (check.take(lines)) {
          rows++;
        }
        if (out.size() > SEND_BYTES) {
          copy.writeToCopy(out.bytes(), 0, out.size());
          out.cut(0);
        }
      }
      copy.writeToCopy(out.bytes(), 0, out.size());
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
    return new ImportJournal.Position(from.file(), lines.number(), from.rows() + rows, !more);
  }
}

package org.tessera.fhir.store;

import java.util.List;
import javax.sql.DataSource;

/// The ordered record of every change of every resource.
@SuppressWarnings("DoNotCallSuggester")
public final class ChangeLog {
  private final DataSource dataSource;

  public ChangeLog(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /// The changes after a position, in commit order, at most so many.
  public List<Change> after(long sequence, int changesMax) {
    throw new UnsupportedOperationException(dataSource + " " + sequence + " " + changesMax);
  }

  /// The position of the newest change, 0 for an empty log.
  public long head() {
    throw new UnsupportedOperationException();
  }
}

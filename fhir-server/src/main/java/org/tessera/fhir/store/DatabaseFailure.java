package org.tessera.fhir.store;

import java.sql.SQLException;

/// The database did not do what it was asked: it is away, full, or was stopped.
///
/// After a commit that failed so, whether it took effect is not known; writing the same again is
/// safe, because equal content makes no new version.
public final class DatabaseFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DatabaseFailure(String message, SQLException cause) {
    super(message + " (SQL state " + cause.getSQLState() + ")", cause);
  }
}

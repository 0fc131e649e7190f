package org.tessera.etl.pseudonym;

/// The correspondence table cannot be reached; its message carries the SQL state and nothing of the
/// statement.
public final class IdentityUnavailable extends IllegalStateException {
  private static final long serialVersionUID = 1;

  IdentityUnavailable(String sqlState) {
    super("the identity schema does not answer (SQL state " + sqlState + ")");
  }
}

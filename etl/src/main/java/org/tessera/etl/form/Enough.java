package org.tessera.etl.form;

import java.io.IOException;

/// Ends a pass over a sheet early.
final class Enough extends IOException {
  private static final long serialVersionUID = 1L;

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}

package org.tessera.etl;

import java.io.IOException;

/// A disk did not do its part: it is full, broken or away. No fault of what was being worked off,
/// which is tried again later.
final class DiskTrouble extends IOException {
  private static final long serialVersionUID = 1;

  DiskTrouble(Exception cause) {
    super(cause);
  }
}

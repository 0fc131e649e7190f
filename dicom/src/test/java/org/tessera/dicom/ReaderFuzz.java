package org.tessera.dicom;

import java.io.IOException;

/// What Jazzer calls with bytes it makes up, and the build with those of its corpus
/// (docs/hostile-input.md).
public final class ReaderFuzz {
  private ReaderFuzz() {}

  /// Fails for whatever is neither read and written as it was nor refused. The name is Jazzer's.
  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    DamageTest.visit(bytes);
  }
}

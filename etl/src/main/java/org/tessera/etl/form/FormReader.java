package org.tessera.etl.form;

import java.io.IOException;
import java.nio.file.Path;

/// Opens a delivered file, recognising what it is by its content and never by its name.
public final class FormReader {
  private FormReader() {}

  /// Opens `file` and checks that it can be read to its end.
  ///
  /// @throws Refusal with the reason and a remedy where it cannot
  @SuppressWarnings("DoNotCallSuggester")
  public static Workbook open(Path file, ReadingOptions options) throws IOException, Refusal {
    throw new UnsupportedOperationException();
  }
}

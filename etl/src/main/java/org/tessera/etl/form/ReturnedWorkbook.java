package org.tessera.etl.form;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Gives a data manager their own workbook back, the bad cells coloured and commented.
public final class ReturnedWorkbook {
  private ReturnedWorkbook() {}

  /// Writes the workbook into `folder` as `stem` with the ending its format needs.
  ///
  /// @return the file written
  @SuppressWarnings("DoNotCallSuggester")
  public static Path write(
      Path original, ReadingOptions options, List<Finding> findings, Path folder, String stem)
      throws IOException, Refusal {
    throw new UnsupportedOperationException();
  }
}

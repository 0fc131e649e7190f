package org.tessera.dicom.model;

import java.util.List;
import org.tessera.dicom.DataSet;

/// What came of reading a document.
public sealed interface ModelReading {
  /// The data sets in it: one, or those of a JSON array.
  record DataSets(List<DataSet> all) implements ModelReading {}

  /// Why it cannot be read; no value of it is repeated.
  ///
  /// @param offset character where reading stopped
  record Refused(long offset, String reason) implements ModelReading {}
}

package org.tessera.dicom.model;

import java.net.URI;
import java.util.Optional;
import org.tessera.dicom.Value;

/// Fetches the values a document refers to.
@FunctionalInterface
public interface BulkValues {
  /// Values elsewhere are not fetched: their attributes stay empty.
  BulkValues NONE = uri -> Optional.empty();

  /// The value at an address, in little endian, or nothing when it is not to be had.
  Optional<Value> fetch(URI uri);
}

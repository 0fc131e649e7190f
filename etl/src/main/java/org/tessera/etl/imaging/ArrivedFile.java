package org.tessera.etl.imaging;

import java.nio.file.Path;

/// One file of a delivery.
///
/// @param ordinal its number in the delivery, from 1, the same at every try
/// @param name the way to it as its sender wrote it; may name a person
/// @param path where it is now
record ArrivedFile(long ordinal, String name, Path path) {
  /// The last part of the name.
  String lastName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}

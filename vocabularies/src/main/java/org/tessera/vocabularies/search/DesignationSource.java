package org.tessera.vocabularies.search;

import java.io.IOException;

/// Somebody who knows what codes are called.
@FunctionalInterface
public interface DesignationSource {
  /// Takes one designation after the other.
  @FunctionalInterface
  interface Taker {
    /// Takes one.
    void take(Designation designation) throws IOException;
  }

  /// Tells all there are; memory must not grow with their number.
  void tell(Taker taker) throws IOException;
}

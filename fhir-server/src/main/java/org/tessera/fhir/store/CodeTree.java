package org.tessera.fhir.store;

import java.util.LinkedHashSet;
import java.util.Set;

/// Which codes of a system stand below which.
interface CodeTree {
  /// Every code.
  Set<String> all();

  /// Those of these codes that the system has.
  default Set<String> known(Set<String> codes) {
    Set<String> known = new LinkedHashSet<>(codes);
    known.retainAll(all());
    return known;
  }

  /// A code and all below it.
  ///
  /// @throws UnknownCodeSet if the system does not have it
  Set<String> below(String code);

  /// A code and all above it.
  ///
  /// @throws UnknownCodeSet if the system does not have it
  Set<String> above(String code);
}

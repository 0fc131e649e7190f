package org.tessera.mappings;

import java.util.List;
import java.util.Optional;

/// Which names a rule may use, and where each is read from.
interface Names {
  /// The place a name stands for, if it stands for one.
  Optional<Lookup> find(String name);

  /// Whether a value of this name is a keyed stand-in already, so that it is not keyed again.
  default boolean keyed(String name) {
    return false;
  }

  /// Whether a value of this name may identify somebody and may leave the form coarsened alone.
  default boolean identifying(String name) {
    return false;
  }

  /// What may be written instead of a name that is not known.
  String remedy(String name);

  /// The names inside an `each` over repeated columns.
  ///
  /// @param suffixes what is put behind a column of the group, one for each repetition
  Names repeated(List<String> suffixes);

  /// The names inside an `each` over the items of a list.
  Names items();
}

package org.tessera.catalog;

import java.util.List;
import java.util.Optional;

/// What the node holds, all of one state of the data.
///
/// @param collections by name
public record Holdings(DataVersion version, List<Collection> collections) {
  /// The collection of this id.
  public Optional<Collection> collection(String id) {
    return collections.stream().filter(collection -> collection.id().equals(id)).findFirst();
  }
}

package org.tessera.fhir.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// One version of a resource.
///
/// @param content the resource with `meta.versionId` and `meta.lastUpdated`; empty for a deletion
public record StoredResource(
    String type,
    String id,
    long version,
    Instant lastUpdated,
    String owner,
    Optional<ObjectNode> content) {
  /// Reads the columns id, version, last_updated, owner and content of the table of resources.
  ///
  /// @param first the number of the column id
  public static StoredResource read(String type, ResultSet rows, int first) throws SQLException {
    return ResourceTable.stored(type, rows.getString(first), rows, first + 1);
  }
}

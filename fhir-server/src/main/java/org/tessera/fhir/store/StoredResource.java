package org.tessera.fhir.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// One version of a resource.
public final class StoredResource {
  private final String type;
  private final String id;
  private final long version;
  private final Instant lastUpdated;
  private final String owner;
  private final byte[] bytes;

  /// @param row the columns version, last_updated, owner and content, beginning at `first`
  StoredResource(String type, String id, ResultSet row, int first) throws SQLException {
    this.type = type;
    this.id = id;
    this.version = row.getLong(first);
    this.lastUpdated = row.getTimestamp(first + 1).toInstant();
    this.owner = row.getString(first + 2);
    this.bytes = ResourceTable.bytes(row, first + 3);
  }

  /// Reads the columns type, id, version, last_updated, owner and content of the table of
  /// resources.
  ///
  /// @param first the number of the column type
  public static StoredResource read(ResultSet rows, int first) throws SQLException {
    return read(ResourceTypes.name(rows.getInt(first)), rows, first + 1);
  }

  /// Reads the columns id, version, last_updated, owner and content of the table of resources.
  ///
  /// @param first the number of the column id
  public static StoredResource read(String type, ResultSet rows, int first) throws SQLException {
    return new StoredResource(type, rows.getString(first), rows, first + 1);
  }

  public String type() {
    return type;
  }

  public String id() {
    return id;
  }

  public long version() {
    return version;
  }

  public Instant lastUpdated() {
    return lastUpdated;
  }

  public String owner() {
    return owner;
  }

  public boolean isDeleted() {
    return bytes.length == 0;
  }

  /// The resource with `meta.versionId` and `meta.lastUpdated`, read anew at each call; empty for a
  /// deletion.
  public Optional<ObjectNode> content() {
    return ResourceTable.versioned(bytes, version, lastUpdated);
  }

  /// The same as JSON in UTF-8, without building a tree.
  ///
  /// @throws IllegalStateException for a deletion
  public byte[] json() {
    if (isDeleted()) {
      throw new IllegalStateException(type + "/" + id + " is deleted");
    }
    return ResourceContent.json(bytes, version, lastUpdated);
  }
}

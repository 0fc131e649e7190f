package org.tessera.fhir.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/// Commits resources and hands out their versions.
@SuppressWarnings("DoNotCallSuggester")
public final class ResourceStore {
  private final DataSource dataSource;

  public ResourceStore(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /// Applies all writes, their search rows and log entries in one database transaction.
  ///
  /// @throws VersionConflict if an `ifMatch` does not hold, naming the resource
  /// @throws OwnerConflict if a resource belongs to another owner
  public Commit commit(Transaction transaction) {
    throw new UnsupportedOperationException(dataSource + " " + transaction);
  }

  /// The current version; a deleted resource is present with empty content.
  public Optional<StoredResource> read(String type, String id) {
    throw new UnsupportedOperationException(type + id);
  }

  /// One version.
  public Optional<StoredResource> read(String type, String id, long version) {
    throw new UnsupportedOperationException(type + id + version);
  }

  /// All versions, newest first.
  public List<StoredResource> history(String type, String id) {
    throw new UnsupportedOperationException(type + id);
  }

  /// Tells a listener after each commit which changes it made, in log order; the listener must be
  /// quick.
  public void onCommit(Consumer<List<Change>> listener) {
    throw new UnsupportedOperationException(listener.toString());
  }
}

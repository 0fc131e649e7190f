package org.tessera.omop;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tessera.fhir.store.Change;
import org.tessera.vocabularies.Vocabularies;

/// Goes through the change log after the vocabulary was exchanged and projects again what asks for
/// a code that means another thing now. A resource is judged by the very rules that make its rows,
/// so none is missed whose code stands in an unusual place.
public final class Remapping implements AutoCloseable {
  private final OmopProjection projection;
  private final Concepts.@Nullable Watch watch;
  private final Set<Projected.Key> done = new HashSet<>();
  private long remapped;

  Remapping(OmopProjection projection, Vocabularies before) {
    this.projection = projection;
    this.watch = projection.concepts().watch(before);
  }

  /// The FHIR types worth reading.
  public Set<String> types() {
    return projection.types();
  }

  /// Takes in one page of the log.
  public void take(List<Change> page) throws SQLException {
    if (watch != null && !page.isEmpty()) {
      remapped += projection.remap(page, watch, done);
    }
  }

  /// The resources that were projected again so far.
  public long remapped() {
    return remapped;
  }

  @Override
  public void close() {
    projection.concepts().watch(null);
  }
}

package org.tessera.access.description;

import java.time.Instant;
import java.util.Optional;
import org.tessera.catalog.description.Described;

/// A version of what is written of a network, a biobank or a collection.
///
/// @param number from 1, in the order they were begun
/// @param revision goes up with every change, so that two people do not overwrite each other
/// @param author the account that wrote it last
/// @param decided who published, gave back or withdrew it, and when
/// @param remark what was said then
public record Edition(
    Described described,
    int number,
    State state,
    int revision,
    String author,
    String authorName,
    Instant writtenAt,
    Optional<Decision> decided,
    String remark) {
  /// Where a version stands.
  public enum State {
    /// Being written.
    DRAFT,
    /// Waiting for somebody else to look at it.
    REVIEW,
    /// In the catalogue.
    PUBLISHED,
    /// Was in the catalogue until a later one.
    REPLACED,
    /// Was in the catalogue until it was taken out.
    WITHDRAWN
  }

  /// Who decided, and when.
  public record Decision(String name, Instant at) {}
}

package org.tessera.dicom;

import java.util.Optional;

/// Decides what becomes of an element. A sequence is asked for before its items are; when it stays
/// (or another one takes its place), its items are visited next.
@FunctionalInterface
public interface ElementRule {
  /// The same element to leave it, another of the same tag to replace it, nothing to remove it.
  ///
  /// @param owner the data set the element stands in, as it was
  Optional<Element> apply(DataSet owner, Element element);

  /// Tells that the items of a sequence that stayed are visited from here on.
  default void enter(SequenceElement sequence) {}

  /// Tells that all items of the sequence entered last were visited.
  default void leave() {}
}

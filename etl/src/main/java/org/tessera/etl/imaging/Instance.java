package org.tessera.etl.imaging;

import java.util.List;
import java.util.Map;

/// An instance as the journal knows it, in new names alone.
///
/// @param held whether a person must look at its picture before it may be used
/// @param attributes by the names of `attributes.csv`
public record Instance(
    String study,
    String uid,
    String studyUid,
    String seriesUid,
    String sha256,
    long bytes,
    boolean held,
    List<String> reasons,
    long delivery,
    Map<String, String> attributes) {
  /// The value of an attribute, empty when it has none.
  public String attribute(String name) {
    return attributes.getOrDefault(name, "");
  }
}

package org.tessera.fhir.store;

/// A reference to a resource that is not there, or the deletion of one that is referred to.
public final class ReferenceConflict extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String element;
  private final boolean dangling;

  private ReferenceConflict(String message, String element, boolean dangling) {
    super(message);
    this.element = element;
    this.dangling = dangling;
  }

  static ReferenceConflict dangling(String element, String target) {
    return new ReferenceConflict(
        element + " refers to " + target + ", which is not here", element, true);
  }

  static ReferenceConflict referred(String referrer) {
    return new ReferenceConflict(
        referrer + " refers to a resource that is to be deleted", "", false);
  }

  /// The element that refers to nothing, such as `Observation.subject`; empty for a deletion.
  public String element() {
    return element;
  }

  /// Whether a reference points nowhere; otherwise a deletion would make one do so.
  public boolean isDangling() {
    return dangling;
  }
}

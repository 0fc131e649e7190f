package org.tessera.fhir.store;

/// The version a writer expected is not the current one.
public final class VersionConflict extends RuntimeException {
  private static final long serialVersionUID = 1;

  public VersionConflict(String type, String id, long expected, long current) {
    super(type + "/" + id + " is at version " + current + ", not " + expected);
  }
}

package org.tessera.fhir.store;

/// A value set or hierarchy that is not known here, cannot be expanded or is too large.
public final class UnknownCodeSet extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnknownCodeSet(String message) {
    super(message);
  }
}

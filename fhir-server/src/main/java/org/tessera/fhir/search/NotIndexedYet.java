package org.tessera.fhir.search;

/// A search by what is still being indexed in the background: to be asked again later.
public final class NotIndexedYet extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotIndexedYet(String message) {
    super(message);
  }
}

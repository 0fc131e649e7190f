package org.tessera.fhir.rest;

/// A request body that is not even parsed, and the HTTP status that says so.
final class RefusedBody extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;

  RefusedBody(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}

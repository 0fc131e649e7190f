package org.tessera.fhir.store;

/// A search parameter's definition that cannot be indexed; the message says why, for its author.
public final class UnsupportedExpression extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnsupportedExpression(String message) {
    super(message);
  }
}

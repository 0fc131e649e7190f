package org.tessera.fhir.search;

/// A parameter of a name that the searched type does not have.
final class UnknownParameter extends InvalidSearch {
  private static final long serialVersionUID = 1;

  UnknownParameter(String message) {
    super(message);
  }
}

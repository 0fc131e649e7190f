package org.tessera.fhir.search;

/// A search that cannot be answered as asked; the message says which parameter and why, and repeats
/// no value.
public class InvalidSearch extends RuntimeException {
  private static final long serialVersionUID = 1;

  public InvalidSearch(String message) {
    super(message);
  }
}

package org.tessera.catalog.harvest;

/// A catalogue that could not be read, with the reason in words that repeat nothing of what it
/// sent.
final class Unreadable extends Exception {
  private static final long serialVersionUID = 1;

  Unreadable(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}

package org.tessera.dicom.model;

/// Carries the reason out of the readers' loops; never leaves this package.
final class Broken extends Exception {
  private static final long serialVersionUID = 1;

  Broken(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}

package org.tessera.dicom;

/// Carries a refusal out of the reader's loops; never leaves this package.
final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Refusal refusal;

  Refused(Refusal refusal) {
    super(refusal.reason(), null, false, false);
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}

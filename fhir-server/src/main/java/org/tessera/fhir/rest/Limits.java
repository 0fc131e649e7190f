package org.tessera.fhir.rest;

/// What a request may be at most; more is refused before it is parsed.
final class Limits {
  static final int BODY_BYTES_MAX = 32 * 1024 * 1024;
  static final int DEPTH_MAX = 100;
  static final int NUMBER_LENGTH_MAX = 60;
  static final int EXPONENT_MAX = 300;
  static final int BUNDLE_ENTRIES_MAX = 10_000;

  private Limits() {}
}

package org.tessera.fhir.rest;

/// What a request may be at most; more is refused before it is parsed.
final class Limits {
  /// 100 MB; less where the heap is small, because a parsed body takes several times its size.
  static final int BODY_BYTES_MAX =
      (int) Math.min(100L * 1024 * 1024, Runtime.getRuntime().maxMemory() / 10);

  static final int BUNDLE_ENTRIES_MAX = 10_000;
  static final int HISTORY_COUNT_DEFAULT = 50;
  static final int HISTORY_COUNT_MAX = 1_000;
  static final int ISSUES_MAX = 50;

  private Limits() {}
}

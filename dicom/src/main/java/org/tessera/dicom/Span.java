package org.tessera.dicom;

/// A stretch of an array that nobody changes.
@SuppressWarnings("ArrayRecordComponent")
record Span(byte[] array, int start, int length) {
  static final Span EMPTY = new Span(new byte[0], 0, 0);
}

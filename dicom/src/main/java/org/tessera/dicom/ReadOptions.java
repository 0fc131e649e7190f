package org.tessera.dicom;

/// What to read and how far to go.
///
/// @param headerOnly stop before group 7FE0, the pixels
/// @param inMemoryBytesMax longer values stay in their file
/// @param depthMax sequences within sequences
/// @param elementsMax elements, items and fragments altogether
/// @param inflatedBytesMax what a deflated data set may expand to
public record ReadOptions(
    boolean headerOnly,
    int inMemoryBytesMax,
    int depthMax,
    int elementsMax,
    long inflatedBytesMax) {
  private static final ReadOptions WHOLE =
      new ReadOptions(false, 64 * 1024, 64, 2_000_000, 8L << 30);

  /// The whole file, with limits that no sound file meets.
  public static ReadOptions whole() {
    return WHOLE;
  }

  /// All up to the pixels.
  public static ReadOptions header() {
    return new ReadOptions(
        true, WHOLE.inMemoryBytesMax, WHOLE.depthMax, WHOLE.elementsMax, WHOLE.inflatedBytesMax);
  }
}

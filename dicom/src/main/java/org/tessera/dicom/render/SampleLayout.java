package org.tessera.dicom.render;

/// How the samples of one decoded frame lie: interleaved, each in so many bytes, little endian.
public record SampleLayout(int columns, int rows, int samples, int sampleBytes) {
  /// Pixels of the frame.
  public int pixels() {
    return columns * rows;
  }

  /// Bytes of the frame.
  public int bytes() {
    return pixels() * samples * sampleBytes;
  }
}

package org.tessera.etl.deidentify;

import java.util.Optional;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Tag;
import org.tessera.dicom.render.SampleLayout;

/// How the samples of native frames lie (PS3.3 C.7.6.3).
///
/// @param planar whether the samples of a colour stand together, one plane after the other
/// @param chroma whether the second and third sample are colour differences, whose black is the
///   middle
record FrameLayout(
    int pixels, int samples, int sampleBytes, boolean planar, boolean chroma, int frames) {
  /// The layout of a data set's native pixel data, or nothing for one this cannot blank.
  static Optional<FrameLayout> of(DataSet dataSet) {
    String colours = dataSet.string(Tag.PhotometricInterpretation).orElse("");
    return colours.contains("422") || colours.contains("420")
        ? Optional.empty()
        : ofSamples(dataSet);
  }

  /// The layout its frames have when they are decompressed: interleaved, each pixel with all its
  /// samples.
  static Optional<FrameLayout> decompressed(DataSet dataSet, boolean rgb) {
    return ofSamples(dataSet)
        .map(layout ->
            new FrameLayout(
                layout.pixels,
                layout.samples,
                layout.sampleBytes,
                false,
                layout.chroma && !rgb,
                layout.frames));
  }

  private static Optional<FrameLayout> ofSamples(DataSet dataSet) {
    long pixels = dataSet.integer(Tag.Columns).orElse(0) * dataSet.integer(Tag.Rows).orElse(0);
    long samples = dataSet.integer(Tag.SamplesPerPixel).orElse(1);
    long bits = dataSet.integer(Tag.BitsAllocated).orElse(0);
    long frames = dataSet.integer(Tag.NumberOfFrames).orElse(1);
    String colours = dataSet.string(Tag.PhotometricInterpretation).orElse("");
    boolean whole = bits == 8 || bits == 16 || bits == 32;
    if (!whole
        || samples < 1
        || samples > 4
        || frames < 1
        || pixels * samples * bits / 8 > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    return Optional.of(
        new FrameLayout(
            (int) pixels,
            (int) samples,
            (int) bits / 8,
            dataSet.integer(Tag.PlanarConfiguration).orElse(0) == 1,
            colours.startsWith("YBR"),
            (int) Math.min(frames, Integer.MAX_VALUE)));
  }

  /// One frame of them as codecs see it.
  SampleLayout ofOne(int columns) {
    return new SampleLayout(columns, pixels / Math.max(columns, 1), samples, sampleBytes);
  }

  /// Bytes of one frame.
  int frameBytes() {
    return pixels * samples * sampleBytes;
  }

  FrameLayout interleaved() {
    return new FrameLayout(pixels, samples, sampleBytes, false, chroma, frames);
  }

  /// Makes the masked pixels of one frame black.
  void blank(byte[] bytes, int frame, boolean[] mask) {
    int start = frame * frameBytes();
    for (int pixel = 0; pixel < pixels; pixel++) {
      if (!mask[pixel]) {
        continue;
      }
      for (int sample = 0; sample < samples; sample++) {
        int index = planar ? sample * pixels + pixel : pixel * samples + sample;
        int at = start + index * sampleBytes;
        for (int i = 0; i < sampleBytes; i++) {
          bytes[at + i] = 0;
        }
        if (chroma && sample > 0) {
          bytes[at + sampleBytes - 1] = (byte) 0x80;
        }
      }
    }
  }
}

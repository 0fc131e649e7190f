package org.tessera.dicom.render;

import java.util.Optional;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Tag;

/// What a data set says of its pixels, PS3.3 C.7.6.3.
///
/// @param real whether samples are floating-point numbers
record PixelDescription(
    int columns,
    int rows,
    int samples,
    String photometric,
    boolean planar,
    int bitsAllocated,
    int bitsStored,
    int highBit,
    boolean signed,
    boolean real,
    int frames) {
  private static final int DOUBLE_FLOAT_PIXEL_DATA = 0x7FE00009;
  private static final int SIDE_MAX = 0xFFFF;

  /// What the data set says, or nothing when that is no picture this can read.
  static Optional<PixelDescription> of(DataSet dataSet) {
    int columns = number(dataSet, Tag.Columns, 0);
    int rows = number(dataSet, Tag.Rows, 0);
    int samples = number(dataSet, Tag.SamplesPerPixel, 1);
    boolean doubles = dataSet.contains(DOUBLE_FLOAT_PIXEL_DATA);
    boolean real = doubles || dataSet.contains(Tag.FloatPixelData);
    int allocated = number(dataSet, Tag.BitsAllocated, doubles ? 64 : real ? 32 : 0);
    int stored = Math.clamp(number(dataSet, Tag.BitsStored, allocated), 1, Math.max(allocated, 1));
    int high =
        Math.clamp(
            number(dataSet, Tag.HighBit, stored - 1), stored - 1, Math.max(stored, allocated) - 1);
    boolean sound =
        columns > 0
            && columns <= SIDE_MAX
            && rows > 0
            && rows <= SIDE_MAX
            && (samples == 1 || samples == 3)
            && isWhole(allocated, real);
    return sound
        ? Optional.of(
            new PixelDescription(
                columns,
                rows,
                samples,
                dataSet.string(Tag.PhotometricInterpretation).orElse(""),
                samples > 1 && number(dataSet, Tag.PlanarConfiguration, 0) == 1,
                allocated,
                stored,
                high,
                number(dataSet, Tag.PixelRepresentation, 0) == 1,
                real,
                Math.max(1, number(dataSet, Tag.NumberOfFrames, 1))))
        : Optional.empty();
  }

  private static boolean isWhole(int bits, boolean real) {
    return real ? bits == 32 || bits == 64 : bits == 1 || bits == 8 || bits == 16 || bits == 32;
  }

  private static int number(DataSet dataSet, int tag, int otherwise) {
    long number = dataSet.integer(tag).orElse(otherwise);
    return number < 0 || number > Integer.MAX_VALUE ? otherwise : (int) number;
  }

  long pixels() {
    return (long) columns * rows;
  }

  /// Whether a pair of pixels shares its colour differences, PS3.3 C.7.6.3.1.2.
  boolean isHalved() {
    return photometric.equals("YBR_FULL_422") || photometric.equals("YBR_PARTIAL_422");
  }

  /// Bits a frame takes when it is not compressed.
  long frameBits() {
    return isHalved() && samples == 3
        ? pixels() * 2 * bitsAllocated
        : pixels() * samples * bitsAllocated;
  }

  /// Bytes a frame takes when each sample has its own.
  long frameBytes() {
    return pixels() * samples * sampleBytes();
  }

  int sampleBytes() {
    return bitsAllocated == 1 ? 1 : bitsAllocated / 8;
  }

  SampleLayout layout() {
    return new SampleLayout(columns, rows, samples, sampleBytes());
  }

  PixelDescription withPlanar(boolean other) {
    return new PixelDescription(
        columns,
        rows,
        samples,
        photometric,
        other,
        bitsAllocated,
        bitsStored,
        highBit,
        signed,
        real,
        frames);
  }

  PixelDescription withPhotometric(String other) {
    return new PixelDescription(
        columns,
        rows,
        samples,
        other,
        planar,
        bitsAllocated,
        bitsStored,
        highBit,
        signed,
        real,
        frames);
  }
}

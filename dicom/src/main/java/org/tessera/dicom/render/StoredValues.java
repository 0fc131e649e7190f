package org.tessera.dicom.render;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The numbers that the samples of a frame of one sample a pixel stand for, PS3.5 section 8.1.1:
/// bits beyond those stored are no part of them.
final class StoredValues {
  private final ByteBuffer bytes;
  private final PixelDescription told;
  private final int shift;
  private final int unused;

  StoredValues(FrameReader.Samples samples) {
    this.bytes = ByteBuffer.wrap(samples.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    this.told = samples.description();
    this.shift = told.bitsAllocated() == 1 ? 0 : told.highBit() + 1 - told.bitsStored();
    this.unused = Integer.SIZE - told.bitsStored();
  }

  int count() {
    return (int) told.pixels();
  }

  /// Whether there are few enough different values for a table of all.
  boolean isTabular() {
    return !told.real() && told.bitsStored() <= 16;
  }

  /// How many entries such a table has.
  int codes() {
    return 1 << told.bitsStored();
  }

  /// A pixel's place in such a table.
  int code(int pixel) {
    return (raw(pixel) >>> shift) & (codes() - 1);
  }

  /// The value a place in such a table stands for.
  int valueOf(int code) {
    return told.signed() ? (code << unused) >> unused : code;
  }

  /// A pixel's value.
  double value(int pixel) {
    if (told.real()) {
      return told.bitsAllocated() == 64 ? bytes.getDouble(pixel * 8) : bytes.getFloat(pixel * 4);
    }
    int cut = (raw(pixel) >>> shift) << unused;
    return told.signed() ? cut >> unused : (cut >>> unused) & 0xFFFFFFFFL;
  }

  private int raw(int pixel) {
    return switch (told.sampleBytes()) {
      case 1 -> bytes.get(pixel) & 0xFF;
      case 2 -> bytes.getShort(pixel * 2) & 0xFFFF;
      default -> bytes.getInt(pixel * 4);
    };
  }
}

package org.tessera.dicom.render;

/// Red, green and blue from frames of three samples a pixel, PS3.3 C.7.6.3.1.2.
final class Colours {
  private final byte[] bytes;
  private final PixelDescription told;
  private final int pixels;
  private final int shift;

  private Colours(FrameReader.Samples samples) {
    this.bytes = samples.bytes();
    this.told = samples.description();
    this.pixels = (int) told.pixels();
    this.shift = told.bitsStored() - 8;
  }

  static Picture render(FrameReader.Samples samples) throws Unrendered {
    PixelDescription told = samples.description();
    if (told.bitsAllocated() > 16 || told.bitsAllocated() < 8) {
      throw new Unrendered(
          new NotRenderable(
              NotRenderable.Reason.UNKNOWN_LAYOUT,
              "colours of " + told.bitsAllocated() + " bits a sample"));
    }
    if (told.isHalved() && told.columns() % 2 != 0) {
      throw new Unrendered(
          new NotRenderable(
              NotRenderable.Reason.UNKNOWN_LAYOUT,
              "pairs of pixels share their colours, and a row has an odd number of them"));
    }
    return new Colours(samples).render();
  }

  private Picture render() {
    byte[] colours = new byte[pixels * 3];
    boolean differences = told.photometric().startsWith("YBR_FULL") || isPartial();
    for (int pixel = 0; pixel < pixels; pixel++) {
      int first = sample(pixel, 0);
      int second = sample(pixel, 1);
      int third = sample(pixel, 2);
      int at = pixel * 3;
      if (differences) {
        convert(first, second, third, colours, at);
      } else {
        colours[at] = (byte) first;
        colours[at + 1] = (byte) second;
        colours[at + 2] = (byte) third;
      }
    }
    return new Picture(told.columns(), told.rows(), 3, colours);
  }

  private boolean isPartial() {
    return told.photometric().startsWith("YBR_PARTIAL");
  }

  /// A sample as eight bits.
  private int sample(int pixel, int sample) {
    int place;
    if (told.isHalved()) {
      // Two brightnesses, then the two differences that both pixels share.
      place = pixel / 2 * 4 + (sample == 0 ? pixel % 2 : sample + 1);
    } else {
      place = told.planar() ? sample * pixels + pixel : pixel * 3 + sample;
    }
    int value =
        told.sampleBytes() == 1
            ? bytes[place] & 0xFF
            : (bytes[2 * place] & 0xFF) | (bytes[2 * place + 1] & 0xFF) << 8;
    int eight = shift >= 0 ? value >> shift : value << -shift;
    return eight & 0xFF;
  }

  private void convert(int brightness, int blue, int red, byte[] into, int at) {
    double y = isPartial() ? (brightness - 16) * 255.0 / 219 : brightness;
    double scale = isPartial() ? 255.0 / 224 : 1;
    double cb = (blue - 128) * scale;
    double cr = (red - 128) * scale;
    into[at] = clamp(y + 1.402 * cr);
    into[at + 1] = clamp(y - 0.344136 * cb - 0.714136 * cr);
    into[at + 2] = clamp(y + 1.772 * cb);
  }

  private static byte clamp(double value) {
    return (byte) Math.clamp(Math.round(value), 0, 255);
  }
}

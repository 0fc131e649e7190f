package org.tessera.dicom.render;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.tessera.dicom.DataSet;

/// Makes pixels square and pictures fit: each new pixel is the mean of what it covers.
final class Scaling {
  private static final int PIXEL_ASPECT_RATIO = 0x00280034;
  private static final int PIXEL_SPACING = 0x00280030;
  private static final int IMAGER_PIXEL_SPACING = 0x00181164;
  private static final int PIXEL_MEASURES = 0x00289110;
  private static final double RATIO_MAX = 20;
  private static final double SQUARE = 0.001;
  private static final long PIXELS_MAX = 1L << 26;

  private Scaling() {}

  /// A picture as it is seen: pixels that are not square are stretched, and all of it is made to
  /// fit the viewport.
  static Picture apply(Picture picture, DataSet dataSet, int frame, Optional<Viewport> viewport) {
    double ratio = ratio(dataSet, frame);
    double width = picture.width() * Math.max(1, 1 / ratio);
    double height = picture.height() * Math.max(1, ratio);
    double scale =
        viewport.map(it -> Math.min(it.width() / width, it.height() / height)).orElse(1.0);
    int wide = Math.clamp(Math.round(width * scale), 1, Integer.MAX_VALUE);
    int high = Math.clamp(Math.round(height * scale), 1, Integer.MAX_VALUE);
    boolean same = wide == picture.width() && high == picture.height();
    // A picture too large to be stretched is still one.
    return same || (long) wide * high > PIXELS_MAX ? picture : resize(picture, wide, high);
  }

  /// How many times as high as wide a pixel is; 1 where nothing sensible is said.
  private static double ratio(DataSet dataSet, int frame) {
    List<BigDecimal> told = dataSet.numbers(PIXEL_ASPECT_RATIO);
    if (told.size() < 2) {
      told = FunctionalGroups.of(dataSet, frame, PIXEL_MEASURES).numbers(PIXEL_SPACING);
    }
    if (told.size() < 2) {
      told = dataSet.numbers(IMAGER_PIXEL_SPACING);
    }
    if (told.size() < 2 || told.get(0).signum() <= 0 || told.get(1).signum() <= 0) {
      return 1;
    }
    double ratio = told.get(0).doubleValue() / told.get(1).doubleValue();
    boolean square = Math.abs(ratio - 1) < SQUARE;
    return square || ratio > RATIO_MAX || ratio < 1 / RATIO_MAX ? 1 : ratio;
  }

  private static Picture resize(Picture from, int width, int height) {
    int length = width * from.bands();
    byte[] out = new byte[length * height];
    double step = (double) from.height() / height;
    float[] sum = new float[length];
    float[] narrow = new float[length];
    int held = -1;
    for (int y = 0; y < height; y++) {
      java.util.Arrays.fill(sum, 0);
      double start = y * step;
      double end = Math.min((y + 1) * step, from.height());
      for (int source = (int) start; source < end; source++) {
        if (source != held) {
          across(from, source, narrow);
          held = source;
        }
        float share = (float) ((Math.min(end, source + 1.0) - Math.max(start, source)) / step);
        for (int i = 0; i < length; i++) {
          sum[i] += narrow[i] * share;
        }
      }
      for (int i = 0; i < length; i++) {
        out[y * length + i] = (byte) Math.clamp(Math.round(sum[i]), 0, 255);
      }
    }
    return new Picture(width, height, from.bands(), out);
  }

  /// One row of the picture, made as wide as it is to be.
  private static void across(Picture from, int y, float[] into) {
    int bands = from.bands();
    byte[] samples = from.samples();
    int row = y * from.width() * bands;
    int width = into.length / bands;
    double step = (double) from.width() / width;
    java.util.Arrays.fill(into, 0);
    for (int x = 0; x < width; x++) {
      double start = x * step;
      double end = Math.min((x + 1) * step, from.width());
      for (int source = (int) start; source < end; source++) {
        float share = (float) ((Math.min(end, source + 1.0) - Math.max(start, source)) / step);
        for (int band = 0; band < bands; band++) {
          into[x * bands + band] += (samples[row + source * bands + band] & 0xFF) * share;
        }
      }
    }
  }
}

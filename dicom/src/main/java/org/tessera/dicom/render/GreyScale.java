package org.tessera.dicom.render;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.tessera.dicom.DataSet;

/// Stored values to grey, PS3.4 annex N: modality transformation, then values of interest, then the
/// polarity of the photometric interpretation.
final class GreyScale {
  private static final int MODALITY_LUT_SEQUENCE = 0x00283000;
  private static final int VOI_LUT_SEQUENCE = 0x00283010;
  private static final int LUT_DESCRIPTOR = 0x00283002;
  private static final int LUT_DATA = 0x00283006;
  private static final int RESCALE_INTERCEPT = 0x00281052;
  private static final int RESCALE_SLOPE = 0x00281053;
  private static final int WINDOW_CENTER = 0x00281050;
  private static final int WINDOW_WIDTH = 0x00281051;
  private static final int VOI_LUT_FUNCTION = 0x00281056;
  private static final int PIXEL_PADDING_VALUE = 0x00280120;
  private static final int PIXEL_PADDING_RANGE_LIMIT = 0x00280121;
  private static final int PIXEL_VALUE_TRANSFORMATION = 0x00289145;
  private static final int FRAME_VOI_LUT = 0x00289132;

  private final DataSet dataSet;
  private final int frame;
  private final Optional<VoiWindow> wanted;

  /// @param frame from 0
  GreyScale(DataSet dataSet, int frame, Optional<VoiWindow> wanted) {
    this.dataSet = dataSet;
    this.frame = frame;
    this.wanted = wanted;
  }

  Picture render(FrameReader.Samples samples) throws IOException {
    PixelDescription told = samples.description();
    var values = new StoredValues(samples);
    DoubleUnaryOperator modality = modality();
    DoubleUnaryOperator share = ofInterest(values, modality);
    boolean inverse = told.photometric().equals("MONOCHROME1");
    byte[] grey = new byte[values.count()];
    if (values.isTabular()) {
      byte[] table = new byte[values.codes()];
      for (int code = 0; code < table.length; code++) {
        table[code] =
            grey(share.applyAsDouble(modality.applyAsDouble(values.valueOf(code))), inverse);
      }
      for (int pixel = 0; pixel < grey.length; pixel++) {
        grey[pixel] = table[values.code(pixel)];
      }
    } else {
      for (int pixel = 0; pixel < grey.length; pixel++) {
        grey[pixel] =
            grey(share.applyAsDouble(modality.applyAsDouble(values.value(pixel))), inverse);
      }
    }
    return new Picture(told.columns(), told.rows(), 1, grey);
  }

  private static byte grey(double share, boolean inverse) {
    double sound = Double.isNaN(share) ? 0 : share;
    return (byte) Math.round(255 * (inverse ? 1 - sound : sound));
  }

  private DoubleUnaryOperator modality() throws IOException {
    List<DataSet> tables = dataSet.sequence(MODALITY_LUT_SEQUENCE);
    if (!tables.isEmpty()) {
      Optional<LookupTable> table = LookupTable.of(tables.getFirst(), LUT_DESCRIPTOR, LUT_DATA);
      if (table.isPresent()) {
        return table.get()::at;
      }
    }
    DataSet rescale = FunctionalGroups.of(dataSet, frame, PIXEL_VALUE_TRANSFORMATION);
    double slope = number(rescale, RESCALE_SLOPE).orElse(1.0);
    double intercept = number(rescale, RESCALE_INTERCEPT).orElse(0.0);
    double used = slope == 0 ? 1 : slope;
    return value -> value * used + intercept;
  }

  /// The share of white at a value: through the window asked for, the file's own window or table,
  /// or from the lowest value to the highest; a picture of one value is black.
  private DoubleUnaryOperator ofInterest(StoredValues values, DoubleUnaryOperator modality)
      throws IOException {
    Optional<VoiWindow> window = wanted.filter(VoiWindow::isSound).or(this::ownWindow);
    if (window.isPresent()) {
      return window.get()::at;
    }
    List<DataSet> tables = dataSet.sequence(VOI_LUT_SEQUENCE);
    if (!tables.isEmpty()) {
      Optional<LookupTable> table = LookupTable.of(tables.getFirst(), LUT_DESCRIPTOR, LUT_DATA);
      if (table.isPresent()) {
        return table.get()::share;
      }
    }
    return new Extent(values, modality).share();
  }

  private Optional<VoiWindow> ownWindow() {
    DataSet voi = FunctionalGroups.of(dataSet, frame, FRAME_VOI_LUT);
    Optional<Double> center = number(voi, WINDOW_CENTER);
    Optional<Double> width = number(voi, WINDOW_WIDTH);
    var function = VoiWindow.Function.of(voi.string(VOI_LUT_FUNCTION));
    return center.isEmpty() || width.isEmpty()
        ? Optional.empty()
        : Optional.of(new VoiWindow(center.get(), width.get(), function))
            .filter(VoiWindow::isSound);
  }

  private static Optional<Double> number(DataSet dataSet, int tag) {
    List<BigDecimal> numbers = dataSet.numbers(tag);
    return numbers.isEmpty() ? Optional.empty() : Optional.of(numbers.getFirst().doubleValue());
  }

  /// The lowest and highest value of a frame; what pads it out is none of it.
  private final class Extent {
    private final StoredValues values;
    private final DoubleUnaryOperator modality;
    private final double padFrom;
    private final double padTo;
    private double lowest = Double.POSITIVE_INFINITY;
    private double highest = Double.NEGATIVE_INFINITY;

    Extent(StoredValues values, DoubleUnaryOperator modality) {
      this.values = values;
      this.modality = modality;
      double pad = number(dataSet, PIXEL_PADDING_VALUE).orElse(Double.NaN);
      double limit = number(dataSet, PIXEL_PADDING_RANGE_LIMIT).orElse(pad);
      this.padFrom = Math.min(pad, limit);
      this.padTo = Math.max(pad, limit);
    }

    DoubleUnaryOperator share() {
      if (values.isTabular()) {
        boolean[] seen = new boolean[values.codes()];
        for (int pixel = 0; pixel < values.count(); pixel++) {
          seen[values.code(pixel)] = true;
        }
        for (int code = 0; code < seen.length; code++) {
          if (seen[code]) {
            take(values.valueOf(code));
          }
        }
      } else {
        for (int pixel = 0; pixel < values.count(); pixel++) {
          take(values.value(pixel));
        }
      }
      double from = lowest;
      double width = highest - lowest;
      return width > 0 ? value -> Math.clamp((value - from) / width, 0, 1) : _ -> 0;
    }

    private void take(double stored) {
      if (stored >= padFrom && stored <= padTo) {
        return;
      }
      double value = modality.applyAsDouble(stored);
      if (Double.isFinite(value)) {
        lowest = Math.min(lowest, value);
        highest = Math.max(highest, value);
      }
    }
  }

  /// Whether a photometric interpretation is one of grey; one that is missing is taken for it.
  static boolean isGrey(PixelDescription told) {
    return told.samples() == 1 && !told.photometric().equals("PALETTE COLOR");
  }
}

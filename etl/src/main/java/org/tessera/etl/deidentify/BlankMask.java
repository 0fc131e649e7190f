package org.tessera.etl.deidentify;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Tag;

/// Which pixels of a frame become black.
///
/// @param blank one entry a pixel, row by row
/// @param rule the rule that says so
@SuppressWarnings("ArrayRecordComponent")
record BlankMask(int columns, int rows, boolean[] blank, String rule) {
  private static final int ULTRASOUND_REGIONS = 0x00186011;
  private static final int REGION_X0 = 0x00186018;
  private static final int REGION_Y0 = 0x0018601A;
  private static final int REGION_X1 = 0x0018601C;
  private static final int REGION_Y1 = 0x0018601E;
  private static final long PIXELS_MAX = 1L << 28;

  /// A mask of rectangles; nothing when the picture has no size.
  static Optional<BlankMask> of(DataSet dataSet, List<List<Integer>> rectangles, String rule) {
    return empty(dataSet, rule)
        .map(mask -> {
          for (List<Integer> rectangle : rectangles) {
            int x = rectangle.get(0) < 0 ? mask.columns + rectangle.get(0) : rectangle.get(0);
            int y = rectangle.get(1) < 0 ? mask.rows + rectangle.get(1) : rectangle.get(1);
            mask.fill(x, y, x + (long) rectangle.get(2), y + (long) rectangle.get(3), true);
          }
          return mask;
        });
  }

  /// All but the regions that an ultrasound machine says its pictures have; nothing when it says
  /// none.
  static Optional<BlankMask> outsideUltrasoundRegions(DataSet dataSet, String rule) {
    List<DataSet> regions = dataSet.sequence(ULTRASOUND_REGIONS);
    Optional<BlankMask> empty = regions.isEmpty() ? Optional.empty() : empty(dataSet, rule);
    empty.ifPresent(mask -> {
      Arrays.fill(mask.blank, true);
      for (DataSet region : regions) {
        mask.fill(
            region.integer(REGION_X0).orElse(0),
            region.integer(REGION_Y0).orElse(0),
            region.integer(REGION_X1).orElse(-1) + 1,
            region.integer(REGION_Y1).orElse(-1) + 1,
            false);
      }
    });
    return empty.filter(BlankMask::blanksAnything);
  }

  private static Optional<BlankMask> empty(DataSet dataSet, String rule) {
    long columns = dataSet.integer(Tag.Columns).orElse(0);
    long rows = dataSet.integer(Tag.Rows).orElse(0);
    if (columns <= 0
        || rows <= 0
        || columns > 65_535
        || rows > 65_535
        || columns * rows > PIXELS_MAX) {
      return Optional.empty();
    }
    var blank = new boolean[(int) (columns * rows)];
    return Optional.of(new BlankMask((int) columns, (int) rows, blank, rule));
  }

  /// Regions that cover the whole picture leave nothing to blank, and the text is in one of them.
  private boolean blanksAnything() {
    for (boolean pixel : blank) {
      if (pixel) {
        return true;
      }
    }
    return false;
  }

  private void fill(long x0, long y0, long x1, long y1, boolean value) {
    int left = Math.clamp(x0, 0, columns);
    int right = Math.clamp(x1, left, columns);
    for (int row = Math.clamp(y0, 0, rows); row < Math.clamp(y1, 0, rows); row++) {
      Arrays.fill(blank, row * columns + left, row * columns + right, value);
    }
  }
}

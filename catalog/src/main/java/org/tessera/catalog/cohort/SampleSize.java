package org.tessera.catalog.cohort;

/// How many patients a study needs so that what it measures is known well enough.
public final class SampleSize {
  /// The 97.5 % point of the normal distribution: two-sided intervals of 95 %.
  private static final double Z = 1.959963984540054;

  private static final int MOST = 10_000_000;

  private SampleSize() {}

  /// Patients with the condition (for a sensitivity) or without it (for a specificity) that a 95 %
  /// interval of this half width needs (Buderer 1996, doi:10.1111/j.1553-2712.1996.tb03538.x).
  ///
  /// @param expected the share that is expected, between 0 and 1
  /// @param halfWidth of the interval, between 0 and 1
  /// @return 0 where the numbers make no sense
  public static int ofProportion(double expected, double halfWidth) {
    if (!inside(expected) || !inside(halfWidth)) {
      return 0;
    }
    return rounded(Z * Z * expected * (1 - expected) / (halfWidth * halfWidth));
  }

  /// Patients with the condition that a 95 % interval of an area under the ROC curve of this half
  /// width needs (Hanley and McNeil 1982, doi:10.1148/radiology.143.1.7063747).
  ///
  /// @param expected the area, between 0.5 and 1
  /// @param controls patients without the condition for each one with it
  /// @return 0 where the numbers make no sense
  public static int ofArea(double expected, double halfWidth, double controls) {
    if (!inside(expected) || expected < 0.5 || !inside(halfWidth) || !(controls > 0)) {
      return 0;
    }
    int least = 1;
    int most = MOST;
    while (least < most) {
      int cases = (least + most) >>> 1;
      if (Z * deviation(expected, cases, controls * cases) <= halfWidth) {
        most = cases;
      } else {
        least = cases + 1;
      }
    }
    return least;
  }

  private static double deviation(double area, double cases, double controls) {
    double q1 = area / (2 - area);
    double q2 = 2 * area * area / (1 + area);
    double square = area * area;
    return Math.sqrt(
        (area * (1 - area) + (cases - 1) * (q1 - square) + (controls - 1) * (q2 - square))
            / (cases * controls));
  }

  private static boolean inside(double share) {
    return share > 0 && share < 1;
  }

  private static int rounded(double patients) {
    return (int) Math.min(MOST, Math.ceil(patients));
  }
}

package org.tessera.catalog.search;

import java.util.ArrayList;
import java.util.List;
import org.tessera.catalog.Count;

/// Numbers of patients that together make a total, as they may be told beside it.
///
/// Each is rounded for itself, so the total less the others leaves a span for what is not told: of
/// 110 with 100 of one value, somebody has another. That span must let every cell that is not told
/// be anything from none to nine. Where it does not, the largest cell is told a step higher or
/// lower, or, when it has no lower step, the smallest is not told either. Values that are not
/// listed count as one more cell, whether somebody has them or not, else a table without them would
/// tell.
final class ToldCells {
  private static final int STEP = Count.SMALLEST_TOLD;
  private static final int LARGEST_HIDDEN = Count.SMALLEST_TOLD - 1;

  /// How far below and above the number that is told the patients may be.
  private static final int BELOW = STEP / 2;

  private static final int ABOVE = STEP - BELOW - 1;

  private final List<Count> told;
  private final long total;

  ToldCells(List<Count> told, Count total) {
    this.told = new ArrayList<>(told);
    this.total = total.size();
  }

  List<Count> safe() {
    while (true) {
      int hidden = hidden();
      int largest = largest();
      if (largest < 0) {
        return told;
      }
      long size = told.get(largest).size();
      if (least() > (long) LARGEST_HIDDEN * (hidden - 1)) {
        told.set(largest, new Count.Told(size + STEP));
      } else if (most() >= LARGEST_HIDDEN) {
        return told;
      } else if (size > STEP) {
        told.set(largest, new Count.Told(size - STEP));
      } else {
        told.set(largest, new Count.TooFew());
      }
    }
  }

  /// The cells that are not told, at least those that are not listed.
  private int hidden() {
    return (int) Math.max(1, told.stream().filter(cell -> cell.size() == 0).count());
  }

  private int largest() {
    int largest = -1;
    for (int i = 0; i < told.size(); i++) {
      if (told.get(i).size() > (largest < 0 ? 0 : told.get(largest).size())) {
        largest = i;
      }
    }
    return largest;
  }

  /// The fewest patients that can be left for the cells that are not told.
  private long least() {
    return lowest(total) - told.stream().mapToLong(cell -> highest(cell.size())).sum();
  }

  /// The most that can be left for them.
  private long most() {
    return highest(total) - told.stream().mapToLong(cell -> lowest(cell.size())).sum();
  }

  private static long lowest(long told) {
    return told == 0 ? 0 : Math.max(STEP, told - BELOW);
  }

  private static long highest(long told) {
    return told == 0 ? 0 : told + ABOVE;
  }
}

package org.tessera.dicom;

import java.util.ArrayList;
import java.util.List;

/// What a reading found on its way: irregularities, and how much was counted against the limits.
final class Log {
  private static final int IRREGULARITIES_MAX = 200;

  private final List<Irregularity> found = new ArrayList<>();
  private final ReadOptions options;
  private int count;

  Log(ReadOptions options) {
    this.options = options;
  }

  ReadOptions options() {
    return options;
  }

  void note(long offset, int tag, Irregularity.Kind kind) {
    if (found.size() < IRREGULARITIES_MAX) {
      found.add(new Irregularity(offset, tag, kind));
    }
  }

  /// Counts an element, item or fragment.
  void count(long offset) throws Refused {
    if (++count > options.elementsMax()) {
      throw new Refused(new Refusal.TooMany(offset, options.elementsMax()));
    }
  }

  List<Irregularity> found() {
    return List.copyOf(found);
  }
}

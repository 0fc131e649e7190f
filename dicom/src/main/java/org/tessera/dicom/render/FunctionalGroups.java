package org.tessera.dicom.render;

import java.util.List;
import org.tessera.dicom.DataSet;

/// What an enhanced multi-frame instance says of one frame, PS3.3 C.7.6.16: of the frame itself,
/// else of all, else at the top as in a single frame.
final class FunctionalGroups {
  private static final int SHARED = 0x52009229;
  private static final int PER_FRAME = 0x52009230;

  private FunctionalGroups() {}

  /// The item that holds a macro's attributes for a frame counted from 0; the data set itself when
  /// there is none.
  static DataSet of(DataSet dataSet, int frame, int macro) {
    List<DataSet> each = dataSet.sequence(PER_FRAME);
    List<DataSet> own = frame < each.size() ? each.get(frame).sequence(macro) : List.of();
    if (!own.isEmpty()) {
      return own.getFirst();
    }
    List<DataSet> all = dataSet.sequence(SHARED);
    List<DataSet> shared = all.isEmpty() ? List.of() : all.getFirst().sequence(macro);
    return shared.isEmpty() ? dataSet : shared.getFirst();
  }
}

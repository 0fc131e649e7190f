package org.tessera.app.demo;

import java.util.List;

/// What a form says of one patient when nobody makes a mistake.
interface Story {
  /// The patient's rows, tab by tab in the order of the workbook.
  ///
  /// @param index the patient's number in the study, counted from 1
  List<Draft> tell(int index, Chance chance);
}

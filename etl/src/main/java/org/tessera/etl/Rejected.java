package org.tessera.etl;

import org.tessera.mappings.Rejection;

/// A rejection with the place in the delivered file where it can be mended.
///
/// @param sheet the tab's name in the file
/// @param cell its address such as `C17`; the row alone when the column is not in the sheet
public record Rejected(String sheet, String cell, Rejection rejection) {
  /// Whether it kept something out.
  public boolean error() {
    return rejection.severity() == Rejection.Severity.ERROR;
  }
}

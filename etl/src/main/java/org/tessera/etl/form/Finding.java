package org.tessera.etl.form;

import org.tessera.mappings.Rejection.Severity;

/// One mark to make in a returned workbook.
///
/// @param sheet the tab's name
/// @param row counted from 1; 0 for the whole sheet
/// @param address of the cell, such as `C17`; where it has no letters the whole row is meant
/// @param message what is wrong
/// @param remedy how to mend it
public record Finding(
    String sheet, long row, String address, String message, String remedy, Severity severity) {}

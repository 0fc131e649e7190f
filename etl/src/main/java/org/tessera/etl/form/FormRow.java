package org.tessera.etl.form;

import java.util.List;
import java.util.Map;
import org.tessera.mappings.Rejection;

/// One row of a form: its cells by column name.
///
/// @param number counted from 1 as a spreadsheet shows it
/// @param cells text by column name for every column the sheet has; blanks are `""`, decimal commas
///   of decimal columns are points, dates of date cells are ISO
/// @param faults what could not be read; a cell with a fault of severity ERROR is `""`
/// @param readable false when the row's cells cannot be told apart: it must stay out, `faults` says
///   why
public record FormRow(
    long number, Map<String, String> cells, List<Rejection> faults, boolean readable) {}

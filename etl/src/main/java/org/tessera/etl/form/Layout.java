package org.tessera.etl.form;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.tessera.mappings.Column;
import org.tessera.mappings.Form;

/// What the reader must know of a form to find its header and name its cells.
///
/// @param form the form's name, used in rejections
/// @param byHeader a column by its name, label or alias, blanks and case folded
/// @param ignored headers the study knows and does not read
/// @param headerRowsMax 1, or 2 where the header may stand in two rows that are joined
/// @param rowsBelow rows of codes or units between the header and the data
public record Layout(
    String form,
    List<Column> columns,
    Function<String, Optional<Column>> byHeader,
    Predicate<String> ignored,
    int headerRowsMax,
    int rowsBelow) {
  /// The layout of a study's form.
  public static Layout of(Form form) {
    return new Layout(
        form.name(),
        form.columns(),
        form::column,
        form::ignores,
        form.headerRowsMax(),
        form.rowsBelowHeader());
  }
}

package org.tessera.etl.form;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tessera.mappings.Column;

/// Finds a form's header in a sheet: the row, or the two rows, that name the most of its columns
/// and among them the patient's. What stands above is preamble.
final class HeaderSearch {
  private static final int ROWS_MAX = 60;

  private HeaderSearch() {}

  static Header find(SheetReader sheet, Layout form) throws IOException, Refusal {
    List<SheetRow> top = top(sheet);
    String patient =
        form.columns().stream()
            .filter(column -> column.type() == Column.Type.PATIENT)
            .map(Column::name)
            .findFirst()
            .orElse("");
    Optional<Header> found = best(top.stream().filter(row -> !marked(row)).toList(), form, patient);
    if (found.isEmpty()) {
      // A header may itself begin with the mark of a comment, as in "#patient".
      found = best(top.stream().map(HeaderSearch::unmarked).toList(), form, patient);
    }
    return found.orElseThrow(() ->
        new Refusal.NoHeader(
            "none of the first "
                + ROWS_MAX
                + " rows of the sheet for "
                + form.form()
                + " names the column "
                + patient,
            "use the study's template, or add the file's header to the study as an alias"));
  }

  private static Optional<Header> best(List<SheetRow> rows, Layout form, String patient) {
    Optional<Header> best = Optional.empty();
    for (int at = 0; at < rows.size(); at++) {
      for (int height = 1; height <= form.headerRowsMax() && height <= at + 1; height++) {
        List<SheetRow> window = rows.subList(at + 1 - height, at + 1);
        if (height > 1 && window.getLast().number() != window.getFirst().number() + height - 1) {
          continue;
        }
        Header header = new HeaderNames(form).read(window);
        boolean usable = patient.isEmpty() || header.columns().containsKey(patient);
        if (usable && header.columns().size() > best.map(h -> h.columns().size()).orElse(0)) {
          best = Optional.of(header);
        }
      }
    }
    return best;
  }

  /// cBioPortal writes four lines of description before the header, each after a `#`.
  private static boolean marked(SheetRow row) {
    return row.text(0).startsWith("#") && row.text(0).length() > 1;
  }

  private static SheetRow unmarked(SheetRow row) {
    if (!marked(row)) {
      return row;
    }
    var cells = new ArrayList<>(row.cells());
    cells.set(0, cells.getFirst().substring(1));
    return new SheetRow(row.number(), cells, row.faults());
  }

  private static List<SheetRow> top(SheetReader sheet) throws IOException, Refusal {
    var top = new ArrayList<SheetRow>();
    try {
      sheet.forEachRow(row -> {
        if (!row.blank()) {
          top.add(row);
        }
        if (top.size() == ROWS_MAX) {
          throw new Enough();
        }
      });
    } catch (Enough enough) {
      return top;
    }
    return top;
  }
}

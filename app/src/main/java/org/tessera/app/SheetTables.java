package org.tessera.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tessera.etl.form.FormReader;
import org.tessera.etl.form.ReadingOptions;
import org.tessera.etl.form.Refusal;
import org.tessera.etl.form.SheetReader;
import org.tessera.etl.form.SheetRow;
import org.tessera.etl.form.Workbook;
import org.tessera.etl.form.WorkbookTemplate;
import org.tessera.mappings.authoring.SourceTable;

/// Reads a workbook or text file as tables of headings and rows, whatever they are about.
final class SheetTables {
  private static final int TOP_ROWS = 20;

  private SheetTables() {}

  /// The tables of a file: its visible tabs that have a header and rows.
  ///
  /// @throws IllegalStateException with reason and remedy if the file cannot be read
  static List<SourceTable> of(Path file) throws IOException {
    List<SourceTable> tables = new ArrayList<>();
    try (Workbook workbook = FormReader.open(file, ReadingOptions.none())) {
      for (SheetReader sheet : workbook.sheets()) {
        if (!sheet.hidden() && !WorkbookTemplate.OWN_TABS.contains(sheet.name())) {
          table(sheet).ifPresent(tables::add);
        }
      }
    } catch (Refusal e) {
      throw new IllegalStateException(e.reason() + ". " + e.remedy() + ".");
    }
    return tables;
  }

  private static Optional<SourceTable> table(SheetReader sheet) throws IOException, Refusal {
    List<SheetRow> top = new ArrayList<>();
    sheet.forEachRow(row -> {
      if (top.size() < TOP_ROWS) {
        top.add(row);
      }
    });
    Optional<SheetRow> header = header(top);
    if (header.isEmpty()) {
      return Optional.empty();
    }
    // cBioPortal writes what columns are called, and what they mean, in lines that begin with #.
    List<SheetRow> marked =
        top.stream()
            .filter(row -> row.number() < header.get().number() && row.text(0).startsWith("#"))
            .toList();
    var table =
        new SourceTable(
            sheet.name(), headings(header.get()), unmarked(marked, 0), unmarked(marked, 1));
    long below = header.get().number();
    sheet.forEachRow(row -> {
      if (row.number() > below && row.cells().stream().anyMatch(cell -> !cell.isBlank())) {
        table.row(row.cells());
      }
    });
    return Optional.of(table);
  }

  /// The first row that is as wide as any and holds names, each once.
  private static Optional<SheetRow> header(List<SheetRow> top) {
    long widest = top.stream().mapToLong(SheetTables::filled).max().orElse(0);
    return top.stream()
        .filter(row -> !row.text(0).startsWith("#"))
        .filter(row -> filled(row) >= Math.max(2, widest * 8 / 10))
        .filter(SheetTables::named)
        .findFirst();
  }

  private static long filled(SheetRow row) {
    return row.cells().stream().filter(cell -> !cell.isBlank()).count();
  }

  private static boolean named(SheetRow row) {
    long numbers = row.cells().stream().filter(cell -> cell.matches("[\\d.,/ -]+")).count();
    Set<String> different = new HashSet<>();
    row.cells().stream().filter(cell -> !cell.isBlank()).forEach(different::add);
    return numbers * 4 < filled(row) && different.size() == filled(row);
  }

  private static List<String> headings(SheetRow header) {
    List<String> headings = new ArrayList<>();
    for (int at = 0; at < header.cells().size(); at++) {
      String text = header.text(at).strip();
      headings.add(text.isEmpty() ? "column " + (at + 1) : text);
    }
    return headings;
  }

  private static List<String> unmarked(List<SheetRow> marked, int at) {
    if (at >= marked.size()) {
      return List.of();
    }
    List<String> cells = new ArrayList<>(marked.get(at).cells());
    cells.set(0, cells.getFirst().substring(1));
    return cells;
  }
}

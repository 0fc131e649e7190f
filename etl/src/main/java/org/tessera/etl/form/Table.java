package org.tessera.etl.form;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.tessera.mappings.Column;
import org.tessera.mappings.Rejection;
import org.tessera.mappings.Rejection.Severity;

/// A form found in a sheet: its header, and its rows as a stream.
public final class Table {
  private static final int NAMELESS_MAX = 50;

  private final Rows rows;
  private final Layout form;
  private final Header header;
  private final DecimalMark decimal;
  private final Set<String> decimals;
  private final Set<Integer> nameless = new TreeSet<>();

  Table(Rows rows, Layout form, Header header, DecimalMark decimal) {
    this.rows = rows;
    this.form = form;
    this.header = header;
    this.decimal = decimal;
    this.decimals =
        form.columns().stream()
            .filter(column -> column.type() == Column.Type.DECIMAL)
            .map(Column::name)
            .collect(Collectors.toUnmodifiableSet());
  }

  /// Where a table's rows come from.
  @FunctionalInterface
  interface Rows {
    void forEach(RowHandler<SheetRow> handler) throws IOException, Refusal;
  }

  /// Where the columns are, and which are unknown or missing.
  public Header header() {
    return header;
  }

  /// Hands out every row of data that is not blank, from top to bottom.
  public void forEachRow(RowHandler<FormRow> handler) throws IOException, Refusal {
    long first = header.row() + form.rowsBelow();
    rows.forEach(row -> {
      if (row.number() > first && !row.blank()) {
        noteNameless(row);
        handler.row(named(row));
      }
    });
  }

  /// Which of some columns hold anything below the header; reads no further than it must.
  public Set<Integer> filled(Set<Integer> positions) throws IOException, Refusal {
    long first = header.row() + form.rowsBelow();
    Set<Integer> filled = new TreeSet<>();
    if (positions.isEmpty()) {
      return filled;
    }
    try {
      rows.forEach(row -> {
        if (row.number() > first) {
          positions.stream().filter(at -> !row.text(at).isBlank()).forEach(filled::add);
          row.faults().stream()
              .map(SheetRow.Fault::index)
              .filter(positions::contains)
              .forEach(filled::add);
          if (filled.size() == positions.size()) {
            throw new Enough();
          }
        }
      });
    } catch (Enough enough) {
      return filled;
    }
    return filled;
  }

  /// Positions that held something under a blank header, as far as rows have been handed out.
  public Set<Integer> nameless() {
    return Collections.unmodifiableSet(nameless);
  }

  private void noteNameless(SheetRow row) {
    for (int at = header.named().nextClearBit(0);
        at < row.cells().size() && nameless.size() < NAMELESS_MAX;
        at = header.named().nextClearBit(at + 1)) {
      if (!row.text(at).isBlank()) {
        nameless.add(at);
      }
    }
  }

  private FormRow named(SheetRow row) {
    var cells = LinkedHashMap.<String, String>newLinkedHashMap(header.columns().size());
    header
        .columns()
        .forEach((name, index) -> {
          String text = row.text(index);
          cells.put(
              name, decimals.contains(name) ? decimal.expected(text, row.isNumber(index)) : text);
        });
    if (row.faults().isEmpty()) {
      return new FormRow(row.number(), cells, List.of(), true);
    }
    boolean readable = true;
    var faults = new ArrayList<Rejection>();
    for (SheetRow.Fault fault : row.faults()) {
      String column = column(fault.index());
      if (fault.index() >= 0 && column.isEmpty()) {
        continue;
      }
      readable &= fault.index() >= 0 || fault.severity() != Severity.ERROR;
      faults.add(rejection(row.number(), column, fault));
    }
    return new FormRow(row.number(), cells, faults, readable);
  }

  private Rejection rejection(long number, String column, SheetRow.Fault fault) {
    return new Rejection(
        form.form(),
        number,
        column,
        fault.value(),
        fault.rule(),
        fault.severity(),
        fault.message(),
        fault.remedy());
  }

  private String column(int index) {
    for (Map.Entry<String, Integer> column : header.columns().entrySet()) {
      if (column.getValue() == index) {
        return column.getKey();
      }
    }
    return "";
  }
}

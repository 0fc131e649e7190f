package org.tessera.etl.form;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.tessera.mappings.Rejection.Severity;

/// The merged cells of a sheet. A file keeps their value in the upper left cell only, while a
/// reader of the sheet sees it in all of them: so it is filled into all of them, with a warning.
final class MergedCells {
  private static final int AREAS_MAX = 20_000;

  /// Merged cells do not overlap: a row meets fewer of them than it has columns.
  private static final int OPEN_MAX = 512;

  private static final byte[] MARK = "mergeCell ".getBytes(StandardCharsets.US_ASCII);

  private final List<Area> areas;

  private MergedCells(List<Area> areas) {
    this.areas =
        areas.stream().sorted(Comparator.comparingLong(Area::top)).limit(AREAS_MAX).toList();
  }

  /// Rows from 1, columns from 0, both ends included.
  record Area(long top, int left, long bottom, int right) {
    static Area of(String reference) {
      int colon = reference.indexOf(':');
      String from = colon < 0 ? reference : reference.substring(0, colon);
      String to = reference.substring(colon + 1);
      return new Area(
          Addresses.row(from), Addresses.column(from), Addresses.row(to), Addresses.column(to));
    }
  }

  static MergedCells of(List<Area> areas) {
    return new MergedCells(areas);
  }

  /// Finds the merged cells by their bytes: they stand behind all rows, and parsing a sheet twice
  /// would double the time to read it.
  static MergedCells scan(InputStream in) throws IOException {
    var areas = new ArrayList<Area>();
    byte[] buffer = new byte[1 << 16];
    byte[] tail = new byte[0];
    int read = in.read(buffer);
    while (read > 0) {
      byte[] chunk = Arrays.copyOf(tail, tail.length + read);
      System.arraycopy(buffer, 0, chunk, tail.length, read);
      int from = collect(chunk, areas);
      tail = Arrays.copyOfRange(chunk, Math.max(from, chunk.length - 200), chunk.length);
      read = in.read(buffer);
    }
    return new MergedCells(areas);
  }

  /// @return where the next search may begin
  private static int collect(byte[] chunk, List<Area> areas) {
    int done = 0;
    int at = find(chunk, 0);
    while (at >= 0 && areas.size() < AREAS_MAX) {
      int end = at;
      while (end < chunk.length && chunk[end] != '>') {
        end++;
      }
      if (end == chunk.length) {
        return at;
      }
      String element = new String(chunk, at, end - at, StandardCharsets.ISO_8859_1);
      int reference = element.indexOf("ref=");
      int close =
          reference < 0 || reference + 5 > element.length()
              ? -1
              : element.indexOf(element.charAt(reference + 4), reference + 5);
      if (close > 0) {
        areas.add(Area.of(element.substring(reference + 5, close)));
      }
      done = end;
      at = find(chunk, end);
    }
    return done;
  }

  private static int find(byte[] chunk, int from) {
    for (int at = from; at + MARK.length <= chunk.length; at++) {
      if (chunk[at] == 'm' && Arrays.equals(chunk, at, at + MARK.length, MARK, 0, MARK.length)) {
        return at;
      }
    }
    return -1;
  }

  /// One pass over the sheet's rows, from top to bottom.
  Pass pass() {
    return new Pass(areas);
  }

  /// Fills merged cells as the rows go by.
  static final class Pass {
    private final ArrayDeque<Area> ahead;
    private final List<Filling> open = new ArrayList<>();

    private Pass(List<Area> areas) {
      this.ahead = new ArrayDeque<>(areas);
    }

    private record Filling(Area area, String text) {}

    SheetRow filled(SheetRow row) {
      open.removeIf(filling -> filling.area().bottom() < row.number());
      while (!ahead.isEmpty() && ahead.element().top() <= row.number()) {
        Area area = ahead.remove();
        boolean starts = area.top() == row.number() && area.left() >= 0;
        if (starts && open.size() < OPEN_MAX && !row.text(area.left()).isBlank()) {
          open.add(new Filling(area, row.text(area.left())));
        }
      }
      return open.isEmpty() ? row : fill(row);
    }

    private SheetRow fill(SheetRow row) {
      var cells = new ArrayList<>(row.cells());
      var faults = new ArrayList<>(row.faults());
      for (Filling filling : open) {
        Area area = filling.area();
        // A title may be merged across all 16,384 columns: no form is wider than this.
        int right = Math.min(area.right(), Math.max(cells.size(), area.left() + 512) - 1);
        for (int column = area.left(); column <= right; column++) {
          if (!row.text(column).isEmpty()) {
            continue;
          }
          while (cells.size() <= column) {
            cells.add("");
          }
          cells.set(column, filling.text());
          faults.add(warning(column, area));
        }
      }
      return new SheetRow(row.number(), cells, row.numbers(), faults);
    }

    private static SheetRow.Fault warning(int column, Area area) {
      return new SheetRow.Fault(
          column,
          "",
          "cell-merged",
          Severity.WARNING,
          "the cell is merged with "
              + Addresses.of(area.left(), area.top())
              + " and was read with its value",
          "undo the merge and enter the value in each row it is meant for");
    }
  }
}

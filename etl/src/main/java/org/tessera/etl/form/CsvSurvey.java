package org.tessera.etl.form;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/// One pass over a whole text file before its first row is handed out: does it break off, and what
/// do the commas in its numbers mean?
final class CsvSurvey {
  private static final int SURE_COMMA = 0;
  private static final int MAYBE_COMMA = 1;
  private static final int SURE_POINT = 2;
  private static final int MAYBE_POINT = 3;

  private int[][] marks = new int[0][];
  private long records;
  private long lastRecord;
  private int lastWidth;
  private boolean ended = true;
  private boolean open;

  CsvSurvey(CsvParser parser) throws IOException {
    for (Optional<CsvParser.CsvRecord> next = parser.next(); next.isPresent(); ) {
      CsvParser.CsvRecord record = next.get();
      if (!record.blank()) {
        records++;
        lastRecord = record.number();
        lastWidth = record.fields().size();
        ended = record.ended();
        open = record.problem() == CsvParser.Problem.OPEN_QUOTE;
        look(record);
      }
      next = parser.next();
    }
  }

  boolean empty() {
    return records == 0;
  }

  /// Whether the last line breaks off: no line break behind it, and fewer fields than the header or
  /// an open quote.
  boolean brokenOff(Header header) {
    return !ended && lastRecord > header.row() && (open || lastWidth < header.width());
  }

  /// The decimal mark of the columns at `indexes`.
  ///
  /// @throws Refusal.DecimalQuestion where the texts allow two meanings
  DecimalMark decimalMark(Collection<Integer> indexes) throws Refusal {
    int[] sum = new int[4];
    for (int index : indexes) {
      if (index < marks.length) {
        for (int kind = 0; kind < sum.length; kind++) {
          sum[kind] += marks[index][kind];
        }
      }
    }
    boolean comma = sum[SURE_COMMA] > 0;
    boolean anyComma = comma || sum[MAYBE_COMMA] > 0;
    boolean anyPoint = sum[SURE_POINT] + sum[MAYBE_POINT] > 0;
    if (!anyComma) {
      return DecimalMark.UNKNOWN;
    }
    if (comma && !anyPoint) {
      return DecimalMark.COMMA_SEEN;
    }
    throw new Refusal.DecimalQuestion(
        comma
            ? "the file's numbers have both decimal points and decimal commas"
            : "a comma in the file's numbers may be a decimal comma or group thousands");
  }

  private void look(CsvParser.CsvRecord record) {
    int width = record.fields().size();
    if (marks.length < width) {
      int before = marks.length;
      marks = Arrays.copyOf(marks, width);
      for (int index = before; index < width; index++) {
        marks[index] = new int[4];
      }
    }
    for (int index = 0; index < width; index++) {
      look(record.fields().get(index), marks[index]);
    }
  }

  private static void look(String field, int[] seen) {
    if (field.indexOf(',') >= 0) {
      String text = field.trim();
      if (NumberText.surely(text, ',')) {
        seen[SURE_COMMA]++;
      } else if (NumberText.plain(text, ',') || NumberText.grouped(text, ',', '.')) {
        seen[MAYBE_COMMA]++;
      } else if (NumberText.grouped(text, '.', ',')) {
        seen[SURE_COMMA]++;
      }
    } else if (field.indexOf('.') >= 0) {
      String text = field.trim();
      if (NumberText.surely(text, '.')) {
        seen[SURE_POINT]++;
      } else if (NumberText.plain(text, '.')) {
        seen[MAYBE_POINT]++;
      }
    }
  }
}

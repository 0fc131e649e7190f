package org.tessera.etl.form;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tessera.mappings.Rejection.Severity;

/// The findings of a delivery by sheet, row and column.
final class Marks {
  static final String AUTHOR = "Tessera";

  /// Beyond this, cells are coloured without a comment: spreadsheet programs slow to a stop.
  static final int COMMENTS_MAX = 5_000;

  /// A comment of this length still fits a screen.
  private static final int COMMENT_CHARS_MAX = 2_000;

  /// By sheet, row and column; column -1 for the whole row.
  private final Map<String, Map<Long, Map<Integer, List<Finding>>>> bySheet = new HashMap<>();

  /// @param sheets the tabs of the workbook; where there is one only, all findings are meant for
  ///   it, since a text file's name need not be the form's
  Marks(List<Finding> findings, List<String> sheets) {
    for (Finding finding : findings) {
      String name = sheets.size() == 1 ? sheets.getFirst() : finding.sheet();
      bySheet
          .computeIfAbsent(folded(name), sheet -> new TreeMap<>())
          .computeIfAbsent(Math.max(finding.row(), 1), row -> new TreeMap<>())
          .computeIfAbsent(Addresses.column(finding.address()), column -> new ArrayList<>())
          .add(finding);
    }
  }

  /// The findings of a sheet by row, from top to bottom.
  Map<Long, Map<Integer, List<Finding>>> of(String sheet) {
    return bySheet.getOrDefault(folded(sheet), Map.of());
  }

  /// The findings of one row by column.
  Map<Integer, List<Finding>> of(String sheet, long row) {
    return of(sheet).getOrDefault(row, Map.of());
  }

  private static String folded(String sheet) {
    return sheet.strip().toLowerCase(Locale.ROOT);
  }

  static boolean severe(List<Finding> findings) {
    return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
  }

  /// Light red for an error, light yellow for a warning, as spreadsheet programs use them.
  static String color(List<Finding> findings) {
    return severe(findings) ? "FFC7CE" : "FFEB9C";
  }

  static String comment(List<Finding> findings) {
    String text =
        findings.stream()
            .map(finding -> finding.message() + "\n→ " + finding.remedy())
            .distinct()
            .collect(Collectors.joining("\n\n", "[" + AUTHOR + "] ", ""));
    return text.length() > COMMENT_CHARS_MAX ? text.substring(0, COMMENT_CHARS_MAX) + " …" : text;
  }
}

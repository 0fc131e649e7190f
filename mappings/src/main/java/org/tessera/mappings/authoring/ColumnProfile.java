package org.tessera.mappings.authoring;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.tessera.mappings.DatePattern;

/// What the cells of one column look like.
final class ColumnProfile {
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,18}(\\.\\d{1,20})?");
  private static final Pattern UID =
      Pattern.compile("(?=.{20,64}$)(0|[1-9]\\d*)(\\.(0|[1-9]\\d*)){4,}");
  private static final Pattern MIDNIGHT = Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ]00:00(:00.*)?");
  private static final List<String> WRITINGS =
      List.of(
          "yyyy-MM-dd",
          "dd/MM/yyyy",
          "MM/dd/yyyy",
          "dd.MM.yyyy",
          "dd-MM-yyyy",
          "yyyy/MM/dd",
          "d/M/yyyy",
          "d.M.yyyy",
          "dd-MMM-yyyy",
          "dd MMM yyyy",
          "yyyy-MM",
          "MM/yyyy");

  /// Values by how often they stand there, without those that mean nothing is recorded.
  final Map<String, Long> values = new LinkedHashMap<>();

  /// Words that stand where nothing is recorded.
  final Set<String> absences = new TreeSet<>();

  long filled;
  long letters;
  int longest;
  private boolean numbers = true;
  private boolean whole = true;
  private BigDecimal least = new BigDecimal("1e30");
  private BigDecimal most = new BigDecimal("-1e30");
  private boolean uids = true;
  private List<DatePattern> writings =
      new ArrayList<>(WRITINGS.stream().flatMap(text -> DatePattern.of(text).stream()).toList());

  static ColumnProfile of(SourceTable table, int column, Headings headings) {
    var profile = new ColumnProfile();
    for (int row = 0; row < table.rows(); row++) {
      String cell = table.cell(row, column);
      if (headings.missing(cell)) {
        if (!cell.isEmpty()) {
          profile.absences.add(cell);
        }
      } else {
        profile.see(cell);
      }
    }
    return profile;
  }

  private void see(String cell) {
    filled++;
    letters += cell.length();
    longest = Math.max(longest, cell.length());
    values.merge(cell, 1L, Long::sum);
    uids = uids && UID.matcher(cell).matches();
    if (numbers && NUMBER.matcher(cell).matches()) {
      BigDecimal number = new BigDecimal(cell);
      whole = whole && number.stripTrailingZeros().scale() <= 0;
      least = least.min(number);
      most = most.max(number);
    } else {
      numbers = false;
    }
    // A date cell of a workbook comes with its midnight.
    String day = MIDNIGHT.matcher(cell).matches() ? cell.substring(0, 10) : cell;
    writings = writings.stream().filter(writing -> writing.read(day).isPresent()).toList();
  }

  boolean empty() {
    return filled == 0;
  }

  boolean numbers() {
    return filled > 0 && numbers;
  }

  boolean whole() {
    return numbers() && whole;
  }

  boolean uids() {
    return filled > 0 && uids;
  }

  BigDecimal least() {
    return least;
  }

  BigDecimal most() {
    return most;
  }

  /// How all of them may be written as dates; none where one is no date.
  List<DatePattern> writings() {
    return filled == 0 ? List.of() : writings;
  }

  double meanLength() {
    return filled == 0 ? 0 : (double) letters / filled;
  }

  /// Few values that come back: a list somebody chose from. Values that do not come back may be
  /// anybody's name, and a list's values stand in a file.
  boolean chosen() {
    int different = values.size();
    return different <= 200
        && longest <= 120
        && filled >= (different <= 12 ? 2L * different : 4L * different);
  }
}

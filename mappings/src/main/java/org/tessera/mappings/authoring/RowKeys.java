package org.tessera.mappings.authoring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Finds what tells the rows of a table apart: the column of the patient, and what with the patient
/// is there once.
final class RowKeys {
  private static final int PAIRS_MAX = 40;

  private RowKeys() {}

  /// The heading under which all tables have the patient, the one that best looks like it; empty
  /// when no column can be it.
  static Optional<String> patient(List<SourceTable> tables, Headings headings) {
    SourceTable first = tables.getFirst();
    return first.headings().stream()
        .filter(heading -> tables.stream().allMatch(table -> position(table, heading).isPresent()))
        .max(Comparator.comparingDouble(heading -> patientScore(tables, heading, headings)))
        .filter(heading -> patientScore(tables, heading, headings) > 0.5);
  }

  private static double patientScore(List<SourceTable> tables, String heading, Headings headings) {
    String role = headings.role(heading).map(Headings.Role::name).orElse("");
    double score =
        switch (role) {
          case "patient" -> 3;
          case "sample", "" -> 0;
          default -> -3;
        };
    SourceTable first = tables.getFirst();
    int at = position(first, heading).orElse(0);
    Set<String> seen = new HashSet<>();
    int filled = 0;
    for (int row = 0; row < first.rows(); row++) {
      String cell = first.cell(row, at);
      filled += cell.isEmpty() ? 0 : 1;
      seen.add(cell);
    }
    boolean full = filled == first.rows() && first.rows() > 0;
    boolean unique = seen.size() == first.rows() && first.rows() > 1;
    // Of columns that look alike the first is meant, as people write tables.
    return full ? score + (unique ? 1 : 0) - at * 0.001 : score - 1;
  }

  static Optional<Integer> position(SourceTable table, String heading) {
    for (int at = 0; at < table.headings().size(); at++) {
      if (Headings.plain(table.headings().get(at)).equals(Headings.plain(heading))) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  /// The columns that with the patient are there once; none when the patient alone is, nothing when
  /// no one or two columns do it.
  static Optional<List<Integer>> key(
      SourceTable table, int patient, Map<Integer, ColumnProfile> profiles) {
    if (once(table, List.of(patient))) {
      return Optional.of(List.of());
    }
    List<Integer> likely =
        IntStream.range(0, table.headings().size())
            .filter(at -> at != patient)
            .filter(at -> full(table, profiles, at))
            .boxed()
            .limit(PAIRS_MAX)
            .toList();
    for (int at : likely) {
      if (once(table, List.of(patient, at))) {
        return Optional.of(List.of(at));
      }
    }
    for (int first : likely) {
      for (int second : likely) {
        if (first < second && once(table, List.of(patient, first, second))) {
          return Optional.of(List.of(first, second));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean full(SourceTable table, Map<Integer, ColumnProfile> profiles, int column) {
    ColumnProfile profile = profiles.get(column);
    return profile != null
        && profile.filled == table.rows()
        && profile.longest <= 60
        && (!profile.numbers() || profile.whole());
  }

  private static boolean once(SourceTable table, List<Integer> columns) {
    Set<List<String>> seen = new HashSet<>();
    for (int row = 0; row < table.rows(); row++) {
      List<String> key = new ArrayList<>();
      for (int column : columns) {
        key.add(table.cell(row, column));
      }
      if (!seen.add(key)) {
        return false;
      }
    }
    return true;
  }
}

package org.tessera.omop.athena;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tessera.omop.VocabularyStage;

/// Finds concepts that stand above themselves. Direct steps are sorted topologically in a few
/// number arrays; whole lines of descent are compared with their reverse by the database.
final class AncestorCycles {
  private static final int TOLD_MAX = 20;
  private static final String TABLE = VocabularyStage.SCHEMA + ".concept_ancestor";

  private int[] above = new int[1 << 16];
  private int[] below = new int[1 << 16];
  private int size;

  /// An ancestor and a descendant that is its ancestor as well.
  record Pair(int ancestor, int descendant) {
    String key() {
      return ancestor + "\t" + descendant;
    }
  }

  /// Some of the pairs that close a circle, none when there is no circle.
  static List<Pair> find(Connection connection) throws SQLException {
    var cycles = new AncestorCycles();
    cycles.read(connection);
    List<Pair> found = new ArrayList<>(cycles.sort());
    if (found.isEmpty()) {
      reversed(connection, found);
    }
    return found;
  }

  private static void reversed(Connection connection, List<Pair> found) throws SQLException {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                select a.ancestor_concept_id, a.descendant_concept_id from %1$s a
                join %1$s b on b.ancestor_concept_id = a.descendant_concept_id
                  and b.descendant_concept_id = a.ancestor_concept_id
                where a.ancestor_concept_id < a.descendant_concept_id
                  and b.ancestor_concept_id > b.descendant_concept_id
                limit %2$d
                """
                    .formatted(TABLE, TOLD_MAX))) {
      while (rows.next()) {
        found.add(new Pair(rows.getInt(1), rows.getInt(2)));
      }
    }
  }

  private void read(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.setFetchSize(50_000);
      try (var rows =
          statement.executeQuery(
              "select ancestor_concept_id, descendant_concept_id from "
                  + TABLE
                  + " where min_levels_of_separation = 1"
                  + " and ancestor_concept_id <> descendant_concept_id")) {
        while (rows.next()) {
          if (size == above.length) {
            above = Arrays.copyOf(above, size * 2);
            below = Arrays.copyOf(below, size * 2);
          }
          above[size] = rows.getInt(1);
          below[size++] = rows.getInt(2);
        }
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /// Takes away concepts nothing stands above, then those nothing stands below: what is left lies
  /// on circles or between them.
  private List<Pair> sort() {
    int[] ids = ids();
    var from = new int[size];
    var to = new int[size];
    for (int i = 0; i < size; i++) {
      from[i] = Arrays.binarySearch(ids, above[i]);
      to[i] = Arrays.binarySearch(ids, below[i]);
    }
    var gone = new boolean[ids.length];
    peel(from, to, gone);
    peel(to, from, gone);
    List<Pair> left = new ArrayList<>();
    for (int i = 0; i < size && left.size() < TOLD_MAX; i++) {
      if (!gone[from[i]] && !gone[to[i]]) {
        left.add(new Pair(above[i], below[i]));
      }
    }
    return left;
  }

  private int[] ids() {
    int[] all = Arrays.copyOf(above, size * 2);
    System.arraycopy(below, 0, all, size, size);
    Arrays.sort(all);
    int kept = 0;
    for (int i = 0; i < all.length; i++) {
      if (i == 0 || all[i] != all[i - 1]) {
        all[kept++] = all[i];
      }
    }
    return Arrays.copyOf(all, kept);
  }

  private static void peel(int[] from, int[] to, boolean[] gone) {
    var waiting = new int[gone.length];
    var begin = new int[gone.length + 1];
    for (int i = 0; i < from.length; i++) {
      if (!gone[from[i]] && !gone[to[i]]) {
        waiting[to[i]]++;
      }
      begin[from[i] + 1]++;
    }
    for (int i = 0; i < gone.length; i++) {
      begin[i + 1] += begin[i];
    }
    int[] next = Arrays.copyOf(begin, gone.length);
    var targets = new int[from.length];
    for (int i = 0; i < from.length; i++) {
      targets[next[from[i]]++] = to[i];
    }
    var open = new int[gone.length];
    int count = 0;
    for (int i = 0; i < gone.length; i++) {
      if (!gone[i] && waiting[i] == 0) {
        open[count++] = i;
      }
    }
    for (int i = 0; i < count; i++) {
      gone[open[i]] = true;
      for (int j = begin[open[i]]; j < begin[open[i] + 1]; j++) {
        if (!gone[targets[j]] && --waiting[targets[j]] == 0) {
          open[count++] = targets[j];
        }
      }
    }
  }
}

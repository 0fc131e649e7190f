package org.tessera.catalog.search;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tessera.catalog.cohort.Criterion.Near;
import org.tessera.catalog.index.Columns;

/// Goes through the entries of patients of one segment.
final class EntryScan {
  private final Columns columns;
  private final Entries entries;
  private final Optional<Near> near;
  private final Optional<Entries> other;
  private final boolean days;
  private final Columns.Rows rows;
  private int[] seen = new int[16];

  EntryScan(
      Columns columns,
      Entries entries,
      Optional<Near> near,
      Optional<Entries> other,
      boolean days) {
    this.columns = columns;
    this.entries = entries;
    this.near = near;
    this.other = other;
    this.days = days;
    this.rows = columns.rows(entries.level());
  }

  /// What entries are asked for.
  record Entries(int level, List<Filter> filters) {
    boolean fit(Columns columns, int row) {
      // A row that stands for having no entry is found by what is not recorded, not by nothing.
      return (!filters.isEmpty() || !columns.rows(level).isNone(row))
          && Filter.allFit(filters, columns, row);
    }
  }

  /// Whether a patient has so many of them.
  boolean reach(int document, int atLeast) {
    int found = 0;
    for (int row = rows.from(document); row < rows.to(document); row++) {
      if (entries.fit(columns, row) && isNear(document, row) && counts(row, found)) {
        found++;
        if (found >= atLeast) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean counts(int row, int found) {
    if (!days) {
      return true;
    }
    int day = rows.day(row);
    if (day <= Columns.Rows.NONE) {
      return false;
    }
    for (int i = 0; i < found; i++) {
      if (seen[i] == day) {
        return false;
      }
    }
    if (found == seen.length) {
      seen = Arrays.copyOf(seen, found * 2);
    }
    seen[found] = day;
    return true;
  }

  private boolean isNear(int document, int row) {
    if (near.isEmpty() || other.isEmpty()) {
      return true;
    }
    int day = rows.day(row);
    if (day <= Columns.Rows.NONE || other.get().level() < 0) {
      return false;
    }
    Columns.Rows others = columns.rows(other.get().level());
    for (int at = others.from(document); at < others.to(document); at++) {
      int then = others.day(at);
      boolean another = other.get().level() != entries.level() || at != row;
      if (another
          && then > Columns.Rows.NONE
          && day - then >= near.get().from()
          && day - then <= near.get().to()
          && other.get().fit(columns, at)) {
        return true;
      }
    }
    return false;
  }
}

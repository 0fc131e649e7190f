package org.tessera.mappings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// What becomes other when the same data are read by another definition of a study: counted by type
/// of resource, and by table of OMOP.
public final class Effect {
  private final InOmop omop;
  private final Map<String, Change> resources = new TreeMap<>();
  private final Map<String, Change> rows = new TreeMap<>();

  /// A row of a table, in whatever words tell it from others.
  public record Row(String table, String text) {}

  /// Says which rows a resource makes.
  @FunctionalInterface
  public interface InOmop {
    /// Its rows, none for a resource that is not in OMOP.
    List<Row> rows(ObjectNode resource);
  }

  /// Counts of one kind.
  public static final class Change {
    private long added;
    private long changed;
    private long removed;
    private long same;

    /// Counts that are known.
    public static Change of(long added, long removed, long same) {
      var change = new Change();
      change.added = added;
      change.removed = removed;
      change.same = same;
      return change;
    }

    /// There afterwards alone.
    public long added() {
      return added;
    }

    /// There before and after, and not the same.
    public long changed() {
      return changed;
    }

    /// There before alone.
    public long removed() {
      return removed;
    }

    /// There before and after.
    public long same() {
      return same;
    }
  }

  /// Counts nothing yet.
  public Effect(InOmop omop) {
    this.omop = omop;
  }

  /// Resources by type.
  public Map<String, Change> resources() {
    return resources;
  }

  /// Rows of OMOP by table, without those that are derived from several resources.
  public Map<String, Change> rows() {
    return rows;
  }

  /// Counts what one patient's resources were, and what they would be.
  ///
  /// @param before by `Type/id`
  /// @param after by `Type/id`
  public void compare(Map<String, ObjectNode> before, Map<String, ObjectNode> after) {
    Map<String, ObjectNode> left = new HashMap<>(after);
    before.forEach((reference, resource) -> {
      Change change = of(resources, type(reference));
      ObjectNode other = left.remove(reference);
      if (other == null) {
        change.removed++;
        compare(omop.rows(resource), List.of());
      } else if (other.equals(resource)) {
        change.same++;
        omop.rows(resource).forEach(row -> of(rows, row.table()).same++);
      } else {
        change.changed++;
        compare(omop.rows(resource), omop.rows(other));
      }
    });
    left.forEach((reference, resource) -> {
      of(resources, type(reference)).added++;
      compare(List.of(), omop.rows(resource));
    });
  }

  /// Rows of one resource: those of one table that differ are taken for one another.
  private void compare(List<Row> before, List<Row> after) {
    List<Row> left = new ArrayList<>(after);
    List<Row> other = new ArrayList<>();
    for (Row row : before) {
      if (left.remove(row)) {
        of(rows, row.table()).same++;
      } else {
        other.add(row);
      }
    }
    for (Row row : other) {
      Change change = of(rows, row.table());
      Optional<Row> instead =
          left.stream().filter(each -> each.table().equals(row.table())).findFirst();
      if (instead.isPresent()) {
        left.remove(instead.get());
        change.changed++;
      } else {
        change.removed++;
      }
    }
    left.forEach(row -> of(rows, row.table()).added++);
  }

  private static Change of(Map<String, Change> all, String name) {
    return all.computeIfAbsent(name, any -> new Change());
  }

  private static String type(String reference) {
    return reference.substring(0, reference.indexOf('/'));
  }
}

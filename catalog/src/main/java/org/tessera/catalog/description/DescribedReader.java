package org.tessera.catalog.description;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tessera.mappings.Problems;
import org.tessera.mappings.RuleNode;

/// Reads what a file says of one thing, and tells what cannot be.
final class DescribedReader {
  private final Problems problems;

  DescribedReader(Problems problems) {
    this.problems = problems;
  }

  /// The values of an attribute; empty where the file says nothing of it.
  Optional<List<String>> values(Row row, RuleNode.Fields fields) {
    List<String> values =
        fields.texts(row.attribute()).stream().filter(value -> !value.isBlank()).toList();
    require(row, fields, values.isEmpty());
    if (!fields.has(row.attribute())) {
      return Optional.empty();
    }
    RuleNode node = Objects.requireNonNull(fields.fields().get(row.attribute()));
    if (!row.many() && values.size() > 1) {
      problems.add(node, "\"" + row.attribute() + "\" has one value", "keep one of them");
    }
    values.forEach(value -> check(row, node, value));
    return Optional.of(values);
  }

  private void require(Row row, RuleNode.Fields fields, boolean none) {
    if (row.needed() && none) {
      problems.add(
          fields,
          "a %s needs a %s".formatted(row.entity(), row.label().toLowerCase(Locale.ROOT)),
          row.attribute() + ": …");
    }
  }

  private void check(Row row, RuleNode node, String value) {
    if (!row.values().isEmpty() && !row.values().contains(value)) {
      problems.add(
          node,
          "\"" + value + "\" is no " + row.label().toLowerCase(Locale.ROOT),
          "one of " + String.join(", ", row.values()));
    }
    if (!row.form().fits(value)) {
      problems.add(node, "\"" + value + "\" is no " + row.form().called(), row.form().remedy());
    }
  }

  /// The rows of a table; empty where the file says nothing of it.
  Optional<List<Map<String, String>>> rows(Row table, RuleNode.Fields fields) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (RuleNode node : fields.all(table.attribute())) {
      if (node instanceof RuleNode.Fields cells) {
        rows.add(cells(table, cells));
      } else {
        problems.add(
            node,
            "\"" + table.attribute() + "\" has rows of several cells",
            table.columns().stream()
                .map(column -> column.column() + ": …")
                .collect(Collectors.joining(", ", "- { ", " }")));
      }
    }
    require(table, fields, rows.isEmpty());
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows);
  }

  private Map<String, String> cells(Row table, RuleNode.Fields fields) {
    Set<String> known = new LinkedHashSet<>();
    table.columns().forEach(column -> known.add(column.column()));
    fields.onlyKnown(known, problems);
    Map<String, String> cells = new LinkedHashMap<>();
    for (Row column : table.columns()) {
      String text = fields.text(column.column(), "").strip();
      if (!text.isEmpty()) {
        check(column, fields, text);
        cells.put(column.column(), text);
      } else if (column.needed()) {
        problems.add(
            fields,
            "a row of \"%s\" has no %s"
                .formatted(table.attribute(), column.label().toLowerCase(Locale.ROOT)),
            column.column() + ": …");
      }
    }
    return cells;
  }

  /// A dataset tells of every version why it was made, and one follows the other.
  void versions(Described described, RuleNode.Fields fields) {
    Optional<Version> now = Version.parse(described.first("version"));
    List<Version> told =
        described.rows("change").stream()
            .flatMap(row -> Version.parse(row.getOrDefault("version", "")).stream())
            .toList();
    for (int i = 1; i < told.size(); i++) {
      Version before = told.get(i - 1);
      if (!before.next().contains(told.get(i))) {
        problems.add(
            fields,
            "version %s does not follow %s".formatted(told.get(i), before),
            "one of "
                + before.next().stream().map(Version::toString).collect(Collectors.joining(", ")));
      }
    }
    if (now.isPresent() && !told.isEmpty() && !told.getLast().equals(now.get())) {
      problems.add(
          fields,
          "the last change is of version %s, the dataset is %s"
              .formatted(told.getLast(), now.get()),
          "tell what changed in " + now.get());
    }
  }
}

package org.tessera.app.web;

import java.util.List;
import java.util.Map;
import org.tessera.etl.StudyDiff;
import org.tessera.mappings.Effect;

/// What two definitions of a study differ in, and what that does to data, in lines for people.
public final class StudyWords {
  private StudyWords() {}

  /// What the definitions say differently.
  public static String differences(List<String> lines) {
    return lines.isEmpty()
        ? "Columns, codes and rules are the same.\n"
        : String.join("\n", lines) + "\n";
  }

  /// What becomes other of resources and of rows of OMOP.
  public static String effect(Effect effect) {
    return table("Resources", effect.resources()) + table("Rows of OMOP", effect.rows());
  }

  static String effect(String study, StudyDiff.Result result) {
    var text = new StringBuilder();
    text.append(
        "%s: %,d deliveries read by both definitions; rows that become resources: %,d before, %,d after.%n"
            .formatted(study, result.deliveries(), result.rowsBefore(), result.rowsAfter()));
    result
        .unreadable()
        .forEach(line -> text.append("cannot be read any more: ").append(line).append('\n'));
    text.append(table("Resources", result.resources()));
    text.append(table("Rows of OMOP", result.rows()));
    text.append(
        "Cells and rows rejected%16s %10s %10s%n".formatted("newly", "no longer", "as before"));
    result
        .rejections()
        .forEach((rule, change) ->
            text.append(
                "  %-26s %,10d %,10d %,10d%n"
                    .formatted(rule, change.added(), change.removed(), change.same())));
    return text.toString();
  }

  private static String table(String title, Map<String, Effect.Change> changes) {
    var text = new StringBuilder();
    text.append(
        "%-28s %10s %10s %10s %10s%n".formatted(title, "added", "changed", "removed", "same"));
    changes.forEach((name, change) ->
        text.append(
            "  %-26s %,10d %,10d %,10d %,10d%n"
                .formatted(
                    name, change.added(), change.changed(), change.removed(), change.same())));
    return text.toString();
  }
}

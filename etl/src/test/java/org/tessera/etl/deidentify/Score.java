package org.tessera.etl.deidentify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tessera.etl.deidentify.AnswerKey.Action;
import org.tessera.etl.deidentify.AnswerKey.Check;

/// How many checks of each action hold, and which do not.
final class Score {
  private final Map<Action, int[]> byAction = new EnumMap<>(Action.class);
  private final List<String> failures = new ArrayList<>();
  private final List<Check> held = new ArrayList<>();

  void add(Check check, boolean holds) {
    int[] counts = byAction.computeIfAbsent(check.expectation().action(), _ -> new int[2]);
    counts[0] += holds ? 1 : 0;
    counts[1]++;
    if (holds) {
      held.add(check);
    } else {
      failures.add(check.file() + " " + check.path() + " " + check.expectation());
    }
  }

  int checks() {
    return byAction.values().stream().mapToInt(counts -> counts[1]).sum();
  }

  double percent() {
    int held = byAction.values().stream().mapToInt(counts -> counts[0]).sum();
    return 100.0 * held / Math.max(checks(), 1);
  }

  double percent(Action action) {
    int[] counts = byAction.getOrDefault(action, new int[2]);
    return 100.0 * counts[0] / Math.max(counts[1], 1);
  }

  List<Check> held(Action action) {
    return held.stream().filter(check -> check.expectation().action() == action).toList();
  }

  List<String> failures() {
    return failures;
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    byAction.forEach((action, counts) ->
        text.append(
            String.format(Locale.ROOT, "%-17s %5d of %5d%n", action, counts[0], counts[1])));
    return text.append(String.format(Locale.ROOT, "all %.2f %%%n", percent()))
        .append(String.join("\n", failures))
        .toString();
  }
}

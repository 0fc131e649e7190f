package org.tessera.app;

import java.util.ArrayList;
import java.util.List;
import org.tessera.etl.Verification.Check;
import org.tessera.omop.OmopReport;

/// Turns what OMOP's verification found into lines of the node's proof.
final class OmopChecks {
  private OmopChecks() {}

  static List<Check> of(OmopReport report) {
    List<Check> checks = new ArrayList<>();
    report
        .resources()
        .forEach((type, count) -> {
          long explained = count.reasons().values().stream().mapToLong(Long::longValue).sum();
          checks.add(
              new Check(
                  type + " resources = with OMOP rows " + count.withRows() + reasons(count),
                  count.total(),
                  count.withRows() + explained));
        });
    checks.add(new Check("OMOP differences", 0, report.differences().size()));
    report.differences().forEach(difference -> checks.add(new Check("OMOP: " + difference, 0, 1)));
    return checks;
  }

  private static String reasons(OmopReport.Resources count) {
    var text = new StringBuilder();
    count
        .reasons()
        .forEach((reason, number) -> text.append(" + ").append(reason).append(' ').append(number));
    return text.toString();
  }
}

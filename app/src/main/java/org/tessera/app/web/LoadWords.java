package org.tessera.app.web;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tessera.etl.Delivery;
import org.tessera.etl.Report;
import org.tessera.etl.imaging.ImageCounts;
import org.tessera.etl.imaging.ImageJournal;

/// What became of a delivery, in lines for the person at the command line.
final class LoadWords {
  private static final int FILES_MAX = 100_000;

  private LoadWords() {}

  static String of(Report report, ImageJournal images) {
    Delivery delivery = report.delivery();
    var text = new StringBuilder();
    text.append("Delivery %d: %s.%n".formatted(delivery.id(), delivery.state().words()));
    if (!delivery.message().isEmpty()) {
      text.append(delivery.message()).append('\n');
    }
    images
        .counts(delivery.id())
        .ifPresentOrElse(
            counts -> images(text, delivery, counts, images), () -> rows(text, report));
    return text.toString();
  }

  private static void rows(StringBuilder text, Report report) {
    Delivery.Counts counts = report.delivery().counts();
    text.append(
        "%,d rows read, %,d accepted, %,d rejected; %,d cells rejected, %,d warnings.%n"
            .formatted(
                counts.read(),
                counts.accepted(),
                counts.rejected(),
                counts.cellsRejected(),
                counts.warnings()));
    for (Report.RuleCount rule : report.rules()) {
      text.append(
          "  %,6d %s  %s: %s%n"
              .formatted(rule.cells(), rule.severity(), rule.message(), rule.remedy()));
    }
    text.append(
        "FHIR: %,d created, %,d updated, %,d unchanged, %,d deleted.%n"
            .formatted(
                counts.resourcesCreated(),
                counts.resourcesUpdated(),
                counts.resourcesUnchanged(),
                counts.resourcesDeleted()));
    text.append(
        "Rejected cells and your workbook with comments: /deliveries/%d%n"
            .formatted(report.delivery().id()));
  }

  private static void images(
      StringBuilder text, Delivery delivery, ImageCounts counts, ImageJournal images) {
    text.append(
        "Files: %,d; %,d %s, %,d here already, %,d held for a person to look at, %,d refused, %,d passed over.%n"
            .formatted(
                counts.files(),
                counts.taken(),
                delivery.dry() ? "that could be taken" : "taken",
                counts.same(),
                counts.held(),
                counts.refused(),
                counts.passed()));
    Map<String, Integer> reasons = new LinkedHashMap<>();
    for (ImageJournal.Refused file : images.refused(delivery.id(), FILES_MAX)) {
      reasons.merge(file.message() + " " + file.remedy(), 1, Integer::sum);
    }
    reasons.forEach((reason, files) -> text.append("  %,6d  %s%n".formatted(files, reason)));
    text.append("Each refused file with its reason: /deliveries/%d%n".formatted(delivery.id()));
  }
}

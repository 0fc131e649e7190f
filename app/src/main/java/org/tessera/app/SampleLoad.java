package org.tessera.app;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.tessera.app.demo.DemoScans;
import org.tessera.app.demo.DemoStudy;
import org.tessera.etl.Delivery;
import org.tessera.etl.Journal;
import org.tessera.etl.imaging.ImageIntake;
import org.tessera.etl.imaging.StudyTable;
import org.tessera.fhir.store.ProjectionRunner;

/// All sample studies, and images of one of them, on their way through the inbox of a node.
final class SampleLoad {
  private static final int DELIVERIES_READ = 100_000;

  private final SampleDelivery samples;
  private final Journal journal;
  private final ImageIntake images;
  private final ProjectionRunner projections;

  SampleLoad(
      SampleDelivery samples, Journal journal, ImageIntake images, ProjectionRunner projections) {
    this.samples = samples;
    this.journal = journal;
    this.images = images;
    this.projections = projections;
  }

  boolean isDone() {
    List<String> received = received();
    return received.containsAll(Arrays.stream(DemoStudy.values()).map(DemoStudy::study).toList())
        && scansCame(received)
        && journal.balance().underWay() == 0
        && imagesAreToldOf();
  }

  /// The second delivery of their study: images are dropped when its workbook was received.
  private static boolean scansCame(List<String> received) {
    return received.stream().filter(DemoScans.STUDY.study()::equals).count() > 1;
  }

  private boolean imagesAreToldOf() {
    return images.studies().of(DemoScans.STUDY.study()).stream()
        .noneMatch(row -> row.state() == StudyTable.State.SETTLING && row.trouble().isEmpty());
  }

  /// Drops the samples that did not come yet, all at the first start and the rest after a kill, and
  /// waits until FHIR, OMOP and catalogue have them.
  ///
  /// @throws IllegalStateException if that takes longer than the patience given
  void run(int patients, Duration patience) throws IOException, InterruptedException {
    for (DemoStudy sample : DemoStudy.values()) {
      // In this order: a file leaves the inbox only after the journal has it.
      if (!samples.waits(sample) && !received().contains(sample.study())) {
        samples.drop(sample, patients);
      }
    }
    boolean dropped = false;
    Instant end = Instant.now().plus(patience);
    while (!isDone()) {
      List<String> received = received();
      // After the patients they are of, so that none waits for those.
      if (!dropped && received.contains(DemoScans.STUDY.study())) {
        dropped = true;
        if (!samples.scansWait() && !scansCame(received)) {
          samples.dropScans(patients);
        }
      }
      if (Instant.now().isAfter(end)) {
        throw new IllegalStateException("the samples were not loaded in " + patience);
      }
      Thread.sleep(200);
    }
    projections.awaitCaughtUp(patience);
  }

  /// The study of each delivery.
  private List<String> received() {
    return journal.latest(DELIVERIES_READ).stream().map(Delivery::study).toList();
  }
}

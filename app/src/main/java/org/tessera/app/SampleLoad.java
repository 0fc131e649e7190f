package org.tessera.app;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tessera.app.demo.DemoScans;
import org.tessera.app.demo.DemoStudy;
import org.tessera.etl.Delivery;
import org.tessera.etl.Journal;
import org.tessera.etl.imaging.ImageIntake;
import org.tessera.etl.imaging.StudyTable;
import org.tessera.fhir.store.ProjectionRunner;

/// All sample studies, and images of most of them, on their way through the inbox of a node.
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
        && DemoScans.studies().stream().allMatch(sample -> scansCame(sample, received))
        && journal.balance().underWay() == 0
        && DemoScans.studies().stream().allMatch(this::imagesAreToldOf);
  }

  /// The second delivery of their study: images are dropped when its workbook was received.
  private static boolean scansCame(DemoStudy sample, List<String> received) {
    return received.stream().filter(sample.study()::equals).count() > 1;
  }

  private boolean imagesAreToldOf(DemoStudy sample) {
    return images.studies().of(sample.study()).stream()
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
    List<DemoStudy> imaged = new ArrayList<>(DemoScans.studies());
    Instant end = Instant.now().plus(patience);
    while (!isDone()) {
      // After the patients they are of, so that none waits for those.
      for (DemoStudy sample : List.copyOf(imaged)) {
        List<String> received = received();
        if (received.contains(sample.study())) {
          imaged.remove(sample);
          if (!samples.scansWait(sample) && !scansCame(sample, received)) {
            samples.dropScans(sample, patients);
          }
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

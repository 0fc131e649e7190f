package org.tessera.app;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.tessera.app.demo.DemoStudy;
import org.tessera.etl.Delivery;
import org.tessera.etl.Journal;
import org.tessera.fhir.store.ProjectionRunner;

/// All sample studies on their way through the inbox of a node.
final class SampleLoad {
  private static final int DELIVERIES_READ = 100_000;

  private final SampleDelivery samples;
  private final Journal journal;
  private final ProjectionRunner projections;

  SampleLoad(SampleDelivery samples, Journal journal, ProjectionRunner projections) {
    this.samples = samples;
    this.journal = journal;
    this.projections = projections;
  }

  boolean isDone() {
    return received().containsAll(Arrays.stream(DemoStudy.values()).map(DemoStudy::study).toList())
        && journal.balance().underWay() == 0;
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
    Instant end = Instant.now().plus(patience);
    while (!isDone()) {
      if (Instant.now().isAfter(end)) {
        throw new IllegalStateException("the samples were not loaded in " + patience);
      }
      Thread.sleep(200);
    }
    projections.awaitCaughtUp(patience);
  }

  private Set<String> received() {
    return journal.latest(DELIVERIES_READ).stream()
        .map(Delivery::study)
        .collect(Collectors.toSet());
  }
}

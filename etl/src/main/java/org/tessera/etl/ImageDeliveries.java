package org.tessera.etl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.etl.Delivery.Counts;
import org.tessera.etl.Delivery.State;
import org.tessera.etl.imaging.ImageCounts;
import org.tessera.etl.imaging.ImageIntake;
import org.tessera.etl.imaging.StudySettling;
import org.tessera.etl.imaging.Unfit;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.mappings.Mappings;

/// Deliveries of images in the same journal, queue and quarantine as those of workbooks.
final class ImageDeliveries {
  /// Ways in by which instances come one by one, each with an answer of its own.
  private static final Set<String> SENT = Set.of("stow", "c-store");

  private static final Logger log = LoggerFactory.getLogger(ImageDeliveries.class);

  private static final long BETWEEN_SETTLING_NANOS = 5_000_000_000L;

  private final Ingest.Parts parts;
  private final ImageIntake images;
  private final StudySettling settling;
  private long settledAtNanos = System.nanoTime();

  ImageDeliveries(Ingest.Parts parts, Mappings mappings, ResourceStore store) {
    this.parts = parts;
    this.images = parts.images();
    this.settling = images.settling(store, mappings::studies);
  }

  /// Tells of the imaging studies that are quiet by now.
  void settle() {
    settledAtNanos = System.nanoTime();
    settling.run();
  }

  /// The same between two deliveries: a long queue keeps no study waiting for its end.
  void settleMeanwhile() {
    if (System.nanoTime() - settledAtNanos > BETWEEN_SETTLING_NANOS) {
      settle();
    }
  }

  /// Whether a delivery is one of images.
  boolean takes(Delivery delivery) throws IOException {
    return images.journal().counts(delivery.id()).isPresent()
        || images.takes(delivery.sha256(), archived(delivery));
  }

  private Path archived(Delivery delivery) {
    return parts.zone().archived(delivery.sha256());
  }

  /// @throws DiskTrouble when a disk does not do its part
  void step(Loading loading) throws IOException {
    try {
      work(loading);
    } catch (IOException | UncheckedIOException e) {
      // What is wrong with a file is told of that file: all the rest is the surroundings'.
      throw new DiskTrouble(e);
    }
  }

  private void work(Loading loading) throws IOException {
    Delivery delivery = loading.delivery();
    if (delivery.state() == State.RETRACTING) {
      long instances = images.retract(delivery.id());
      parts
          .journal()
          .finish(
              delivery.id(),
              State.RETRACTED,
              "",
              instances + " instances were removed and what was derived from them.",
              delivery.counts());
      return;
    }
    parts.journal().move(delivery.id(), delivery.state(), State.LOADING);
    try {
      ImageCounts counts = images.load(order(loading), meter(loading));
      finish(delivery, counts);
    } catch (Unfit e) {
      parts.reception().quarantine(delivery, e.kind(), e.words());
    }
  }

  /// Before a delivery is given up: what it wrote and could not write down goes.
  void giveUp(Delivery delivery) throws IOException {
    if (images.journal().counts(delivery.id()).isPresent()) {
      images.sweep();
    }
  }

  private void finish(Delivery delivery, ImageCounts counts) throws IOException {
    boolean nothing = counts.refused() > 0 && counts.files() == counts.refused() + counts.passed();
    if (nothing && !delivery.dry()) {
      parts
          .reception()
          .quarantine(
              delivery,
              "no-image-taken",
              "None of its files could be taken in; each is listed with its reason.");
      return;
    }
    State end = delivery.dry() ? State.CHECKED : State.LOADED;
    parts.journal().finish(delivery.id(), end, "", "", Counts.none());
    images.forget(delivery.sha256());
    parts.reception().forgetOriginal(delivery);
    log.info(
        "delivery {}: {} files, {} instances taken, {} held, {} refused",
        delivery.id(),
        counts.files(),
        counts.taken(),
        counts.held(),
        counts.refused());
  }

  private ImageIntake.Order order(Loading loading) {
    Delivery delivery = loading.delivery();
    return new ImageIntake.Order(
        delivery.id(),
        loading.study(),
        delivery.sha256(),
        archived(delivery),
        SENT.contains(delivery.via()),
        delivery.dry());
  }

  private static ImageIntake.Meter meter(Loading loading) {
    return new ImageIntake.Meter(
        (step, total) -> loading.meter().start(step, total), done -> loading.meter().at(done));
  }
}

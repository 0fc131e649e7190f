package org.tessera.etl;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.etl.Delivery.State;
import org.tessera.etl.form.ReadingOptions;
import org.tessera.etl.form.Refusal;
import org.tessera.etl.imaging.ImageIntake;
import org.tessera.etl.pseudonym.Pseudonymizer;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.Study;

/// Works deliveries off, one at a time and in their order.
///
/// A failure is either the file's (it goes to quarantine), the surroundings' (the database is away:
/// it is tried again later), or unexplained: such a delivery is tried twice and then put into
/// quarantine, so it never blocks what comes behind it.
public final class Ingest {
  private static final Logger log = LoggerFactory.getLogger(Ingest.class);

  private final Parts parts;
  private final Mappings mappings;
  private final DSLContext sql;
  private final ImageDeliveries images;
  private final Tries tries;
  private final RowDeliveries rows;
  private final ReentrantLock turn = new ReentrantLock();

  private final List<Progress.Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable Progress progress;

  /// An intake that maps by these rules into this store.
  public Ingest(Parts parts, Mappings mappings, ResourceStore store) {
    this.parts = parts;
    this.mappings = mappings;
    this.sql = DSL.using(parts.dataSource(), SQLDialect.POSTGRES);
    this.images = new ImageDeliveries(parts, mappings, store);
    this.tries = new Tries(parts);
    this.rows = new RowDeliveries(parts, store);
  }

  /// What an intake reads from and writes to on this node.
  public record Parts(
      DataSource dataSource,
      Journal journal,
      Reception reception,
      Zone zone,
      Pseudonymizer pseudonymizer,
      ImageIntake images) {}

  /// Moves what studies declare identifying by now out of rows that were stored before they did.
  public void keepIdentifyingApart() {
    new ApartMove(sql, parts.pseudonymizer().cells()).run(List.copyOf(mappings.studies()));
  }

  /// The same as [#run], unless its turn does not come in time.
  ///
  /// @return false when it still waits, or is being worked off
  /// @throws InterruptedException when the node stops
  public boolean runWithin(Delivery delivery, Duration patience) throws InterruptedException {
    if (!turn.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    try {
      return !run(delivery).delivery().state().open();
    } finally {
      turn.unlock();
    }
  }

  /// Loads a delivery, or continues where a killed process left it. One that is done is only
  /// reported.
  public Report run(Delivery delivery) {
    turn.lock();
    try {
      Delivery now = parts.journal().find(delivery.id()).orElseThrow();
      if (now.state().open()) {
        attempt(now);
      }
      return parts.journal().report(delivery.id());
    } finally {
      turn.unlock();
    }
  }

  /// Checks a delivery that was received as a dry run and commits nothing of it.
  ///
  /// @throws IllegalArgumentException if it was received to be loaded
  public Report dryRun(Delivery delivery) {
    if (!delivery.dry()) {
      throw new IllegalArgumentException(
          "delivery " + delivery.id() + " was received to be loaded");
    }
    return run(delivery);
  }

  /// Works off all open deliveries; returns when none is left, or the database or a disk is away.
  public void drain() {
    work(() -> false);
  }

  /// The same, but begins no other delivery once the node stops, and lets a disk that failed rest.
  public void drain(BooleanSupplier stopping) {
    if (!tries.resting()) {
      work(stopping);
    }
  }

  private void work(BooleanSupplier stopping) {
    turn.lock();
    try {
      Optional<Delivery> next = parts.journal().nextOpen();
      while (!stopping.getAsBoolean() && next.isPresent() && attempt(next.get())) {
        images.settleMeanwhile();
        next = parts.journal().nextOpen();
      }
      images.settle();
    } catch (RuntimeException e) {
      requireAway(e);
    } finally {
      turn.unlock();
    }
  }

  /// Does something while no delivery is at work and none that is open waits for its turn.
  <T> T betweenDeliveries(Between<T> work) throws IOException {
    turn.lock();
    try {
      drain();
      return work.run();
    } finally {
      turn.unlock();
    }
  }

  /// What is done between two deliveries.
  @FunctionalInterface
  interface Between<T> {
    T run() throws IOException;
  }

  /// Waits where the database is away, and fails as it failed otherwise.
  private static void requireAway(RuntimeException e) {
    if (!Unavailable.is(e)) {
      throw e;
    }
    log.warn("the database is away; deliveries wait");
  }

  /// Lets the removals of a full delivery happen.
  ///
  /// @return false if none wait for it
  public boolean confirmRemovals(long id) {
    return parts.journal().confirmRemovals(id);
  }

  /// Keeps the rows a full delivery does not mention.
  ///
  /// @return false if none wait for a decision
  public boolean declineRemovals(long id) {
    if (!parts.journal().move(id, State.WAITING, State.LOADED)) {
      return false;
    }
    sql.execute("delete from etl.removal where delivery = ?", id);
    return true;
  }

  /// Withdraws a loaded delivery: the rows it last wrote go, and with them all that was derived.
  ///
  /// @return false if it is not loaded
  public boolean retract(long id) {
    boolean moved =
        parts.journal().move(id, State.LOADED, State.RETRACTING)
            || parts.journal().move(id, State.WAITING, State.RETRACTING);
    if (moved) {
      sql.execute("delete from etl.removal where delivery = ?", id);
    }
    return moved;
  }

  /// Lets a quarantined delivery be tried again.
  ///
  /// @param password of a locked workbook, kept in memory until the try is over; empty for none
  /// @return false if it is not in quarantine, or cannot succeed
  public boolean retry(Delivery delivery, String password) throws IOException {
    if (!parts.reception().retry(delivery)) {
      return false;
    }
    unlock(delivery, password);
    return true;
  }

  /// Gives the password of a locked workbook before its turn comes; it is kept in memory alone.
  public void unlock(Delivery delivery, String password) {
    rows.unlock(delivery, password);
  }

  /// Writes the delivered workbook with its bad cells marked, for its owner; the caller deletes it.
  ///
  /// @throws Refusal if the file cannot be read
  public Path returnedWorkbook(long id) throws IOException, Refusal {
    Delivery delivery = parts.journal().find(id).orElseThrow();
    ReadingOptions options =
        mappings.study(delivery.study()).map(StudyReading::options).orElse(ReadingOptions.none());
    return MarkedCopy.write(parts, delivery, rows.named(options, delivery));
  }

  /// Where deliveries of images are worked off.
  public ImageIntake images() {
    return parts.images();
  }

  /// How far the delivery at work is, empty when none is.
  public Optional<Progress> progress() {
    return Optional.ofNullable(progress);
  }

  /// Tells a listener how far deliveries are.
  public void onProgress(Progress.Listener listener) {
    listeners.add(listener);
  }

  /// One try, counted before it is made. An [Error] passes through like a kill would: the count
  /// stands and nothing else is written.
  ///
  /// @return false if the database is away and there is no point in going on
  private boolean attempt(Delivery open) {
    try {
      if (tries.spent(open)) {
        giveUp(open);
        return true;
      }
      Delivery delivery = parts.journal().begin(open.id());
      try {
        step(delivery);
      } catch (IOException e) {
        if (e instanceof DiskTrouble || !parts.reception().hasRoom()) {
          tries.takeBackLater(delivery);
          tries.rest();
        }
        throw e;
      } catch (RuntimeException e) {
        if (Unavailable.is(e)) {
          tries.takeBackLater(delivery);
          throw e;
        }
        log.error(
            "delivery {} failed, try {}", delivery.id(), delivery.tries(), Unavailable.safe(e));
      }
      return true;
    } catch (RuntimeException e) {
      requireAway(e);
      return false;
    } catch (IOException e) {
      if (!Thread.currentThread().isInterrupted()) {
        // The message may quote a file's name.
        log.warn("a disk does not do its part; deliveries wait", Unavailable.safe(e));
      }
      return false;
    } finally {
      progress = null;
    }
  }

  private void step(Delivery delivery) throws IOException {
    Optional<Study> study = mappings.study(delivery.study());
    if (study.isEmpty()) {
      parts
          .reception()
          .quarantine(delivery, "unknown-study", "The study is no longer defined on this node.");
      return;
    }
    var meter = new ProgressMeter(delivery.id(), this::at);
    var loading = new Loading(delivery, study.get(), parts.pseudonymizer(), meter);
    if (!delivery.replay() && images.takes(delivery)) {
      images.step(loading);
    } else {
      rows.step(loading);
    }
  }

  private void giveUp(Delivery open) throws IOException {
    Optional<Study> study = mappings.study(open.study());
    if (open.replay() && study.isPresent()) {
      rows.giveUp(study.get(), Tries.SPENT);
    } else {
      images.giveUp(open);
      tries.giveUp(open, rows.staging(open));
    }
  }

  private void at(Progress now) {
    progress = now;
    listeners.forEach(listener -> listener.at(now));
  }
}

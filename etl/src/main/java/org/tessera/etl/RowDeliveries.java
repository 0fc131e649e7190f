package org.tessera.etl;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.etl.Delivery.Counts;
import org.tessera.etl.Delivery.State;
import org.tessera.etl.form.ReadingOptions;
import org.tessera.etl.form.Refusal;
import org.tessera.fhir.store.OwnerConflict;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.mappings.DeliveryMode;
import org.tessera.mappings.Study;

/// Deliveries of workbooks and tables: loaded, their removals, withdrawn, read again.
final class RowDeliveries {
  private static final Logger log = LoggerFactory.getLogger(RowDeliveries.class);

  private final Ingest.Parts parts;
  private final ResourceStore store;
  private final DSLContext sql;
  private final Map<Long, String> passwords = new ConcurrentHashMap<>();

  RowDeliveries(Ingest.Parts parts, ResourceStore store) {
    this.parts = parts;
    this.store = store;
    this.sql = DSL.using(parts.dataSource(), SQLDialect.POSTGRES);
  }

  /// Gives the password of a locked workbook; it is kept in memory until the next try is over.
  void unlock(Delivery delivery, String password) {
    if (!password.isEmpty()) {
      passwords.put(delivery.id(), password);
    }
  }

  void step(Loading loading) throws IOException {
    if (loading.delivery().replay()) {
      replay(loading.study()).run(loading.meter());
      return;
    }
    switch (loading.delivery().state()) {
      case RECEIVED, READING, LOADING -> load(loading);
      case REMOVING -> remove(loading, State.LOADED);
      case RETRACTING -> remove(loading, State.RETRACTED);
      default -> throw new IllegalStateException("not open: " + loading.delivery().state());
    }
  }

  private StudyReplay replay(Study study) {
    var rereading = new Rereading(parts, study, each -> named(StudyReading.options(study), each));
    return new StudyReplay(parts, store, study, rereading);
  }

  Staging staging(Delivery delivery) {
    return new Staging(sql, delivery, new ApartValues(parts.pseudonymizer().cells(), delivery));
  }

  private void load(Loading loading) throws IOException {
    Delivery delivery = loading.delivery();
    var staging = staging(delivery);
    try {
      staging.clear();
      staging.clearRemovals();
      new RejectionLog(sql).clear(delivery);
      parts.journal().move(delivery.id(), delivery.state(), State.READING);
      read(loading);
      if (loading.study().delivery() == DeliveryMode.FULL) {
        loading.tally().waiting = staging.findRemovals(loading.places().keySet());
      }
      parts.journal().move(delivery.id(), State.READING, State.LOADING);
      new PatientLoader(Together.of(List.of(loading)), sql, store, State.LOADING).run("loading");
      loaded(loading, staging);
    } catch (Refusal e) {
      staging.clear();
      parts.reception().quarantine(delivery, e.kind(), e.reason() + ". " + e.remedy() + ".");
    } catch (RowIntake.Unfit e) {
      staging.clear();
      parts.reception().quarantine(delivery, e.kind(), e.words());
    } catch (OwnerConflict e) {
      staging.clear();
      parts
          .reception()
          .quarantine(
              delivery,
              "owner-conflict",
              "A resource this file would write belongs to somebody else.");
    } finally {
      passwords.remove(delivery.id());
    }
  }

  private void read(Loading loading) throws IOException, Refusal, RowIntake.Unfit {
    Delivery delivery = loading.delivery();
    loading.meter().start("reading", 0);
    long start = System.nanoTime();
    var intake = new RowIntake(loading, sql, 0);
    intake.read(
        parts.zone().archived(delivery.sha256()),
        named(StudyReading.options(loading.study()), delivery));
    intake.rejectRepeated();
    intake.rejectOrphans(new Long[] {delivery.id()});
    loading.tally().readingMillis = (System.nanoTime() - start) / 1_000_000;
  }

  private void loaded(Loading loading, Staging staging) {
    Delivery delivery = loading.delivery();
    Counts counts = loading.tally().counts();
    staging.clear();
    if (delivery.dry()) {
      staging.clearRemovals();
      parts.journal().finish(delivery.id(), State.CHECKED, "", "", counts);
    } else {
      State state = counts.waiting() > 0 ? State.WAITING : State.LOADED;
      parts.journal().finish(delivery.id(), state, "", "", counts);
    }
    log.info(
        "delivery {}: {} rows read, {} accepted, {} resources changed",
        delivery.id(),
        counts.read(),
        counts.accepted(),
        counts.resourcesChanged());
  }

  private void remove(Loading loading, State end) {
    Delivery delivery = loading.delivery();
    new PatientLoader(Together.of(List.of(loading)), sql, store, delivery.state()).run("removing");
    long removed = loading.tally().removed;
    String message = removed + " rows were removed and what was derived from them.";
    Counts counts = delivery.counts().afterRemoval(removed);
    parts.journal().finish(delivery.id(), end, "", message, counts);
    staging(delivery).clearRemovals();
  }

  /// Ends the tries of reading a study's deliveries again.
  ///
  /// @param why a sentence
  void giveUp(Study study, String why) {
    replay(study).giveUp(why);
  }

  /// The options of a delivery's file: its name, and its password where somebody gave one.
  ReadingOptions named(ReadingOptions options, Delivery delivery) {
    ReadingOptions named = StudyReading.named(options, parts.pseudonymizer(), delivery);
    String password = passwords.get(delivery.id());
    return password == null ? named : named.password(password);
  }
}

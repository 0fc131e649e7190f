package org.tessera.etl;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.etl.Delivery.State;
import org.tessera.etl.Journal.Reread;
import org.tessera.fhir.store.OwnerConflict;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.mappings.Study;

/// Lets what the deliveries of a study say by its present definition count, of all that are marked
/// for it at once: as if they had come in their order with this definition. A try that is broken
/// off is made again from the first file on.
final class StudyReplay {
  private static final Logger log = LoggerFactory.getLogger(StudyReplay.class);

  private final Ingest.Parts parts;
  private final DSLContext sql;
  private final ResourceStore store;
  private final Study study;
  private final Rereading rereading;

  StudyReplay(Ingest.Parts parts, ResourceStore store, Study study, Rereading rereading) {
    this.parts = parts;
    this.sql = DSL.using(parts.dataSource(), SQLDialect.POSTGRES);
    this.store = store;
    this.study = study;
    this.rereading = rereading;
  }

  void run(ProgressMeter meter) throws IOException {
    List<Delivery> marked = parts.journal().replaying(study.name());
    Rereading.Read read = rereading.read(marked, meter);
    Map<Long, Reread> ends = new TreeMap<>();
    for (Delivery delivery : marked) {
      String why = read.unread().get(delivery.id());
      if (why != null) {
        String words =
            "Not read again; its rows, and the resources made of them, stay as they were: " + why;
        ends.put(delivery.id(), new Reread(false, words, delivery.counts()));
      }
    }
    read.together().ifPresent(together -> load(together, ends));
    rereading.clear(marked);
    parts.journal().finish(ends);
    log.info(
        "study {}: {} deliveries read again, {} could not be",
        study.name(),
        marked.size() - read.unread().size(),
        read.unread().size());
  }

  private void load(Together together, Map<Long, Reread> ends) {
    for (Long id : together.ids()) {
      parts.journal().move(id, State.READING, State.LOADING);
    }
    try {
      new PatientLoader(together, sql, store, State.LOADING).run("reading again");
      together.byDelivery().forEach((id, one) -> ends.put(id, reread(one)));
    } catch (OwnerConflict e) {
      String words = inPart("A resource the study would write now belongs to somebody else.");
      together
          .byDelivery()
          .forEach((id, one) -> ends.put(id, new Reread(false, words, one.delivery().counts())));
    }
  }

  private static Reread reread(Loading loading) {
    return new Reread(
        true, "", loading.tally().counts().withRemoved(loading.delivery().counts().removed()));
  }

  private static String inPart(String why) {
    return "Read again in part. "
        + why
        + " Patients that came before that say what the definition makes of them now, the others"
        + " what they said.";
  }

  /// Ends the tries: everything stays as far as it came.
  void giveUp(String why) {
    List<Delivery> marked = parts.journal().replaying(study.name());
    Map<Long, Reread> ends = new TreeMap<>();
    for (Delivery delivery : marked) {
      ends.put(delivery.id(), new Reread(false, inPart(why), delivery.counts()));
    }
    rereading.clear(marked);
    parts.journal().finish(ends);
  }
}

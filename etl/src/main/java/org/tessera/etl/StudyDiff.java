package org.tessera.etl;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.tessera.etl.Delivery.State;
import org.tessera.fhir.store.Write;
import org.tessera.mappings.Effect;
import org.tessera.mappings.Effect.Change;
import org.tessera.mappings.Study;
import tools.jackson.databind.node.ObjectNode;

/// Says what another definition of a study would do to the data that are loaded: reads the archived
/// files by it as they would be read again, and compares what becomes of each patient with what the
/// definition that counts makes of the current rows. Nothing that counts is written.
public final class StudyDiff {
  private static final int PATIENTS_AT_ONCE = 150;

  private final Ingest.Parts parts;
  private final Ingest ingest;
  private final Effect.InOmop omop;
  private final DSLContext sql;

  /// @param omop says which rows a resource makes
  StudyDiff(Ingest.Parts parts, Ingest ingest, Effect.InOmop omop) {
    this.parts = parts;
    this.ingest = ingest;
    this.omop = omop;
    this.sql = DSL.using(parts.dataSource(), SQLDialect.POSTGRES);
  }

  /// What changes.
  ///
  /// @param deliveries that were read by the other definition
  /// @param rowsBefore current rows of the patients concerned
  /// @param resources by type: how many come, change, go and stay as they are
  /// @param rows the same of the rows of OMOP, by table
  /// @param rejections by rule and column: how many cells are newly rejected, and newly accepted
  /// @param unreadable deliveries the new definition cannot read, with the reason; their rows would
  ///   stay as they are
  public record Result(
      int deliveries,
      long rowsBefore,
      long rowsAfter,
      Map<String, Change> resources,
      Map<String, Change> rows,
      Map<String, Change> rejections,
      List<String> unreadable) {}

  /// Compares two definitions of one study; deliveries that come meanwhile wait.
  ///
  /// @throws IOException if the archive cannot be read
  public Result compare(Study before, Study after) throws IOException {
    return ingest.betweenDeliveries(() -> {
      List<Delivery> deliveries =
          parts.journal().loaded(before.name()).stream().map(Delivery::tried).toList();
      var rereading =
          new Rereading(
              parts,
              after,
              delivery ->
                  StudyReading.named(StudyReading.options(after), parts.pseudonymizer(), delivery));
      try {
        var meter = new ProgressMeter(0, progress -> {});
        return result(rereading.read(deliveries, meter), before, new Effect(omop));
      } finally {
        rereading.clear(deliveries);
        deliveries.forEach(delivery -> new RejectionLog(sql).forgetPending(delivery.id()));
      }
    });
  }

  /// Forgets what a comparison left that was broken off by the end of the process.
  void forgetBrokenOff() {
    sql.execute(
        "delete from etl.staged s using etl.delivery d"
            + " where d.id = s.delivery and d.state in ('LOADED', 'WAITING', 'RETRACTED')");
    sql.execute(
        "delete from etl.rejection r using etl.delivery d"
            + " where d.id = r.delivery and r.pending and not d.replay");
  }

  private Result result(Rereading.Read read, Study before, Effect effect) {
    List<String> unreadable = new ArrayList<>();
    read.unread().forEach((id, why) -> unreadable.add("delivery " + id + ": " + why));
    var comparison = new Comparison(effect);
    int deliveries = 0;
    Map<String, Change> rejections = Map.of();
    if (read.together().isPresent()) {
      Together together = read.together().get();
      deliveries = together.ids().length;
      comparison.run(together, before);
      rejections = rejections(together.ids());
    }
    return new Result(
        deliveries,
        comparison.rowsBefore,
        comparison.rowsAfter,
        effect.resources(),
        effect.rows(),
        rejections,
        unreadable);
  }

  private Map<String, Change> rejections(Long[] deliveries) {
    Map<String, Change> all = new TreeMap<>();
    for (Record r :
        sql.fetch(
            """
            select what, count(*) filter (where now and not before) as added,
              count(*) filter (where before and not now) as removed,
              count(*) filter (where before and now) as same
            from (select rule || ' ' || form || '.' || "column" as what, bool_or(pending) as now,
                bool_or(not pending) as before
              from etl.rejection where delivery = any(?) and severity = 'ERROR'
              group by delivery, form, row, "column", rule) each
            group by what
            """,
            (Object) deliveries)) {
      all.put(
          r.get("what", String.class),
          Change.of(
              r.get("added", Long.class), r.get("removed", Long.class), r.get("same", Long.class)));
    }
    return all;
  }

  /// What becomes of the patients, some at a time.
  private final class Comparison {
    private final Effect effect;
    private long rowsBefore;
    private long rowsAfter;

    Comparison(Effect effect) {
      this.effect = effect;
    }

    void run(Together together, Study before) {
      var loader = new PatientReport(sql, together);
      var rows = new CurrentRows(sql, together, State.LOADING);
      var now = new PatientMapping(together);
      var then = new PatientMapping(together.by(before));
      List<PatientRows> batch = rows.next(PATIENTS_AT_ONCE);
      while (!batch.isEmpty()) {
        for (PatientRows patient : batch) {
          MappedPatient after = now.map(patient);
          loader.report(List.of(after));
          compare(then.map(patient.asTheyAre()), after);
        }
        batch = rows.next(PATIENTS_AT_ONCE);
      }
    }

    private void compare(MappedPatient before, MappedPatient after) {
      rowsBefore += before.rows().current().size();
      rowsAfter += after.resources().size();
      effect.compare(made(before), made(after));
    }
  }

  /// The resources a patient's rows make, without those that say where they come from.
  private static Map<String, ObjectNode> made(MappedPatient patient) {
    Map<String, ObjectNode> made = new HashMap<>();
    for (Write write : patient.writes()) {
      if (write instanceof Write.Put put && !put.companion()) {
        made.put(put.type() + "/" + put.id(), put.resource());
      }
    }
    return made;
  }
}

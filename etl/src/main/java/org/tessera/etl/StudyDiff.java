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
import org.tessera.mappings.Study;
import tools.jackson.databind.node.ObjectNode;

/// Says what another definition of a study would do to the data that are loaded: reads the archived
/// files by it as they would be read again, and compares what becomes of each patient with what the
/// definition that counts makes of the current rows. Nothing that counts is written.
public final class StudyDiff {
  private static final int PATIENTS_AT_ONCE = 150;

  private final Ingest.Parts parts;
  private final Ingest ingest;
  private final DSLContext sql;

  StudyDiff(Ingest.Parts parts, Ingest ingest) {
    this.parts = parts;
    this.ingest = ingest;
    this.sql = DSL.using(parts.dataSource(), SQLDialect.POSTGRES);
  }

  /// What changes.
  ///
  /// @param deliveries that were read by the other definition
  /// @param rowsBefore current rows of the patients concerned
  /// @param resources by type: how many come, change, go and stay as they are
  /// @param rejections by rule and column: how many cells are newly rejected, and newly accepted
  /// @param unreadable deliveries the new definition cannot read, with the reason; their rows would
  ///   stay as they are
  public record Result(
      int deliveries,
      long rowsBefore,
      long rowsAfter,
      Map<String, Change> resources,
      Map<String, Change> rejections,
      List<String> unreadable) {}

  /// Counts of one kind.
  public static final class Change {
    private long added;
    private long changed;
    private long removed;
    private long same;

    /// There afterwards alone.
    public long added() {
      return added;
    }

    /// There before and after, and not the same.
    public long changed() {
      return changed;
    }

    /// There before alone.
    public long removed() {
      return removed;
    }

    /// There before and after.
    public long same() {
      return same;
    }
  }

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
        return result(rereading.read(deliveries, meter), before);
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

  private Result result(Rereading.Read read, Study before) {
    List<String> unreadable = new ArrayList<>();
    read.unread().forEach((id, why) -> unreadable.add("delivery " + id + ": " + why));
    var comparison = new Comparison();
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
        comparison.resources,
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
      Change change = of(all, r.get("what", String.class));
      change.added = r.get("added", Long.class);
      change.removed = r.get("removed", Long.class);
      change.same = r.get("same", Long.class);
    }
    return all;
  }

  private static Change of(Map<String, Change> all, String name) {
    return all.computeIfAbsent(name, any -> new Change());
  }

  /// What becomes of the patients, some at a time.
  private final class Comparison {
    private final Map<String, Change> resources = new TreeMap<>();
    private long rowsBefore;
    private long rowsAfter;

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
      Map<String, ObjectNode> made = made(after);
      made(before)
          .forEach((reference, resource) -> {
            Change change = of(resources, type(reference));
            ObjectNode other = made.remove(reference);
            if (other == null) {
              change.removed++;
            } else if (other.equals(resource)) {
              change.same++;
            } else {
              change.changed++;
            }
          });
      made.keySet().forEach(reference -> of(resources, type(reference)).added++);
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

  private static String type(String reference) {
    return reference.substring(0, reference.indexOf('/'));
  }
}

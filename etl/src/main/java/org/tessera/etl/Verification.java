package org.tessera.etl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.tessera.fhir.store.ReferenceProof;
import org.tessera.fhir.store.ResourceTypes;

/// Proves that nothing was lost between the door and the store: every delivery is accounted for,
/// every row read was accepted or rejected, every current row has its resources, and no resource of
/// a row refers to one that is not there.
public final class Verification {
  private final Journal journal;
  private final Zone zone;
  private final DSLContext sql;
  private final ReferenceProof store;
  private final List<House> further;

  /// @param further checks of the houses behind the store, such as OMOP's
  public Verification(DataSource dataSource, Journal journal, Zone zone, List<House> further) {
    this.journal = journal;
    this.zone = zone;
    this.sql = DSL.using(dataSource, SQLDialect.POSTGRES);
    this.store = new ReferenceProof(dataSource);
    this.further = List.copyOf(further);
  }

  /// A house behind the store that adds lines to the proof, such as OMOP's.
  @FunctionalInterface
  public interface House {
    /// Its lines.
    List<Check> checks();
  }

  /// One line of the proof.
  ///
  /// @param name what is compared, such as `deliveries received = loaded + quarantined + duplicate`
  public record Check(String name, long expected, long actual) {
    /// Whether both sides agree.
    public boolean holds() {
      return expected == actual;
    }
  }

  /// All checks; nothing is changed.
  public List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    deliveries(checks);
    rows(checks);
    resources(checks);
    references(checks);
    further.forEach(house -> checks.addAll(house.checks()));
    return checks;
  }

  private void deliveries(List<Check> checks) {
    Balance balance = journal.balance();
    checks.add(
        new Check(
            "deliveries: received = loaded + quarantined + duplicate + withdrawn + under way",
            balance.received(),
            balance.loaded()
                + balance.quarantined()
                + balance.duplicate()
                + balance.withdrawn()
                + balance.underWay()));
    checks.add(new Check("deliveries under way", 0, balance.underWay()));
    long kept = 0;
    long received = 0;
    // Of images no original is kept; theirs are counted by what became of them.
    for (Record r :
        sql.fetch(
            """
            select distinct sha256, bytes from etl.delivery where sha256 not in (
              select d.sha256 from etl.delivery d join etl.imaging_delivery i on i.delivery = d.id)
            """)) {
      received++;
      Path file = zone.archived(r.get("sha256", String.class));
      kept += file.toFile().length() == r.get("bytes", Long.class) && Files.exists(file) ? 1 : 0;
    }
    checks.add(
        new Check("files received = files in the archive, of the same size", received, kept));
  }

  private void rows(List<Check> checks) {
    checks.add(
        count(
            "rows read = accepted + rejected",
            """
            select coalesce(sum((counts->>'read')::bigint), 0),
              coalesce(sum((counts->>'accepted')::bigint + (counts->>'rejected')::bigint), 0)
            from etl.delivery where state in ('LOADED', 'WAITING', 'CHECKED')
            """));
    checks.add(
        count(
            "rows accepted = added + replaced + same + superseded",
            """
            select coalesce(sum((counts->>'accepted')::bigint), 0),
              coalesce(sum((counts->>'added')::bigint + (counts->>'replaced')::bigint
                + (counts->>'same')::bigint
                + coalesce((counts->>'superseded')::bigint, 0)), 0)
            from etl.delivery where state in ('LOADED', 'WAITING')
            """));
    checks.add(
        count(
            "current rows = rows that were mapped",
            """
            select (select count(*) from etl.row),
              (select count(*) from etl.row join etl.lineage using (study, patient, form, key))
            """));
    checks.add(
        count(
            "resources of rows that are no longer there",
            """
            select 0::bigint, count(*) from etl.lineage l where not exists (
              select 1 from etl.row r where r.study = l.study and r.patient = l.patient
                and r.form = l.form and r.key = l.key)
            """));
    checks.add(
        count(
            "rows left from a broken-off delivery",
            "select 0::bigint, count(*) from etl.staged s join etl.delivery d on d.id = s.delivery"
                + " where d.state not in ('READING', 'LOADING')"));
  }

  /// One statement over half a million references takes seconds, where as many reads through the
  /// store would take minutes; so this proof alone looks at the store's table.
  private void resources(List<Check> checks) {
    List<String> types = ResourceTypes.all();
    Record r =
        sql.fetchSingle(
            """
            with type as (
              select * from unnest(?, ?, ?) as t(name, first_pid, end_pid)),
            named as (select distinct unnest(resources) as reference from etl.lineage)
            select count(*), count(stored.id) from named
            left join type on type.name = split_part(named.reference, '/', 1)
            left join fhir.res as stored on stored.id = split_part(named.reference, '/', 2)
              and stored.pid >= type.first_pid and stored.pid < type.end_pid
              and stored.content is not null
            """,
            types.toArray(String[]::new),
            types.stream().map(ResourceTypes::firstPid).toArray(Long[]::new),
            types.stream().map(ResourceTypes::endPid).toArray(Long[]::new));
    checks.add(
        new Check(
            "resources of the rows = those in the store",
            r.get(0, Long.class),
            r.get(1, Long.class)));
  }

  /// Every reference of a resource that a study's delivery brought, by the types at its two ends,
  /// so that a difference names what lacks. Reads all content, so it is the slowest of the checks.
  private void references(List<Check> checks) {
    long all = 0;
    long found = 0;
    List<Check> lacking = new ArrayList<>();
    for (ReferenceProof.Line line : store.ofOwners("study:")) {
      all += line.said();
      found += line.found();
      if (line.said() != line.found()) {
        lacking.add(
            new Check(
                "references " + line.from() + " → " + line.to() + " = those with a target",
                line.said(),
                line.found()));
      }
    }
    checks.add(
        new Check("references of the rows' resources = those whose target is there", all, found));
    checks.addAll(lacking);
  }

  private Check count(String name, String query) {
    Record r = sql.fetchSingle(query);
    return new Check(name, r.get(0, Long.class), r.get(1, Long.class));
  }
}

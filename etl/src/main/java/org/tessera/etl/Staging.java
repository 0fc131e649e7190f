package org.tessera.etl;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.tessera.mappings.Rejection;
import org.tessera.mappings.Rejection.Severity;

/// The rows of the delivery being loaded, and the checks that need all of them at once. These run
/// as statements over the staged rows, so memory does not grow with the file.
final class Staging {
  private final DSLContext sql;
  private final long delivery;
  private final String study;
  private final ApartValues apart;

  Staging(DSLContext sql, Delivery delivery, ApartValues apart) {
    this.sql = sql;
    this.delivery = delivery.id();
    this.study = delivery.study();
    this.apart = apart;
  }

  /// Forgets what an earlier try left.
  void clear() {
    sql.execute("delete from etl.staged where delivery = ?", delivery);
    apart.clear();
  }

  RowBatch writer() {
    return new RowBatch(
        sql,
        "etl.staged",
        "delivery bigint",
        "ordinal bigint",
        "form text",
        "sheet text",
        "number bigint",
        "patient text",
        "key text",
        "accepted boolean",
        "values jsonb");
  }

  void write(RowBatch writer, long ordinal, SheetForm place, long number, RowCheck.Checked row) {
    writer.row(
        delivery,
        ordinal,
        place.form().name(),
        place.sheet(),
        number,
        row.patient(),
        row.key(),
        row.accepted(),
        Json.text(row.values()));
  }

  /// Writes down that the file names a row, of a delivery whose rows do not come.
  void mention(RowBatch writer, String form, RowCheck.Checked row) {
    writer.row(delivery, 0, form, "", 0, row.patient(), row.key(), false, "{}");
  }

  /// A place in the file, as the set-wise checks find it.
  record Place(String form, String sheet, long row) {
    Rejection rejection(String column, String rule, Severity severity, Words words) {
      return new Rejection(form, row, column, "", rule, severity, words.message(), words.remedy());
    }
  }

  /// What is wrong and how to mend it.
  record Words(String message, String remedy) {}

  /// To be told before the first row comes: leaves a mark, so that the loss of rows with the
  /// server's memory, all of them or the first ones, can be told from a file that does not say
  /// them.
  void begin() {
    sql.execute(
        "insert into etl.staged (delivery, ordinal, form, sheet, number, patient, key, accepted,"
            + " values) values (?, 0, '', '', 0, '', '', false, '{}')",
        delivery);
  }

  /// To be told when all rows are there: without statistics of the rows just written the planner
  /// would compare each with each.
  void written() {
    sql.execute("analyze etl.staged");
  }

  /// Staged rows do not outlive a crash of the server; without them a file would say nothing.
  ///
  /// @throws IllegalStateException if rows of one of these deliveries are no longer there
  static void requireWritten(DSLContext sql, Long[] deliveries) {
    int there =
        sql.resultQuery(
                "select count(*) from etl.staged where delivery = any(?) and patient = ''"
                    + " and form = '' and ordinal = 0",
                (Object) deliveries)
            .fetchSingle()
            .get(0, Integer.class);
    if (there < deliveries.length) {
      throw new IllegalStateException("the rows that were read are no longer there");
    }
  }

  /// Keeps the first row of each patient and key of a form; the later ones stay out (rule 24).
  int rejectRepeated(Consumer<RepeatedRow> found) {
    return sql.resultQuery(
            """
            with numbered as (
              select ordinal,
                row_number() over (partition by patient, form, key order by ordinal) as place,
                first_value(number) over (partition by patient, form, key order by ordinal) as first
              from etl.staged where delivery = ? and accepted)
            update etl.staged s set accepted = false from numbered n
            where s.delivery = ? and s.ordinal = n.ordinal and n.place > 1
            returning s.form, s.sheet, s.number, n.first
            """,
            delivery,
            delivery)
        .fetch()
        .map(r -> {
          found.accept(new RepeatedRow(place(r), r.get("first", Long.class)));
          return r;
        })
        .size();
  }

  /// A row whose patient and key stand in an earlier row of the same tab.
  record RepeatedRow(Place place, long first) {}

  /// Keeps out rows of patients who are neither in the patient tab of what comes nor known (rule
  /// 1).
  ///
  /// @param together the deliveries whose rows come together
  int rejectOrphans(String patientForm, Long[] together, Consumer<Place> found) {
    List<Place> orphans =
        sql.resultQuery(
                """
                update etl.staged s set accepted = false
                where s.delivery = ? and s.accepted and s.form <> ?
                  and not exists (select 1 from etl.staged p where p.delivery = any(?)
                    and p.patient = s.patient and p.form = ? and p.accepted)
                  and not exists (select 1 from etl.row r where r.study = ?
                    and r.patient = s.patient and r.form = ? and r.delivery <> all(?))
                returning s.form, s.sheet, s.number
                """,
                delivery,
                patientForm,
                together,
                patientForm,
                study,
                patientForm,
                together)
            .fetch(Staging::place);
    orphans.forEach(found);
    return orphans.size();
  }

  /// Rejected rows whose earlier version stays as it is.
  void earlierStay(Long[] together, Consumer<Place> found) {
    sql.resultQuery(
            """
            select s.form, s.sheet, s.number from etl.staged s
            where s.delivery = ? and not s.accepted and s.patient <> ''
              and (exists (select 1 from etl.row r where r.study = ? and r.patient = s.patient
                  and r.form = s.form and r.key = s.key and r.delivery <> all(?))
                or exists (select 1 from etl.staged o
                  join etl.delivery e on e.id = o.delivery join etl.delivery d on d.id = s.delivery
                  where o.delivery = any(?) and o.patient = s.patient and o.form = s.form
                    and o.key = s.key and o.accepted and e.turn < d.turn))
              and not exists (select 1 from etl.staged o where o.delivery = s.delivery
                and o.patient = s.patient and o.form = s.form and o.key = s.key and o.accepted)
            order by s.ordinal
            """,
            delivery,
            study,
            together,
            together)
        .fetch(Staging::place)
        .forEach(found);
  }

  /// Writes down which rows of these forms the file no longer mentions, accepted or not.
  int findRemovals(Collection<String> forms) {
    sql.execute("delete from etl.removal where delivery = ?", delivery);
    return sql.execute(
        """
        insert into etl.removal (delivery, form, patient, key, written_by)
        select ?, r.form, r.patient, r.key, r.delivery from etl.row r
        where r.study = ? and r.form = any(?) and not exists (
          select 1 from etl.staged s where s.delivery = ? and s.patient = r.patient
            and s.form = r.form and s.key = r.key)
        """,
        delivery,
        study,
        forms.toArray(String[]::new),
        delivery);
  }

  void clearRemovals() {
    sql.execute("delete from etl.removal where delivery = ?", delivery);
  }

  private static Place place(Record r) {
    return new Place(
        r.get("form", String.class), r.get("sheet", String.class), r.get("number", Long.class));
  }
}

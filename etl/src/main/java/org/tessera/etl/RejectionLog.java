package org.tessera.etl;

import java.util.List;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.tessera.mappings.Rejection;
import org.tessera.mappings.Rejection.Severity;

/// The rejections of each delivery.
final class RejectionLog {
  private static final String COLUMNS =
      "sheet, row, form, \"column\", cell, value, rule, severity, message, remedy";
  private static final int FETCH_ROWS = 1_000;

  private final DSLContext sql;

  RejectionLog(DSLContext sql) {
    this.sql = sql;
  }

  /// A batch writer on a connection or transaction of the caller's.
  static RowBatch writer(DSLContext sql) {
    return new RowBatch(
        sql,
        "etl.rejection",
        "delivery bigint",
        "sheet text",
        "row bigint",
        "form text",
        "\"column\" text",
        "cell text",
        "value text",
        "rule text",
        "severity text",
        "message text",
        "remedy text",
        "pending boolean");
  }

  /// What is found in a delivery that is read again waits until all of it could be read.
  static void write(RowBatch writer, Delivery delivery, Rejected rejected) {
    Rejection r = rejected.rejection();
    writer.row(
        delivery.id(),
        rejected.sheet(),
        r.row(),
        r.form(),
        r.column(),
        rejected.cell(),
        r.value(),
        r.rule(),
        r.severity(),
        r.message(),
        r.remedy(),
        delivery.replay());
  }

  /// Forgets what was found in a delivery; of one that is read again, what reading again found.
  void clear(Delivery delivery) {
    sql.execute(
        "delete from etl.rejection where delivery = ? and (pending or not ?)",
        delivery.id(),
        delivery.replay());
  }

  /// Forgets what reading again found.
  void forgetPending(long delivery) {
    sql.execute("delete from etl.rejection where delivery = ? and pending", delivery);
  }

  /// Lets what reading again found take the place of what was found before.
  void renew(long delivery) {
    sql.execute("delete from etl.rejection where delivery = ? and not pending", delivery);
    sql.execute("update etl.rejection set pending = false where delivery = ?", delivery);
  }

  /// Hands out a delivery's rejections of one rule, or of all for an empty one, in file order.
  void forEach(long delivery, String rule, long rowsMax, Consumer<Rejected> handler) {
    // The driver streams inside a transaction only.
    sql.transaction(transaction -> {
      try (var cursor =
          transaction
              .dsl()
              .resultQuery(
                  "select "
                      + COLUMNS
                      + " from etl.rejection where delivery = ? and not pending"
                      + " and (? = '' or rule = ?)"
                      + " order by ordinal limit ?",
                  delivery,
                  rule,
                  rule,
                  rowsMax)
              .fetchSize(FETCH_ROWS)
              .fetchLazy()) {
        for (Record row : cursor) {
          handler.accept(rejected(row));
        }
      }
    });
  }

  List<Report.RuleCount> rules(long delivery) {
    return sql.resultQuery(
            """
            select rule, severity, count(*) as cells,
              (array_agg(message order by ordinal))[1] as message,
              (array_agg(remedy order by ordinal))[1] as remedy
            from etl.rejection where delivery = ? and not pending
            group by rule, severity order by severity, count(*) desc, rule
            """,
            delivery)
        .fetch(r ->
            new Report.RuleCount(
                r.get("rule", String.class),
                r.get("severity", String.class),
                r.get("cells", Long.class),
                r.get("message", String.class),
                r.get("remedy", String.class)));
  }

  private static Rejected rejected(Record r) {
    return new Rejected(
        r.get("sheet", String.class),
        r.get("cell", String.class),
        new Rejection(
            r.get("form", String.class),
            r.get("row", Long.class),
            r.get("column", String.class),
            r.get("value", String.class),
            r.get("rule", String.class),
            Severity.valueOf(r.get("severity", String.class)),
            r.get("message", String.class),
            r.get("remedy", String.class)));
  }
}

package org.tessera.etl.imaging.pull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.tessera.etl.imaging.pull.Pull.State;

/// What was fetched from other archives: the tables `etl.pull` and `etl.pulled_study`. Studies
/// stand in them by their new UIDs.
final class PullJournal {
  private static final String STOPPED =
      "The node stopped meanwhile. What came is kept; ask again for the rest.";

  private final DSLContext sql;

  PullJournal(DataSource dataSource) {
    this.sql = DSL.using(dataSource, SQLDialect.POSTGRES);
  }

  /// What a stop left under way.
  List<Pull> open() {
    return sql.resultQuery("select * from etl.pull where state = 'OPEN' order by id")
        .fetch(PullJournal::pull);
  }

  void stop(long id) {
    finish(id, State.STOPPED, STOPPED);
  }

  long begin(PullOrder order, String archive) {
    return sql.resultQuery(
            "insert into etl.pull (study, archive, scheduled) values (?, ?, ?) returning id",
            order.study(),
            archive,
            order.manner().scheduled())
        .fetchSingle()
        .get(0, Long.class);
  }

  void count(long id, Pull.Studies studies, long instances) {
    sql.execute(
        "update etl.pull set found = ?, here = ?, fetched = ?, instances = ? where id = ?",
        studies.found(),
        studies.here(),
        studies.fetched(),
        instances,
        id);
  }

  void finish(long id, State state, String message) {
    sql.execute(
        "update etl.pull set state = ?, message = ?, finished_at = clock_timestamp() where id = ?",
        state.name(),
        message,
        id);
  }

  /// Of the times the clock asked and there was nothing new, the last is record enough.
  void forgetIdle(PullOrder order, String archive, long last) {
    sql.execute(
        """
        delete from etl.pull where study = ? and archive = ? and scheduled and state = 'DONE'
          and fetched = 0 and instances = 0 and id < ?
        """,
        order.study(),
        archive,
        last);
  }

  /// Whether a study was fetched whole when the archive said that it had as many instances.
  boolean isFetched(String study, String archive, String uid, long instances) {
    return sql.resultQuery(
            "select 1 from etl.pulled_study where study = ? and archive = ? and uid = ?"
                + " and instances >= ?",
            study,
            archive,
            uid,
            instances)
        .fetchOptional()
        .isPresent();
  }

  /// Whether a study was fetched whole by this very pull, before the node stopped.
  boolean isFetchedBy(Pull pull, String uid) {
    return sql.resultQuery(
            "select 1 from etl.pulled_study where pull = ? and uid = ?", pull.id(), uid)
        .fetchOptional()
        .isPresent();
  }

  void fetched(Pull pull, String uid, long instances) {
    sql.execute(
        """
        insert into etl.pulled_study (study, archive, uid, instances, pull) values (?, ?, ?, ?, ?)
        on conflict (study, archive, uid) do update
          set instances = excluded.instances, pull = excluded.pull
        """,
        pull.study(),
        pull.archive(),
        uid,
        instances,
        pull.id());
  }

  boolean isOpen(String study, String archive) {
    return sql.resultQuery(
            "select 1 from etl.pull where study = ? and archive = ? and scheduled"
                + " and state = 'OPEN' limit 1",
            study,
            archive)
        .fetchOptional()
        .isPresent();
  }

  Optional<Pull> find(long id) {
    return sql.resultQuery("select * from etl.pull where id = ?", id)
        .fetchOptional()
        .map(PullJournal::pull);
  }

  List<Pull> latest(int pullsMax) {
    return sql.resultQuery("select * from etl.pull order by id desc limit ?", pullsMax)
        .fetch(PullJournal::pull);
  }

  private static Pull pull(Record r) {
    return new Pull(
        r.get("id", Long.class),
        r.get("study", String.class),
        r.get("archive", String.class),
        r.get("scheduled", Boolean.class),
        r.get("asked_at", Instant.class),
        Optional.ofNullable(r.get("finished_at", Instant.class)),
        State.valueOf(r.get("state", String.class)),
        new Pull.Studies(
            r.get("found", Long.class), r.get("here", Long.class), r.get("fetched", Long.class)),
        r.get("instances", Long.class),
        r.get("message", String.class));
  }
}

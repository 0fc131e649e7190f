package org.tessera.etl;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.tessera.etl.Delivery.Counts;
import org.tessera.etl.Delivery.State;

/// What was delivered and what became of it: the schema `etl`. Each method is one transaction.
public final class Journal {
  private static final String DELIVERY =
      """
      select id, study, sha256, bytes, via, dry, replay, received_at, finished_at, state, tries,
        duplicate_of, reason, message, counts::text as counts
      from etl.delivery
      """;

  private final DSLContext sql;
  private final RejectionLog rejections;

  /// A journal in this database; `db/etl` has been migrated.
  public Journal(DataSource dataSource) {
    this.sql = DSL.using(dataSource, SQLDialect.POSTGRES);
    this.rejections = new RejectionLog(sql);
  }

  /// Rows a full delivery would remove, of one form.
  public record Removal(String form, String patient, String key) {}

  /// A delivery by its number.
  public Optional<Delivery> find(long id) {
    return sql.resultQuery(DELIVERY + " where id = ?", id).fetchOptional().map(Journal::delivery);
  }

  /// The delivery of a folder, by its token.
  Optional<Delivery> of(String token) {
    return sql.resultQuery(DELIVERY + " where sha256 = ? order by id limit 1", token)
        .fetchOptional()
        .map(Journal::delivery);
  }

  /// The newest deliveries, at most so many.
  public List<Delivery> latest(int deliveriesMax) {
    return sql.resultQuery(DELIVERY + " order by id desc limit ?", deliveriesMax)
        .fetch(Journal::delivery);
  }

  /// The books over all deliveries.
  public Balance balance() {
    return sql.resultQuery(
            """
            select count(*) as received,
              count(*) filter (where state in ('LOADED', 'WAITING', 'REMOVING')) as loaded,
              count(*) filter (where state = 'QUARANTINED') as quarantined,
              count(*) filter (where state = 'DUPLICATE') as duplicate,
              count(*) filter (where state in ('RETRACTED', 'RETRACTING')) as withdrawn,
              count(*) filter (where state in ('RECEIVED', 'READING', 'LOADING')) as under_way
            from etl.delivery where not dry
            """)
        .fetchSingle(r ->
            new Balance(
                r.get("received", Long.class),
                r.get("loaded", Long.class),
                r.get("quarantined", Long.class),
                r.get("duplicate", Long.class),
                r.get("withdrawn", Long.class),
                r.get("under_way", Long.class)));
  }

  /// What was found in a delivery, counted by rule.
  public Report report(long id) {
    Delivery delivery =
        find(id).orElseThrow(() -> new IllegalArgumentException("no delivery " + id));
    return new Report(delivery, rejections.rules(id));
  }

  /// Hands out a delivery's rejections of one rule, or of all for an empty one, in file order.
  public void rejections(long id, String rule, long rowsMax, Consumer<Rejected> handler) {
    rejections.forEach(id, rule, rowsMax, handler);
  }

  /// The rows a full delivery would remove, at most so many.
  public List<Removal> removals(long id, int rowsMax) {
    return sql.resultQuery(
            "select form, patient, key from etl.removal where delivery = ?"
                + " order by form, patient, key limit ?",
            id,
            rowsMax)
        .fetch(r ->
            new Removal(
                r.get("form", String.class),
                r.get("patient", String.class),
                r.get("key", String.class)));
  }

  /// How many rows and patients a study currently has.
  public long patients(String study) {
    return count("select count(distinct patient) from etl.row where study = ?", study);
  }

  long nextId() {
    return count("select nextval('etl.delivery_id')");
  }

  /// Writes down an arrival. Where the same bytes count already, it becomes a duplicate of them:
  /// the unique index decides, so parallel drops agree on one.
  Delivery receive(long id, Arrival arrival) {
    int inserted =
        sql.execute(
            """
            insert into etl.delivery (id, study, sha256, bytes, via, dry, state)
            values (?, ?, ?, ?, ?, ?, 'RECEIVED') on conflict do nothing
            """,
            id,
            arrival.study(),
            arrival.sha256(),
            arrival.bytes(),
            arrival.via(),
            arrival.dry());
    if (inserted == 0) {
      sql.execute(
          """
          insert into etl.delivery
            (id, study, sha256, bytes, via, state, finished_at, message, duplicate_of)
          select ?, ?, ?, ?, ?, 'DUPLICATE', clock_timestamp(),
            coalesce('The same file was delivered before as delivery ' || min(id)
              || '. Nothing was done.', 'The same file was delivered at the same time.'), min(id)
          from etl.delivery where study = ? and sha256 = ? and not dry
            and state not in ('DUPLICATE', 'QUARANTINED', 'RETRACTED')
          """,
          id,
          arrival.study(),
          arrival.sha256(),
          arrival.bytes(),
          arrival.via(),
          arrival.study(),
          arrival.sha256());
    }
    return find(id).orElseThrow();
  }

  /// What the journal writes down of a file on its arrival.
  record Arrival(String study, String sha256, long bytes, String via, boolean dry) {}

  /// The oldest delivery with work left; what is read again comes first.
  Optional<Delivery> nextOpen() {
    return sql.resultQuery(
            DELIVERY
                + " where state in ('RECEIVED', 'READING', 'LOADING', 'REMOVING', 'RETRACTING')"
                + " order by not replay, id limit 1")
        .fetchOptional()
        .map(Journal::delivery);
  }

  /// Counts a try before it is made, so that one that kills the process has been counted.
  Delivery begin(long id) {
    sql.execute("update etl.delivery set tries = tries + 1 where id = ?", id);
    return find(id).orElseThrow();
  }

  /// Takes a try back that failed through no fault of the delivery.
  void takeBack(long id) {
    sql.execute("update etl.delivery set tries = greatest(tries - 1, 0) where id = ?", id);
  }

  /// Moves a delivery on, if it still is where the caller thinks.
  boolean move(long id, State from, State to) {
    return sql.execute(
            "update etl.delivery set state = ?, tries = case when ? then tries else 0 end"
                + " where id = ? and state = ?",
            to.name(),
            from.open(),
            id,
            from.name())
        > 0;
  }

  /// Lets a quarantined delivery wait for its turn again, unless the same bytes have come since and
  /// count already.
  boolean reopen(long id) {
    return sql.execute(
            """
            update etl.delivery q set state = 'RECEIVED', tries = 0
            where q.id = ? and q.state = 'QUARANTINED' and (q.dry or not exists (
              select 1 from etl.delivery d where d.study = q.study and d.sha256 = q.sha256
                and d.id <> q.id and not d.dry
                and d.state not in ('DUPLICATE', 'QUARANTINED', 'RETRACTED')))
            """,
            id)
        > 0;
  }

  /// Lets all loaded deliveries of a study be read again.
  ///
  /// @return their numbers, the oldest first; none when the study has none
  List<Long> replay(String study) {
    return sql
        .resultQuery(
            """
            update etl.delivery set state = 'RECEIVED', replay = true, tries = 0
            where study = ? and not dry and state = 'LOADED'
              and not exists (select 1 from etl.imaging_delivery i where i.delivery = id)
            returning id
            """,
            study)
        .fetch(r -> r.get(0, Long.class))
        .stream()
        .sorted()
        .toList();
  }

  /// Makes sure that no delivery of a study was broken off or waits for somebody.
  ///
  /// @throws IllegalStateException saying which do
  void requireSettled(String study) {
    List<Long> open =
        sql.resultQuery(
                """
                select id from etl.delivery where study = ? and not dry
                  and state in ('READING', 'LOADING', 'WAITING', 'REMOVING', 'RETRACTING')
                order by id
                """,
                study)
            .fetch(r -> r.get(0, Long.class));
    if (!open.isEmpty()) {
      throw new IllegalStateException(
          "deliveries "
              + open
              + " are under way or wait for somebody to confirm removals; settle them first, on"
              + " the page of deliveries");
    }
  }

  /// The deliveries of a study that are to be read again, in the order in which they count.
  List<Delivery> replaying(String study) {
    return ofStudy(study, "replay");
  }

  /// The withdrawn deliveries of a study, in the order in which they counted.
  List<Delivery> withdrawn(String study) {
    return ofStudy(study, "state = 'RETRACTED'");
  }

  private List<Delivery> ofStudy(String study, String which) {
    return sql.resultQuery(
            DELIVERY
                + " where study = ? and not dry and "
                + which
                + " and not exists (select 1 from etl.imaging_delivery i where i.delivery = id)"
                + " order by turn, id",
            study)
        .fetch(Journal::delivery);
  }

  /// Whether another delivery of the same bytes still has to be read, or may be tried again.
  boolean neededBesides(Delivery delivery) {
    return count(
            "select count(*) from etl.delivery where sha256 = ? and id <> ?"
                + " and state in ('RECEIVED', 'READING', 'LOADING', 'QUARANTINED')",
            delivery.sha256(),
            delivery.id())
        > 0;
  }

  /// Of these hashes and tokens, those of images no delivery needs any more.
  List<String> forgettable(List<String> hashes) {
    return sql.resultQuery(
            """
            select d.sha256 from etl.delivery d
            left join etl.imaging_delivery i on i.delivery = d.id
            where d.sha256 = any(?) group by d.sha256
            having bool_or(i.delivery is not null)
              and not bool_or(d.state in ('RECEIVED', 'READING', 'LOADING', 'QUARANTINED'))
            """,
            (Object) hashes.toArray(String[]::new))
        .fetch(r -> r.get(0, String.class));
  }

  /// The loaded deliveries of a study, in the order in which they count.
  List<Delivery> loaded(String study) {
    return ofStudy(study, "state in ('LOADED', 'WAITING')");
  }

  /// Ends the work on a delivery. The first time its rows count, it gets its turn.
  Delivery finish(long id, State state, String reason, String message, Counts counts) {
    finish(sql, id, new Ending(state, reason, message, counts));
    return find(id).orElseThrow();
  }

  /// How the work on a delivery ends.
  record Ending(State state, String reason, String message, Counts counts) {}

  private static void finish(DSLContext sql, long id, Ending ending) {
    sql.execute(
        """
        update etl.delivery set state = ?, reason = ?, message = ?, counts = ?::jsonb,
          finished_at = clock_timestamp(), replay = false,
          turn = case when ? then coalesce(turn, nextval('etl.turn')) else turn end
        where id = ?
        """,
        ending.state().name(),
        ending.reason(),
        ending.message(),
        Json.text(ending.counts()),
        ending.state() == State.LOADED || ending.state() == State.WAITING,
        id);
  }

  /// What reading a delivery again came to.
  ///
  /// @param read whether what was found this time takes the place of what was found before
  record Reread(boolean read, String message, Counts counts) {}

  /// Ends reading again, of all deliveries at once.
  void finish(Map<Long, Reread> deliveries) {
    sql.transaction(transaction ->
        deliveries.forEach((id, reread) -> {
          var log = new RejectionLog(transaction.dsl());
          if (reread.read()) {
            log.renew(id);
          } else {
            log.forgetPending(id);
          }
          finish(
              transaction.dsl(),
              id,
              new Ending(State.LOADED, "", reread.message(), reread.counts()));
        }));
  }

  /// Writes down that somebody confirmed a delivery's removals.
  boolean confirmRemovals(long id) {
    return sql.execute(
            "update etl.delivery set state = 'REMOVING', removes = true, tries = 0"
                + " where id = ? and state = 'WAITING'",
            id)
        > 0;
  }

  /// Which of these deliveries had their removals confirmed.
  Set<Long> removing(Long[] ids) {
    return sql.resultQuery(
            "select id from etl.delivery where id = any(?) and removes", (Object) ids)
        .fetchSet(r -> r.get(0, Long.class));
  }

  private long count(String query, Object... binds) {
    return sql.resultQuery(query, binds).fetchSingle().get(0, Long.class);
  }

  private static Delivery delivery(Record r) {
    Long duplicateOf = r.get("duplicate_of", Long.class);
    return new Delivery(
        r.get("id", Long.class),
        r.get("study", String.class),
        r.get("sha256", String.class),
        r.get("bytes", Long.class),
        r.get("via", String.class),
        r.get("dry", Boolean.class),
        r.get("replay", Boolean.class),
        r.get("received_at", Instant.class),
        Optional.ofNullable(r.get("finished_at", Instant.class)),
        State.valueOf(r.get("state", String.class)),
        r.get("tries", Integer.class),
        duplicateOf == null ? OptionalLong.empty() : OptionalLong.of(duplicateOf),
        r.get("reason", String.class),
        r.get("message", String.class),
        Json.counts(r.get("counts", String.class)));
  }
}

package org.tessera.etl.imaging.forward;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/// What each archive has of this node: the tables `etl.forwarded`, `etl.forwarded_study` and
/// `etl.forward_archive`.
final class ForwardJournal {
  /// What an archive has and the node does not give any more: the picture went, or its patient, or
  /// it was corrected under the same UID.
  private static final String WITHDRAWN =
      """
      from etl.forwarded f
      where f.state = 'SENT'
        and (not exists (select from etl.imaging_usable i
                where i.study = f.study and i.uid = f.uid and i.sha256 = f.sha256)
          or not exists (select from etl.imaging_study s
                where s.study = f.study and s.uid = f.study_uid and s.state <> 'WAITING'))
      """;

  private final DSLContext sql;

  ForwardJournal(DataSource dataSource) {
    this.sql = DSL.using(dataSource, SQLDialect.POSTGRES);
  }

  /// An imaging study that is told of and not through with an archive.
  record Open(String uid, OffsetDateTime arrivedAt) {}

  /// The next studies, the oldest first.
  List<Open> open(String study, String archive, int studiesMax) {
    return sql.resultQuery(
            """
            select s.uid, s.arrived_at from etl.imaging_study s
            left join etl.forwarded_study f
              on f.study = s.study and f.archive = ? and f.uid = s.uid
            where s.study = ? and s.state = 'SETTLED' and s.resource_id <> ''
              and f.arrived_at is distinct from s.arrived_at
            order by s.arrived_at, s.uid limit ?
            """,
            archive,
            study,
            studiesMax)
        .fetch(r -> new Open(r.get("uid", String.class), r.get(1, OffsetDateTime.class)));
  }

  /// Instances of a study the archive neither has nor refused, UID to hash. One that was corrected
  /// waits until the archive has deleted what it has under its UID.
  Map<String, String> unsent(String study, String archive, String studyUid, int instancesMax) {
    Map<String, String> unsent = new LinkedHashMap<>();
    sql.resultQuery(
            """
            select i.uid, i.sha256 from etl.imaging_usable i
            where i.study = ? and i.study_uid = ? and not exists (select from etl.forwarded f
              where f.study = i.study and f.archive = ? and f.uid = i.uid)
            order by i.series_uid, i.uid limit ?
            """,
            study,
            studyUid,
            archive,
            instancesMax)
        .fetch()
        .forEach(r -> unsent.put(r.get(0, String.class), r.get(1, String.class)));
    return unsent;
  }

  /// @param sent UID to hash
  /// @param words UID to why it was refused; empty when it was not
  void record(
      String study, String archive, Open of, Map<String, String> sent, Map<String, String> words) {
    sql.execute(
        """
        insert into etl.forwarded (study, archive, study_uid, uid, sha256, words, state)
        select ?, ?, ?, one.*, case one.words when '' then 'SENT' else 'REFUSED' end
        from unnest(?::text[], ?::text[], ?::text[]) one (uid, sha256, words)
        on conflict (study, archive, uid) do update
          set state = excluded.state, words = excluded.words, sha256 = excluded.sha256,
            at = excluded.at
        """,
        study,
        archive,
        of.uid(),
        words.keySet().toArray(String[]::new),
        words.keySet().stream().map(sent::get).toArray(String[]::new),
        words.values().toArray(String[]::new));
  }

  void through(String study, String archive, Open open) {
    sql.execute(
        """
        insert into etl.forwarded_study (study, archive, uid, arrived_at)
        values (?, ?, ?, ?::timestamptz)
        on conflict (study, archive, uid) do update set arrived_at = excluded.arrived_at
        """,
        study,
        archive,
        open.uid(),
        open.arrivedAt());
  }

  void tried(String study, String archive, String trouble) {
    sql.execute(
        """
        insert into etl.forward_archive (study, archive, tried_at, trouble)
        values (?, ?, clock_timestamp(), ?)
        on conflict (study, archive) do update
          set tried_at = excluded.tried_at, trouble = excluded.trouble
        """,
        study,
        archive,
        trouble);
  }

  /// Lets refused instances be tried again.
  ///
  /// @param minutesMin only those refused so long ago
  int again(String study, String archive, int minutesMin) {
    return sql.resultQuery(
            """
            with gone as (delete from etl.forwarded where study = ? and archive = ?
              and state = 'REFUSED' and at <= clock_timestamp() - ? * interval '1 minute'
              returning study, archive, study_uid),
            reopened as (delete from etl.forwarded_study f using gone g where f.study = g.study
              and f.archive = g.archive and f.uid = g.study_uid)
            select count(*) from gone
            """,
            study,
            archive,
            minutesMin)
        .fetchSingle()
        .get(0, Integer.class);
  }

  /// How it stands with an archive.
  Forwarding state(String study, String archive, boolean planned) {
    Record counts =
        sql.resultQuery(
                """
                select count(*) filter (where state = 'SENT'),
                  count(*) filter (where state = 'REFUSED'), max(at) filter (where state = 'SENT')
                from etl.forwarded where study = ? and archive = ?
                """,
                study,
                archive)
            .fetchSingle();
    return new Forwarding(
        study,
        archive,
        planned,
        counts.get(0, Long.class),
        planned ? open(study, archive, Integer.MAX_VALUE).size() : 0,
        counts.get(1, Long.class),
        sql.resultQuery(
                "select count(*) " + WITHDRAWN + " and f.study = ? and f.archive = ?",
                study,
                archive)
            .fetchSingle()
            .get(0, Long.class),
        Optional.ofNullable(counts.get(2, Instant.class)),
        sql.resultQuery(
                "select trouble from etl.forward_archive where study = ? and archive = ?",
                study,
                archive)
            .fetchOptional()
            .map(r -> r.get(0, String.class))
            .orElse(""));
  }

  /// Every archive that was ever given something, by study.
  Map<String, List<String>> known() {
    return sql.resultQuery("select study, archive from etl.forward_archive order by study, archive")
        .fetchGroups(r -> r.get(0, String.class), r -> r.get(1, String.class));
  }

  List<Forwarding.Withdrawn> withdrawn(int instancesMax) {
    return sql.resultQuery(
            "select f.study, f.archive, f.study_uid, f.uid "
                + WITHDRAWN
                + " order by 1, 2, 3, 4 limit ?",
            instancesMax)
        .fetch(r ->
            new Forwarding.Withdrawn(
                r.get(0, String.class),
                r.get(1, String.class),
                r.get(2, String.class),
                r.get(3, String.class)));
  }

  /// Forgets what was deleted there; should the node give it again, it is sent again.
  int forgetWithdrawn(String study, String archive) {
    return sql.resultQuery(
            """
            with gone as (delete from etl.forwarded d using (select f.study, f.archive, f.uid %s
                and f.study = ? and f.archive = ?) w
              where d.study = w.study and d.archive = w.archive and d.uid = w.uid
              returning d.study, d.archive, d.study_uid),
            reopened as (delete from etl.forwarded_study f using gone g where f.study = g.study
              and f.archive = g.archive and f.uid = g.study_uid)
            select count(*) from gone
            """
                .formatted(WITHDRAWN),
            study,
            archive)
        .fetchSingle()
        .get(0, Integer.class);
  }
}

package org.tessera.etl.imaging;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What is kept of images and what was refused: the tables `etl.imaging_…`.
public final class ImageJournal {
  private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};
  private static final JsonMapper JSON = JsonMapper.shared();
  static final String INSTANCE =
      """
      select study, uid, study_uid, series_uid, sha256, bytes, state, reasons, delivery,
        attributes::text as attributes
      from etl.imaging_instance
      """;

  /// Instances that may be used; whatever serves or tells of images reads these.
  static final String USABLE = "etl.imaging_usable";

  private final DSLContext sql;

  /// A journal in this database; `db/etl` has been migrated.
  public ImageJournal(DataSource dataSource) {
    this.sql = DSL.using(dataSource, SQLDialect.POSTGRES);
  }

  private ImageJournal(DSLContext sql) {
    this.sql = sql;
  }

  /// A file of which nothing came.
  public record Refused(
      long ordinal,
      String rule,
      long atByte,
      String message,
      String remedy,
      String sha256,
      long bytes) {}

  /// What is here under an instance's UID already.
  record Known(String sha256, boolean held, long delivery) {}

  DSLContext sql() {
    return sql;
  }

  /// Several calls in one database transaction.
  void transaction(java.util.function.Consumer<ImageJournal> work) {
    sql.transaction(transaction -> work.accept(new ImageJournal(transaction.dsl())));
  }

  /// Notes that a delivery is one of images.
  void announce(long delivery) {
    sql.execute(
        "insert into etl.imaging_delivery (delivery, profile) values (?, '') on conflict do"
            + " nothing",
        delivery);
  }

  /// Begins a try; what an earlier one reported is forgotten.
  void begin(long delivery, String profile) {
    announce(delivery);
    sql.execute(
        """
        update etl.imaging_delivery set profile = ?, files = 0, taken = 0, same = 0, held = 0,
          refused = 0, passed = 0 where delivery = ?
        """,
        profile,
        delivery);
    sql.execute("delete from etl.imaging_refusal where delivery = ?", delivery);
  }

  void count(long delivery, ImageCounts counts) {
    sql.execute(
        """
        update etl.imaging_delivery set files = ?, taken = ?, same = ?, held = ?, refused = ?,
          passed = ? where delivery = ?
        """,
        counts.files(),
        counts.taken(),
        counts.same(),
        counts.held(),
        counts.refused(),
        counts.passed(),
        delivery);
  }

  /// What became of a delivery's files; empty for one of workbooks.
  public Optional<ImageCounts> counts(long delivery) {
    return sql.resultQuery("select * from etl.imaging_delivery where delivery = ?", delivery)
        .fetchOptional(ImageJournal::counts);
  }

  private static ImageCounts counts(Record r) {
    return new ImageCounts(
        r.get("files", Long.class),
        r.get("taken", Long.class),
        r.get("same", Long.class),
        r.get("held", Long.class),
        r.get("refused", Long.class),
        r.get("passed", Long.class));
  }

  /// The name of the profile a delivery was de-identified by.
  public String profile(long delivery) {
    return sql.resultQuery("select profile from etl.imaging_delivery where delivery = ?", delivery)
        .fetchOptional(r -> r.get(0, String.class))
        .orElse("");
  }

  void refuse(long delivery, Refused refused) {
    sql.execute(
        """
        insert into etl.imaging_refusal
          (delivery, ordinal, rule, at_byte, message, remedy, sha256, bytes)
        values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
        """,
        delivery,
        refused.ordinal,
        refused.rule,
        refused.atByte,
        refused.message,
        refused.remedy,
        refused.sha256,
        refused.bytes);
  }

  /// The files of a delivery of which nothing came, at most so many.
  public List<Refused> refused(long delivery, int filesMax) {
    return sql.resultQuery(
            "select * from etl.imaging_refusal where delivery = ? order by ordinal limit ?",
            delivery,
            filesMax)
        .fetch(r ->
            new Refused(
                r.get("ordinal", Long.class),
                r.get("rule", String.class),
                r.get("at_byte", Long.class),
                r.get("message", String.class),
                r.get("remedy", String.class),
                r.get("sha256", String.class),
                r.get("bytes", Long.class)));
  }

  Map<String, Known> known(String study, Collection<String> uids) {
    Map<String, Known> known = new HashMap<>();
    for (Record r :
        sql.fetch(
            "select uid, sha256, state, delivery from etl.imaging_instance where study = ? and uid"
                + " = any(?)",
            study,
            uids.toArray(String[]::new))) {
      known.put(
          r.get("uid", String.class),
          new Known(r.get("sha256", String.class), held(r), r.get("delivery", Long.class)));
    }
    return known;
  }

  /// Whose each study is, of those of which an instance is here.
  Map<String, String> patients(String study, Collection<String> studyUids) {
    return sql.fetch(
            """
            select uid, patient from etl.imaging_study s where study = ? and uid = any(?)
              and exists (select 1 from etl.imaging_instance i
                where i.study = s.study and i.study_uid = s.uid)
            """,
            study,
            studyUids.toArray(String[]::new))
        .intoMap(r -> r.get(0, String.class), r -> r.get(1, String.class));
  }

  /// Notes that instances of studies came.
  void arrived(String study, Map<String, String> patientByStudyUid) {
    List<String> uids = new ArrayList<>(new TreeMap<>(patientByStudyUid).keySet());
    sql.execute(
        """
        insert into etl.imaging_study (study, uid, patient, arrived_at, state)
        select ?, u, p, clock_timestamp(), 'SETTLING' from unnest(?, ?) as t(u, p)
        on conflict (study, uid) do update
          set arrived_at = excluded.arrived_at, state = 'SETTLING', tried_at = null,
            trouble = '', patient = excluded.patient
        """,
        study,
        uids.toArray(String[]::new),
        uids.stream().map(patientByStudyUid::get).toArray(String[]::new));
  }

  void insert(List<Instance> instances) {
    int n = instances.size();
    String[][] texts = new String[9][n];
    Long[] bytes = new Long[n];
    Long[] deliveries = new Long[n];
    for (int i = 0; i < n; i++) {
      Instance one = instances.get(i);
      texts[0][i] = one.study();
      texts[1][i] = one.uid();
      texts[2][i] = one.studyUid();
      texts[3][i] = one.seriesUid();
      texts[4][i] = one.sha256();
      texts[5][i] = state(one.held());
      texts[6][i] = String.join("\n", one.reasons());
      texts[7][i] = JSON.writeValueAsString(one.attributes());
      bytes[i] = one.bytes();
      deliveries[i] = one.delivery();
    }
    sql.execute(
        """
        insert into etl.imaging_instance
          (study, uid, study_uid, series_uid, sha256, state, reasons, attributes, bytes, delivery)
        select s, u, st, se, h, k, case when r = '' then '{}' else string_to_array(r, E'\\n') end,
          a::jsonb, b, d
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as t(s, u, st, se, h, k, r, a, b, d)
        """,
        texts[0],
        texts[1],
        texts[2],
        texts[3],
        texts[4],
        texts[5],
        texts[6],
        texts[7],
        bytes,
        deliveries);
  }

  void report(String study, String studyUid, long delivery, String json) {
    sql.execute(
        """
        insert into etl.imaging_report (study, study_uid, delivery, report)
        values (?, ?, ?, ?::jsonb)
        on conflict (study, study_uid, delivery) do update set report = excluded.report
        """,
        study,
        studyUid,
        delivery,
        json);
  }

  /// Which of these contents any instance has, held or not.
  Set<String> named(Collection<String> hashes) {
    return new HashSet<>(
        sql.resultQuery(
                "select distinct sha256 from etl.imaging_instance where sha256 = any(?)",
                (Object) hashes.toArray(String[]::new))
            .fetch(r -> r.get(0, String.class)));
  }

  /// Whether any instance has this content, among the held ones or among those to use.
  boolean names(String sha256, boolean held) {
    return sql.resultQuery(
            "select 1 from etl.imaging_instance where sha256 = ? and state = ? limit 1",
            sha256,
            state(held))
        .fetchOptional()
        .isPresent();
  }

  /// The instances of a study that may be used, in the order of their series and numbers: the only
  /// ones anybody is given or told of.
  public List<Instance> usable(String study, String studyUid) {
    return sql.resultQuery(
            INSTANCE.replace("etl.imaging_instance", USABLE)
                + """
                 where study = ? and study_uid = ?
                 order by series_uid, case when attributes->>'InstanceNumber' ~ '^[0-9]{1,9}$'
                   then (attributes->>'InstanceNumber')::int else 0 end, uid
                """,
            study,
            studyUid)
        .fetch(ImageJournal::instance);
  }

  /// The instances of one series that may be used, in their order.
  public List<Instance> usable(String study, String studyUid, String seriesUid) {
    return usable(study, studyUid).stream()
        .filter(one -> one.seriesUid().equals(seriesUid))
        .toList();
  }

  /// One instance by its UID, if it may be used.
  public Optional<Instance> usableInstance(String study, String uid) {
    return sql.resultQuery(
            INSTANCE.replace("etl.imaging_instance", USABLE) + " where study = ? and uid = ?",
            study,
            uid)
        .fetchOptional(ImageJournal::instance);
  }

  /// The instances a delivery brought.
  public List<Instance> ofDelivery(long delivery, int instancesMax) {
    return sql.resultQuery(
            INSTANCE + " where delivery = ? order by uid limit ?", delivery, instancesMax)
        .fetch(ImageJournal::instance);
  }

  /// Whether another delivery's instance needs the same file.
  boolean namedBesides(long delivery, Instance instance) {
    return sql.resultQuery(
            "select 1 from etl.imaging_instance where sha256 = ? and state = ? and delivery <> ?"
                + " limit 1",
            instance.sha256(),
            state(instance.held()),
            delivery)
        .fetchOptional()
        .isPresent();
  }

  /// What de-identification did to a study, a report a delivery.
  public List<ObjectNode> reports(String study, String studyUid) {
    return sql.resultQuery(
            "select report::text from etl.imaging_report where study = ? and study_uid = ?"
                + " order by delivery",
            study,
            studyUid)
        .fetch(r -> (ObjectNode) JSON.readTree(r.get(0, String.class)));
  }

  /// Forgets instances; what was said of their studies is said anew.
  void remove(long delivery, List<Instance> instances) {
    String[] uids = instances.stream().map(Instance::uid).toArray(String[]::new);
    sql.transaction(transaction -> {
      transaction
          .dsl()
          .execute(
              """
              update etl.imaging_study s set state = 'SETTLING', tried_at = null
              from etl.imaging_instance i
              where i.delivery = ? and i.uid = any(?) and s.study = i.study and s.uid = i.study_uid
              """,
              delivery,
              uids);
      transaction
          .dsl()
          .execute(
              "delete from etl.imaging_instance where delivery = ? and uid = any(?)",
              delivery,
              uids);
      transaction.dsl().execute("delete from etl.imaging_report where delivery = ?", delivery);
    });
  }

  private static boolean held(Record r) {
    return r.get("state", String.class).equals("HELD");
  }

  private static String state(boolean held) {
    return held ? "HELD" : "KEPT";
  }

  static Instance instance(Record r) {
    return new Instance(
        r.get("study", String.class),
        r.get("uid", String.class),
        r.get("study_uid", String.class),
        r.get("series_uid", String.class),
        r.get("sha256", String.class),
        r.get("bytes", Long.class),
        held(r),
        List.of(r.get("reasons", String[].class)),
        r.get("delivery", Long.class),
        JSON.readValue(r.get("attributes", String.class), TEXTS));
  }
}

package org.tessera.etl.imaging;

import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The imaging studies, what was said of each, and which of them lack their counterpart: the table
/// `etl.imaging_study`.
public final class StudyTable {
  private static final String STUDY =
      """
      select study, uid, patient, arrived_at, state, resource_id, resource::text as resource,
        digest::text as digest, trouble, told
      from etl.imaging_study s
      """;

  /// Of forms' rows that say they have images, those without any.
  private static final String MISSING =
      """
      select l.study, l.patient, l.form, substr(r, 14) as id
      from etl.lineage l cross join unnest(l.resources) as r
      where r like 'ImagingStudy/%' and not exists (
        select 1 from etl.imaging_study s where s.resource_id = substr(r, 14))
      order by l.study, l.patient, id limit ?
      """;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /// What could not be told of is left alone for a while, so that it keeps none of the others.
  private static final String NOT_TRIED =
      " (s.tried_at is null or s.tried_at < clock_timestamp() - interval '10 minutes')";

  private final DSLContext sql;

  /// The table in this database; `db/etl` has been migrated.
  public StudyTable(DataSource dataSource) {
    this(DSL.using(dataSource, SQLDialect.POSTGRES));
  }

  /// The table as these statements reach it.
  public StudyTable(DSLContext sql) {
    this.sql = sql;
  }

  /// Where an imaging study stands.
  public enum State {
    /// Instances came; what they say follows when no more come.
    SETTLING,
    /// Its patient is in no form yet.
    WAITING,
    /// Said.
    SETTLED
  }

  /// An imaging study in new names.
  ///
  /// @param study the research study
  /// @param resourceId of its ImagingStudy, empty while there is none
  /// @param resource what its images say of that
  /// @param digest what its instances say together
  /// @param trouble a stable word for why it could not be told of, empty when nothing is wrong
  /// @param told references of what else was said: reports and measurements
  public record Row(
      String study,
      String uid,
      String patient,
      OffsetDateTime arrivedAt,
      State state,
      String resourceId,
      Optional<ObjectNode> resource,
      Optional<ObjectNode> digest,
      String trouble,
      List<String> told) {}

  /// A form's row that says there are images, and none came.
  public record Missing(String study, String patient, String form, String resourceId) {}

  /// The newest studies, at most so many.
  public List<Row> latest(int studiesMax) {
    return sql.resultQuery(STUDY + " order by arrived_at desc, uid limit ?", studiesMax)
        .fetch(StudyTable::row);
  }

  /// One study.
  public Optional<Row> find(String study, String uid) {
    return sql.resultQuery(STUDY + " where study = ? and uid = ?", study, uid)
        .fetchOptional(StudyTable::row);
  }

  /// All studies of a research study, by patient.
  public List<Row> of(String study) {
    return sql.resultQuery(STUDY + " where study = ? order by patient, uid", study)
        .fetch(StudyTable::row);
  }

  /// Images whose patient no form has brought, at most so many.
  public List<Row> waiting(int studiesMax) {
    return sql.resultQuery(
            STUDY + " where state = 'WAITING' order by study, patient, uid limit ?", studiesMax)
        .fetch(StudyTable::row);
  }

  /// Forms' rows whose images did not come, at most so many.
  public List<Missing> missing(int rowsMax) {
    return sql.resultQuery(MISSING, rowsMax)
        .fetch(r ->
            new Missing(
                r.get("study", String.class),
                r.get("patient", String.class),
                r.get("form", String.class),
                r.get("id", String.class)));
  }

  List<Row> due(String study, long quietMillis, int studiesMax) {
    return sql.resultQuery(
            STUDY
                + """
                 where study = ? and state = 'SETTLING'
                   and arrived_at < clock_timestamp() - ? * interval '1 millisecond' and
                """
                + NOT_TRIED
                + " order by arrived_at limit ?",
            study,
            quietMillis,
            studiesMax)
        .fetch(StudyTable::row);
  }

  /// Those that wait for a patient who is there by now, and those whose patient is no longer.
  List<Row> counterpartChanged(String study, Collection<String> joined) {
    String[] studies = joined.toArray(String[]::new);
    return sql.resultQuery(
            STUDY
                + """
                 where study = ? and state in ('WAITING', 'SETTLED')
                   and (state = 'WAITING') = exists (
                     select 1 from etl.row r where r.study = any(?) and r.patient = s.patient)
                   and (state = 'WAITING' or resource_id <> '') and
                """
                + NOT_TRIED,
            study,
            studies)
        .fetch(StudyTable::row);
  }

  Set<String> patientsThere(Collection<String> joined, Collection<String> patients) {
    return new HashSet<>(
        sql.resultQuery(
                "select distinct patient from etl.row where study = any(?) and patient = any(?)",
                joined.toArray(String[]::new),
                patients.toArray(String[]::new))
            .fetch(r -> r.get(0, String.class)));
  }

  /// What images say of these ImagingStudies, by id.
  Map<String, ObjectNode> said(Collection<String> ids) {
    Map<String, ObjectNode> said = new HashMap<>();
    for (Record r :
        sql.fetch(
            "select resource_id, resource::text from etl.imaging_study where resource_id = any(?)"
                + " and resource is not null",
            (Object) ids.toArray(new String[0]))) {
      said.put(r.get(0, String.class), (ObjectNode) JSON.readTree(r.get(1, String.class)));
    }
    return said;
  }

  /// Whether a form's row became this resource.
  boolean hasForm(Collection<String> joined, String patient, String reference) {
    return sql.resultQuery(
            "select 1 from etl.lineage where study = any(?) and patient = ?"
                + " and resources @> array[?]::text[] limit 1",
            joined.toArray(new String[0]),
            patient,
            reference)
        .fetchOptional()
        .isPresent();
  }

  /// Writes down that a study cannot be told of.
  void failed(Row row, String trouble) {
    sql.execute(
        "update etl.imaging_study set tried_at = clock_timestamp(), trouble = ? where study = ? and"
            + " uid = ?",
        trouble,
        row.study,
        row.uid);
  }

  /// Writes down where a study stands, unless something came meanwhile; one of which nothing is
  /// left is forgotten.
  void settled(Row before, Row now) {
    if (now.digest.isEmpty()) {
      sql.execute(
          """
          delete from etl.imaging_study s where study = ? and uid = ? and arrived_at = ?::timestamptz
            and not exists (select 1 from etl.imaging_instance i
              where i.study = s.study and i.study_uid = s.uid)
          """,
          before.study,
          before.uid,
          before.arrivedAt);
    }
    sql.execute(
        """
        update etl.imaging_study set state = ?, resource_id = ?, resource = ?::jsonb,
          digest = ?::jsonb, told = ?, tried_at = null, trouble = ''
        where study = ? and uid = ? and arrived_at = ?::timestamptz
        """,
        now.state.name(),
        now.resourceId,
        now.resource.map(ObjectNode::toString).orElse(null),
        now.digest.map(ObjectNode::toString).orElse(null),
        now.told.toArray(String[]::new),
        before.study,
        before.uid,
        before.arrivedAt);
  }

  private static Row row(Record r) {
    return new Row(
        r.get("study", String.class),
        r.get("uid", String.class),
        r.get("patient", String.class),
        r.get("arrived_at", OffsetDateTime.class),
        State.valueOf(r.get("state", String.class)),
        r.get("resource_id", String.class),
        json(r.get("resource", String.class)),
        json(r.get("digest", String.class)),
        r.get("trouble", String.class),
        List.of(r.get("told", String[].class)));
  }

  private static Optional<ObjectNode> json(@org.jspecify.annotations.Nullable String text) {
    return text == null ? Optional.empty() : Optional.of((ObjectNode) JSON.readTree(text));
  }
}

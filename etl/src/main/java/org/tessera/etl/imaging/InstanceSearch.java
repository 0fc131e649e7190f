package org.tessera.etl.imaging;

import static org.tessera.etl.imaging.ImageJournal.USABLE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.tessera.dicom.Dictionary;
import org.tessera.dicom.Vr;

/// Finds studies, series and instances that may be used by what is kept of their headers, as PS3.18
/// section 8.3.4 asks: equal values, lists of UIDs, wildcards, ranges of dates and times.
public final class InstanceSearch {
  private static final Set<Vr> RANGED = Set.of(Vr.DA, Vr.TM, Vr.DT);
  private static final Map<String, String> COLUMNS =
      Map.of(
          "StudyInstanceUID", "i.study_uid",
          "SeriesInstanceUID", "i.series_uid",
          "SOPInstanceUID", "i.uid");
  private static final String MODALITIES = "ModalitiesInStudy";
  private static final String NUMBER =
      "case when i.attributes->>'InstanceNumber' ~ '^[0-9]{1,9}$'"
          + " then (i.attributes->>'InstanceNumber')::int else 0 end";

  private final DSLContext sql;
  private final Set<String> names;

  InstanceSearch(DSLContext sql, AttributeTable table) {
    this.sql = sql;
    this.names =
        table.all().stream().map(AttributeTable.Attribute::name).collect(Collectors.toSet());
  }

  /// What is asked for.
  public enum Level {
    STUDY("i.study_uid"),
    SERIES("i.study_uid, i.series_uid"),
    INSTANCE("i.study_uid, i.series_uid, " + NUMBER + ", i.uid");

    private final String key;

    Level(String key) {
      this.key = key;
    }
  }

  /// A search.
  ///
  /// @param study the research study
  /// @param studyUid when only one imaging study is asked
  /// @param seriesUid when only one series is asked
  /// @param matches keyword to value; every one must fit
  public record Question(
      String study,
      Level level,
      Optional<String> studyUid,
      Optional<String> seriesUid,
      Map<String, String> matches,
      int limit,
      int offset) {}

  /// Something found.
  ///
  /// @param first an instance of it, always the same one
  /// @param series of its study
  /// @param instancesOfStudy of its study
  /// @param instancesOfSeries of its series
  /// @param modalities of its study
  public record Match(
      Instance first,
      long series,
      long instancesOfStudy,
      long instancesOfSeries,
      List<String> modalities) {}

  /// Whether an attribute can be searched by.
  public boolean knows(String keyword) {
    return names.contains(keyword) || COLUMNS.containsKey(keyword) || keyword.equals(MODALITIES);
  }

  /// What fits, in a fixed order.
  public List<Match> find(Question question) {
    List<Object> binds = new ArrayList<>();
    var where = new StringBuilder("i.study = ?");
    binds.add(question.study);
    question.studyUid.ifPresent(uid -> {
      where.append(" and i.study_uid = ?");
      binds.add(uid);
    });
    question.seriesUid.ifPresent(uid -> {
      where.append(" and i.series_uid = ?");
      binds.add(uid);
    });
    question.matches.forEach((keyword, value) -> {
      if (knows(keyword) && !value.isEmpty() && !value.equals("*")) {
        condition(keyword, value, where, binds);
      }
    });
    binds.add(question.limit);
    binds.add(question.offset);
    binds.add(question.study);
    binds.add(question.study);
    String distinct =
        question.level == Level.INSTANCE ? "" : "distinct on (" + question.level.key + ")";
    String order =
        question.level.key + (question.level == Level.INSTANCE ? "" : ", " + NUMBER + ", i.uid");
    return sql.resultQuery(page(distinct, where.toString(), order), binds.toArray())
        .fetch(InstanceSearch::match);
  }

  /// A page of what fits, and of each study and series on it the counts, once.
  private static String page(String distinct, String where, String order) {
    return """
    with i as (
      select %2$s i.* from %1$s i where %3$s order by %4$s limit ? offset ?)
    select i.study, i.uid, i.study_uid, i.series_uid, i.sha256, i.bytes, i.state, i.reasons,
      i.delivery, i.attributes::text as attributes, st.n_series, st.n_study, st.modalities,
      se.n_in_series
    from i
    join (
      select c.study_uid, count(distinct c.series_uid) as n_series, count(*) as n_study,
        array_agg(distinct c.attributes->>'Modality')
          filter (where c.attributes->>'Modality' is not null) as modalities
      from %1$s c where c.study = ? and c.study_uid in (select study_uid from i)
      group by c.study_uid) st on st.study_uid = i.study_uid
    join (
      select c.study_uid, c.series_uid, count(*) as n_in_series
      from %1$s c where c.study = ?
        and (c.study_uid, c.series_uid) in (select study_uid, series_uid from i)
      group by c.study_uid, c.series_uid) se
      on se.study_uid = i.study_uid and se.series_uid = i.series_uid
    order by %4$s
    """
        .formatted(USABLE, distinct, where, order);
  }

  private static Match match(Record r) {
    String[] modalities = r.get("modalities", String[].class);
    return new Match(
        ImageJournal.instance(r),
        r.get("n_series", Long.class),
        r.get("n_study", Long.class),
        r.get("n_in_series", Long.class),
        modalities == null ? List.of() : List.of(modalities));
  }

  private static void condition(
      String keyword, String value, StringBuilder where, List<Object> binds) {
    if (keyword.equals(MODALITIES)) {
      where.append(
          " and exists (select 1 from "
              + USABLE
              + " m where m.study = i.study and m.study_uid = i.study_uid"
              + " and m.attributes->>'Modality' = any(?))");
      binds.add(list(value));
      return;
    }
    String column = COLUMNS.get(keyword);
    if (column != null) {
      where.append(" and ").append(column).append(" = any(?)");
      binds.add(list(value));
      return;
    }
    Vr vr = Dictionary.find(keyword).map(entry -> entry.vrs().getFirst()).orElse(Vr.LO);
    int dash = value.indexOf('-');
    if (RANGED.contains(vr) && dash >= 0) {
      range(keyword, value.substring(0, dash), value.substring(dash + 1), where, binds);
    } else if (vr != Vr.UI && (value.indexOf('*') >= 0 || value.indexOf('?') >= 0)) {
      where.append(" and i.attributes->>? ").append(vr == Vr.PN ? "ilike ?" : "like ?");
      binds.add(keyword);
      binds.add(pattern(value));
    } else {
      where.append(" and string_to_array(i.attributes->>?, '\\') && ?::text[]");
      binds.add(keyword);
      binds.add(vr == Vr.UI || vr == Vr.CS ? list(value) : new String[] {value});
    }
  }

  /// Both ends belong to a range; an end that is less precise holds all that it begins.
  private static void range(
      String keyword, String from, String to, StringBuilder where, List<Object> binds) {
    if (!from.isEmpty()) {
      where.append(" and i.attributes->>? >= ?");
      binds.add(keyword);
      binds.add(from);
    }
    if (!to.isEmpty()) {
      where.append(" and left(i.attributes->>?, ?) <= ?");
      binds.add(keyword);
      binds.add(to.length());
      binds.add(to);
    }
  }

  private static String[] list(String value) {
    return Arrays.stream(value.split("[,\\\\]", -1))
        .map(String::strip)
        .filter(one -> !one.isEmpty())
        .toArray(String[]::new);
  }

  private static String pattern(String value) {
    return value
        .replace("\\", "\\\\")
        .replace("%", "\\%")
        .replace("_", "\\_")
        .replace('*', '%')
        .replace('?', '_');
  }
}

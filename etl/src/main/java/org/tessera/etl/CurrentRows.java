package org.tessera.etl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;
import org.tessera.etl.Delivery.State;

/// What studies currently say, and which resources that became: `etl.row` and `etl.lineage`.
final class CurrentRows {
  private static final int PATIENTS_AHEAD = 15_000;

  private final DSLContext sql;
  private final Together together;
  private final String study;
  private final Long[] ids;
  private final State stage;
  private final ApartValues apart;

  /// Patients whose turn comes. To find them all rows that come or go are looked through, which
  /// must not be done for each batch.
  private final Deque<String> ahead = new ArrayDeque<>();

  private String last = "";

  /// @param stage `LOADING`, `REMOVING` or `RETRACTING`: decides which rows come and which go
  CurrentRows(DSLContext sql, Together together, State stage) {
    this.sql = sql;
    this.together = together;
    this.study = together.study().name();
    this.ids = together.ids();
    this.stage = stage;
    this.apart = together.apart();
  }

  long patientCount() {
    return sql.resultQuery("select count(*) from (" + patients() + ") as touched", ids, "")
        .fetchSingle()
        .get(0, Long.class);
  }

  /// The next touched patients, in their order, with everything known of them; none after the last.
  List<PatientRows> next(int patientsMax) {
    List<String> patients = nextNames(patientsMax);
    if (patients.isEmpty()) {
      requireStaged();
      return List.of();
    }
    String[] in = patients.toArray(String[]::new);
    Map<String, List<HeldRow>> current = apart.joined(rows(current(in)), false);
    Map<String, List<HeldRow>> arriving =
        stage == State.LOADING ? apart.joined(rows(staged(in)), true) : Map.of();
    requireStaged();
    boolean none = stage == State.LOADING && !together.replay();
    Map<String, Set<RowKey>> removed = none ? Map.of() : removed(in);
    Map<String, Map<RowKey, Set<String>>> resources = resources(in);
    return patients.stream()
        .map(p ->
            new PatientRows(
                p,
                current.getOrDefault(p, List.of()),
                arriving.getOrDefault(p, List.of()),
                removed.getOrDefault(p, Set.of()),
                resources.getOrDefault(p, Map.of())))
        .toList();
  }

  /// One patient as they are.
  PatientRows of(String patient) {
    Map<String, List<HeldRow>> rows = apart.joined(rows(current(new String[] {patient})), false);
    return new PatientRows(
        patient, rows.getOrDefault(patient, List.of()), List.of(), Set.of(), Map.of());
  }

  private List<String> nextNames(int patientsMax) {
    if (ahead.isEmpty()) {
      ahead.addAll(
          sql.resultQuery(patients() + " order by patient limit ?", ids, last, PATIENTS_AHEAD)
              .fetch(r -> r.get(0, String.class)));
    }
    List<String> names = new ArrayList<>();
    while (names.size() < patientsMax && !ahead.isEmpty()) {
      last = ahead.remove();
      names.add(last);
    }
    return names;
  }

  private String patients() {
    if (stage == State.LOADING && together.replay()) {
      return "select distinct patient from (select patient, delivery from etl.staged where accepted"
          + " union all select patient, delivery from etl.row) as either"
          + " where delivery = any(?) and patient > ?";
    }
    String from =
        switch (stage) {
          case LOADING -> "etl.staged where accepted and delivery = any(?)";
          case REMOVING -> "etl.removal where delivery = any(?)";
          default -> "etl.row where delivery = any(?)";
        };
    return "select distinct patient from " + from + " and patient > ?";
  }

  private Result<Record> current(String[] patients) {
    return sql.fetch(
        """
        select patient, form, key, values::text as values, delivery, sheet, number, 0::bigint as ordinal
        from etl.row where study = ? and patient = any(?) order by patient, form, key
        """,
        study,
        patients);
  }

  /// Of rows with one key the one whose delivery counts later comes last.
  private Result<Record> staged(String[] patients) {
    return sql.fetch(
        """
        select patient, form, key, s.values::text as values, delivery, sheet, number, ordinal
        from etl.staged s join etl.delivery d on d.id = s.delivery
        where s.delivery = any(?) and accepted and patient = any(?)
        order by patient, form, key, turn
        """,
        ids,
        patients);
  }

  private void requireStaged() {
    if (stage == State.LOADING) {
      Staging.requireWritten(sql, ids);
    }
  }

  private Map<String, Set<RowKey>> removed(String[] patients) {
    String query =
        stage == State.REMOVING
            ? """
            select r.patient, r.form, r.key from etl.removal m
            join etl.row r on r.study = ? and r.patient = m.patient and r.form = m.form
              and r.key = m.key and r.delivery = m.written_by
            where m.delivery = any(?) and m.patient = any(?)
            """
            : """
            select patient, form, key from etl.row
            where study = ? and delivery = any(?) and patient = any(?)
            """;
    Map<String, Set<RowKey>> removed = new HashMap<>();
    for (Record r : sql.fetch(query, study, ids, patients)) {
      removed.computeIfAbsent(patient(r), p -> new LinkedHashSet<>()).add(key(r));
    }
    return removed;
  }

  private Map<String, Map<RowKey, Set<String>>> resources(String[] patients) {
    Map<String, Map<RowKey, Set<String>>> resources = new HashMap<>();
    for (Record r :
        sql.fetch(
            """
            select patient, form, key, resources from etl.lineage
            where study = ? and patient = any(?)
            """,
            study,
            patients)) {
      resources
          .computeIfAbsent(patient(r), p -> new LinkedHashMap<>())
          .put(key(r), new LinkedHashSet<>(List.of(r.get("resources", String[].class))));
    }
    return resources;
  }

  private static Map<String, List<HeldRow>> rows(Result<Record> result) {
    Map<String, List<HeldRow>> rows = new HashMap<>();
    for (Record r : result) {
      rows.computeIfAbsent(patient(r), p -> new ArrayList<>())
          .add(
              new HeldRow(
                  key(r),
                  Json.values(r.get("values", String.class)),
                  Map.of(),
                  r.get("delivery", Long.class),
                  r.get("sheet", String.class),
                  r.get("number", Long.class),
                  r.get("ordinal", Long.class)));
    }
    return rows;
  }

  private static String patient(Record r) {
    return r.get("patient", String.class);
  }

  private static RowKey key(Record r) {
    return new RowKey(r.get("form", String.class), r.get("key", String.class));
  }

  /// Before the store changes: arriving rows become current, and the lineage names both the old and
  /// the new resources, so that nothing the store may hold is ever unnamed.
  void announce(DSLContext transaction, List<MappedPatient> patients) {
    Long[] fallen =
        patients.stream().flatMap(p -> p.rejectedOrdinals().stream()).toArray(Long[]::new);
    if (fallen.length > 0) {
      transaction.execute(
          "update etl.staged set accepted = false where delivery = any(?) and ordinal = any(?)",
          ids,
          fallen);
    }
    if (stage == State.LOADING) {
      transaction.execute(
          """
          insert into etl.row (study, patient, form, key, values, delivery, sheet, number)
          select distinct on (patient, form, key)
            ?, patient, form, key, s.values, delivery, sheet, number
          from etl.staged s join etl.delivery d on d.id = s.delivery
          where s.delivery = any(?) and accepted and patient = any(?)
          order by patient, form, key, turn desc
          on conflict (study, patient, form, key) do update set values = excluded.values,
            delivery = excluded.delivery, sheet = excluded.sheet, number = excluded.number
          """,
          study,
          ids,
          names(patients));
      Staging.requireWritten(transaction, ids);
    }
    LineageRows rows = new LineageRows();
    for (MappedPatient patient : patients) {
      union(patient).forEach((key, resources) -> rows.add(patient, key, resources));
    }
    rows.write(transaction, study);
  }

  private static Map<RowKey, Set<String>> union(MappedPatient patient) {
    Map<RowKey, Set<String>> union = new LinkedHashMap<>();
    patient.rows().resources().forEach((k, v) -> union.put(k, new LinkedHashSet<>(v)));
    patient
        .resources()
        .forEach((k, v) -> union.computeIfAbsent(k, key -> new LinkedHashSet<>()).addAll(v));
    return union;
  }

  /// After the store has changed: rows that go are gone, and the lineage names what is there.
  void settle(DSLContext transaction, List<MappedPatient> patients) {
    LineageRows rows = new LineageRows();
    LineageRows gone = new LineageRows();
    for (MappedPatient patient : patients) {
      for (var before : patient.rows().resources().entrySet()) {
        Set<String> now = patient.resources().get(before.getKey());
        if (now == null) {
          gone.add(patient, before.getKey(), before.getValue());
        } else if (!now.containsAll(before.getValue())) {
          rows.add(patient, before.getKey(), now);
        }
      }
    }
    rows.write(transaction, study);
    gone.delete(transaction, "etl.lineage", study);
    LineageRows removed = new LineageRows();
    for (MappedPatient patient : patients) {
      patient.gone().forEach(key -> removed.add(patient, key, Set.of()));
    }
    removed.delete(transaction, "etl.row", study);
  }

  private static String[] names(List<MappedPatient> patients) {
    return patients.stream().map(p -> p.rows().patient()).toArray(String[]::new);
  }

  /// Rows of a statement over many keys at once.
  private static final class LineageRows {
    private final List<String> patients = new ArrayList<>();
    private final List<String> forms = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<String> resources = new ArrayList<>();

    void add(MappedPatient patient, RowKey key, Set<String> references) {
      patients.add(patient.rows().patient());
      forms.add(key.form());
      keys.add(key.key());
      resources.add(String.join(" ", references));
    }

    void write(DSLContext transaction, String study) {
      if (patients.isEmpty()) {
        return;
      }
      transaction.execute(
          """
          insert into etl.lineage (study, patient, form, key, resources)
          select ?, p, f, k, string_to_array(r, ' ') from unnest(?, ?, ?, ?) as t(p, f, k, r)
          on conflict (study, patient, form, key) do update set resources = excluded.resources
          where lineage.resources <> excluded.resources
          """,
          study,
          array(patients),
          array(forms),
          array(keys),
          array(resources));
    }

    void delete(DSLContext transaction, String table, String study) {
      if (patients.isEmpty()) {
        return;
      }
      transaction.execute(
          "delete from "
              + table
              + " d using unnest(?, ?, ?) as t(p, f, k)"
              + " where d.study = ? and d.patient = t.p and d.form = t.f and d.key = t.k",
          array(patients),
          array(forms),
          array(keys),
          study);
    }

    private static String[] array(List<String> texts) {
      return texts.toArray(String[]::new);
    }
  }
}

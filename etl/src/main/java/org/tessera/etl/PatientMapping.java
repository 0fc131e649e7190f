package org.tessera.etl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tessera.etl.MappedPatient.Changes;
import org.tessera.etl.MappedPatient.SheetRejection;
import org.tessera.fhir.store.Write;
import org.tessera.mappings.Form;
import org.tessera.mappings.Judgement;
import org.tessera.mappings.MappedRow;
import org.tessera.mappings.PatientRecord;
import org.tessera.mappings.Rejection;
import org.tessera.mappings.Rejection.Severity;
import org.tessera.mappings.Row;
import org.tessera.mappings.Secrets;
import org.tessera.mappings.Study;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Turns what is known of a patient into what the store must hold of them: overlay, check, map.
/// Reads and writes nothing, so the same rows give the same result at any time.
final class PatientMapping {
  // A row that falls gives way to its predecessor, which must be checked in its place.
  private static final int CHECKS_MAX = 4;

  private final Study study;
  private final Secrets secrets;
  private final Together together;
  private final Map<String, Form> forms = new HashMap<>();
  private final Optional<Form> patientForm;

  PatientMapping(Together together) {
    this.study = together.study();
    this.secrets = new KeyedValues(together.pseudonymizer().secrets(study.name()));
    this.together = together;
    study.forms().forEach(form -> forms.put(form.name(), form));
    this.patientForm = RowIntake.patientForm(study);
  }

  MappedPatient map(PatientRows patient) {
    Set<Long> fallen = new LinkedHashSet<>();
    Set<SheetRejection> errors = new LinkedHashSet<>();
    for (int check = 1; ; check++) {
      List<HeldRow> rows = overlay(patient, fallen);
      List<SheetRejection> found = new ArrayList<>();
      int before = fallen.size();
      PatientRecord accepted = checked(patient.patient(), rows, fallen, found);
      errors.addAll(found);
      if (fallen.size() == before || check == CHECKS_MAX) {
        return mapped(patient, new Checked(rows, accepted), fallen, errors);
      }
    }
  }

  /// What the checks leave of a patient's current rows, which is what is mapped.
  PatientRecord accepted(PatientRows patient) {
    List<HeldRow> rows = overlay(patient, Set.of());
    return checked(patient.patient(), rows, new LinkedHashSet<>(), new ArrayList<>());
  }

  /// The rows that were checked, and what the check left of them.
  private record Checked(List<HeldRow> rows, PatientRecord accepted) {}

  /// The current rows, those that go taken out, those that arrive put in.
  private List<HeldRow> overlay(PatientRows patient, Set<Long> fallen) {
    Map<RowKey, HeldRow> rows = new LinkedHashMap<>();
    for (HeldRow row : patient.current()) {
      if (!patient.removed().contains(row.key())) {
        rows.put(row.key(), row);
      }
    }
    for (HeldRow row : patient.arriving()) {
      if (!fallen.contains(row.ordinal())) {
        rows.put(row.key(), row);
      }
    }
    return numbered(rows.values().stream().sorted(order()).toList());
  }

  /// Rows of two deliveries may have the same number; within a record it must name one row. Those
  /// that arrive keep theirs as far as that goes.
  private static List<HeldRow> numbered(List<HeldRow> rows) {
    Set<String> taken = new HashSet<>();
    List<HeldRow> result = new ArrayList<>(rows);
    result.replaceAll(row -> row.arriving() ? free(row, taken) : row);
    result.replaceAll(row -> row.arriving() ? row : free(row, taken));
    return result;
  }

  private static HeldRow free(HeldRow row, Set<String> taken) {
    HeldRow free = row;
    while (!taken.add(place(free))) {
      free = free.renumbered();
    }
    return free;
  }

  private static String place(HeldRow row) {
    return row.key().form() + "/" + row.number();
  }

  private Comparator<HeldRow> order() {
    return Comparator.comparing((HeldRow row) -> row.key().form())
        .thenComparing((a, b) -> {
          Form form = forms.get(a.key().form());
          return form == null ? 0 : byKey(form, a, b);
        })
        .thenComparing(row -> row.key().key());
  }

  private static int byKey(Form form, HeldRow a, HeldRow b) {
    for (String column : form.key()) {
      int order = compared(a.values().get(column), b.values().get(column));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int compared(@Nullable JsonNode a, @Nullable JsonNode b) {
    if (a == null || b == null) {
      return Boolean.compare(a != null, b != null);
    }
    return a.isNumber() && b.isNumber()
        ? a.decimalValue().compareTo(b.decimalValue())
        : a.asString().compareTo(b.asString());
  }

  /// Applies the coherence rules: blamed cells go, and rows that lose a mandatory one with them.
  private PatientRecord checked(
      String patient, List<HeldRow> rows, Set<Long> fallen, List<SheetRejection> found) {
    Map<String, HeldRow> byPlace = byPlace(rows);
    Judgement judgement = study.judge(record(patient, rows));
    for (Rejection rejection : judgement.rejections()) {
      HeldRow row = byPlace.get(rejection.form() + "/" + rejection.row());
      if (row != null && row.arriving()) {
        found.add(rejection(row, rejection));
      }
    }
    judgement.dropped().forEach(row -> fall(byPlace.get(place(row)), fallen));
    if (!orphaned(judgement.accepted())) {
      return judgement.accepted();
    }
    judgement.accepted().rows().values().stream()
        .flatMap(List::stream)
        .forEach(row -> orphan(byPlace.get(place(row)), fallen, found));
    return new PatientRecord(patient, Map.of());
  }

  private static SheetRejection rejection(HeldRow row, Rejection r) {
    var own =
        new Rejection(
            r.form(),
            row.ownNumber(),
            r.column(),
            r.value(),
            r.rule(),
            r.severity(),
            r.message(),
            r.remedy());
    return new SheetRejection(row.delivery(), row.sheet(), own);
  }

  /// A patient whose own row fell takes the rows of the other tabs along (rule 1).
  private boolean orphaned(PatientRecord record) {
    return patientForm
        .map(form -> record.rows().getOrDefault(form.name(), List.of()).isEmpty())
        .orElse(false);
  }

  private void orphan(@Nullable HeldRow row, Set<Long> fallen, List<SheetRejection> found) {
    if (row == null || !row.arriving()) {
      return;
    }
    String tab = patientForm.map(Form::name).orElse("");
    found.add(
        rejection(
            row,
            new Rejection(
                row.key().form(),
                row.number(),
                study.patientKey().column(),
                "",
                "unknown-patient",
                Severity.ERROR,
                "The patient's row in the tab " + tab + " is not accepted.",
                "Correct that row; this one follows.")));
    fall(row, fallen);
  }

  private static void fall(@Nullable HeldRow row, Set<Long> fallen) {
    if (row != null && row.arriving()) {
      fallen.add(row.ordinal());
    }
  }

  private static Map<String, HeldRow> byPlace(List<HeldRow> rows) {
    Map<String, HeldRow> byPlace = new HashMap<>();
    rows.forEach(row -> byPlace.put(place(row), row));
    return byPlace;
  }

  private static String place(Row row) {
    return row.form() + "/" + row.number();
  }

  private static PatientRecord record(String patient, List<HeldRow> rows) {
    Map<String, List<Row>> byForm = new TreeMap<>();
    for (HeldRow row : rows) {
      byForm
          .computeIfAbsent(row.key().form(), form -> new ArrayList<>())
          .add(new Row(row.key().form(), row.number(), patient, row.values()));
    }
    return new PatientRecord(patient, byForm);
  }

  private MappedPatient mapped(
      PatientRows patient, Checked checked, Set<Long> fallen, Set<SheetRejection> found) {
    Map<String, HeldRow> byPlace = byPlace(checked.rows());
    Map<String, Write> writes = new LinkedHashMap<>();
    Map<RowKey, Set<String>> resources = new LinkedHashMap<>();
    for (MappedRow row : study.map(checked.accepted(), secrets)) {
      HeldRow held = byPlace.get(place(row.row()));
      if (held != null) {
        resources.put(held.key(), put(patient.patient(), held, row.resources(), writes));
        if (held.arriving()) {
          row.findings().forEach(finding -> found.add(rejection(held, finding)));
        }
      }
    }
    checked.rows().stream()
        .filter(row -> !fallen.contains(row.ordinal()))
        .forEach(row -> resources.putIfAbsent(row.key(), Set.of()));
    // A row that was delivered before and breaks a rule now stays current and maps to nothing.
    patient.current().stream()
        .filter(row -> !patient.removed().contains(row.key()))
        .forEach(row -> resources.putIfAbsent(row.key(), Set.of()));
    patient.resources().values().stream()
        .flatMap(Set::stream)
        .filter(reference -> !writes.containsKey(reference))
        .distinct()
        .toList()
        .forEach(reference -> writes.put(reference, delete(reference)));
    return new MappedPatient(
        patient,
        List.copyOf(fallen),
        List.copyOf(found),
        List.copyOf(writes.values()),
        resources,
        changes(patient, fallen));
  }

  private Set<String> put(
      String patient, HeldRow row, List<ObjectNode> made, Map<String, Write> writes) {
    String group = patient + "/" + row.key().form() + "/" + row.key().key();
    Set<String> references = new LinkedHashSet<>();
    for (ObjectNode resource : made) {
      var put = new Write.Put(resource, OptionalLong.empty(), group, false);
      String reference = put.type() + "/" + put.id();
      if (writes.putIfAbsent(reference, put) == null) {
        references.add(reference);
      }
    }
    if (!references.isEmpty()) {
      ObjectNode provenance =
          ProvenanceOfRow.of(patient, row, references, together.recorded(row), secrets);
      var put = new Write.Put(provenance, OptionalLong.empty(), group, true);
      String reference = put.type() + "/" + put.id();
      writes.put(reference, put);
      references.add(reference);
    }
    return references;
  }

  private static Write delete(String reference) {
    int slash = reference.indexOf('/');
    return Write.Delete.of(reference.substring(0, slash), reference.substring(slash + 1));
  }

  private static Map<Long, Changes> changes(PatientRows patient, Set<Long> fallen) {
    Map<RowKey, HeldRow> current = new HashMap<>();
    patient.current().forEach(row -> current.put(row.key(), row));
    Map<RowKey, HeldRow> last = new HashMap<>();
    patient.arriving().stream()
        .filter(row -> !fallen.contains(row.ordinal()))
        .forEach(row -> last.put(row.key(), row));
    Map<Long, Changes> changes = new HashMap<>();
    for (HeldRow row : patient.arriving()) {
      HeldRow before = current.get(row.key());
      Changes change;
      if (fallen.contains(row.ordinal())) {
        change = new Changes(0, 0, 0, 0, 1);
      } else if (!row.equals(last.get(row.key()))) {
        change = new Changes(0, 0, 0, 1, 0);
      } else if (before == null) {
        change = new Changes(1, 0, 0, 0, 0);
      } else if (before.values().equals(row.values())) {
        change = new Changes(0, 0, 1, 0, 0);
      } else {
        change = new Changes(0, 1, 0, 0, 0);
      }
      changes.merge(row.delivery(), change, Changes::plus);
    }
    return changes;
  }
}

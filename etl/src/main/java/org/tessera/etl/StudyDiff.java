package org.tessera.etl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tessera.etl.form.FormReader;
import org.tessera.etl.form.FormRow;
import org.tessera.etl.form.Layout;
import org.tessera.etl.form.ReadingOptions;
import org.tessera.etl.form.Refusal;
import org.tessera.etl.form.SheetReader;
import org.tessera.etl.form.Table;
import org.tessera.etl.form.Workbook;
import org.tessera.etl.pseudonym.Pseudonymizer;
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

/// Says what another definition of a study would do to the data that are loaded: reads the archived
/// files by both and compares what they become. Nothing is written.
///
/// Patients are taken by parts, so that memory holds a part at a time; for each part all files are
/// read again.
public final class StudyDiff {
  private static final long ROWS_AT_ONCE = 150_000;

  private final Ingest.Parts parts;

  StudyDiff(Ingest.Parts parts) {
    this.parts = parts;
  }

  /// What changes.
  ///
  /// @param resources by type: how many come, change, go and stay as they are
  /// @param rejections by rule and column: how many cells are newly rejected, and newly accepted
  /// @param unreadable deliveries the new definition cannot read, with the reason
  public record Result(
      int deliveries,
      long rowsBefore,
      long rowsAfter,
      Map<String, Change> resources,
      Map<String, Change> rejections,
      List<String> unreadable) {}

  /// Counts of one kind.
  public static final class Change {
    private long added;
    private long changed;
    private long removed;
    private long same;

    /// There afterwards alone.
    public long added() {
      return added;
    }

    /// There before and after, and not the same.
    public long changed() {
      return changed;
    }

    /// There before alone.
    public long removed() {
      return removed;
    }

    /// There before and after.
    public long same() {
      return same;
    }
  }

  /// Compares two definitions of one study.
  ///
  /// @throws IOException if the archive cannot be read
  public Result compare(Study before, Study after) throws IOException {
    List<Delivery> deliveries = parts.journal().loaded(before.name());
    long rows = deliveries.stream().mapToLong(delivery -> delivery.counts().read()).sum();
    int passes = (int) (rows / ROWS_AT_ONCE) + 1;
    var old = new Side(before);
    var now = new Side(after);
    Map<String, Change> resources = new TreeMap<>();
    Map<String, Change> rejections = new TreeMap<>();
    for (int pass = 0; pass < passes; pass++) {
      old.read(deliveries, pass, passes);
      now.read(deliveries, pass, passes);
      resources(old.resources(), now.resources(), resources);
      rejections(old.rejected, now.rejected, rejections);
    }
    return new Result(
        deliveries.size(), old.accepted, now.accepted, resources, rejections, now.unreadable);
  }

  private static void resources(
      Map<String, ObjectNode> before, Map<String, ObjectNode> after, Map<String, Change> all) {
    before.forEach((reference, resource) -> {
      Change change = of(all, type(reference));
      ObjectNode other = after.get(reference);
      if (other == null) {
        change.removed++;
      } else if (other.equals(resource)) {
        change.same++;
      } else {
        change.changed++;
      }
    });
    after.keySet().stream()
        .filter(reference -> !before.containsKey(reference))
        .forEach(reference -> of(all, type(reference)).added++);
  }

  private static void rejections(
      Map<String, String> before, Map<String, String> after, Map<String, Change> all) {
    after.forEach((cell, rule) -> {
      Change change = of(all, rule);
      if (before.containsKey(cell)) {
        change.same++;
      } else {
        change.added++;
      }
    });
    before.forEach((cell, rule) -> {
      if (!after.containsKey(cell)) {
        of(all, rule).removed++;
      }
    });
  }

  private static Change of(Map<String, Change> all, String name) {
    return all.computeIfAbsent(name, any -> new Change());
  }

  private static String type(String reference) {
    return reference.substring(0, reference.indexOf('/'));
  }

  /// What the files say by one definition.
  private final class Side {
    private final Study study;
    private final Secrets secrets;
    private final Map<String, RowCheck> checks = new HashMap<>();
    private final List<String> unreadable = new ArrayList<>();
    private Map<String, Map<RowKey, Row>> patients = Map.of();
    private Map<String, String> rejected = Map.of();
    private long accepted;

    Side(Study study) {
      Pseudonymizer pseudonymizer = parts.pseudonymizer();
      this.study = study;
      this.secrets = new KeyedValues(pseudonymizer.secrets(study.name()));
      for (Form form : study.forms()) {
        checks.put(form.name(), new RowCheck(study, form, pseudonymizer));
      }
    }

    /// Reads the rows of a part of the patients; of two deliveries the newer counts.
    void read(List<Delivery> deliveries, int pass, int passes) throws IOException {
      patients = new TreeMap<>();
      rejected = new HashMap<>();
      for (Delivery delivery : deliveries) {
        try {
          file(delivery, pass, passes);
        } catch (Refusal e) {
          if (pass == 0) {
            unreadable.add("delivery " + delivery.id() + ": " + e.reason() + "; " + e.remedy());
          }
        }
      }
    }

    private void file(Delivery delivery, int pass, int passes) throws IOException, Refusal {
      Path file = parts.zone().archived(delivery.sha256());
      String name = parts.pseudonymizer().name(delivery.id()).orElse(study.name());
      ReadingOptions options = StudyReading.options(study).named(name);
      try (Workbook workbook = FormReader.open(file, options)) {
        for (SheetReader sheet : workbook.sheets()) {
          Optional<Form> form = form(workbook, sheet);
          if (form.isPresent()) {
            Table table = sheet.table(Layout.of(form.get()));
            if (pass == 0) {
              strangers(delivery, form.get(), table);
            }
            table.forEachRow(row -> row(delivery, form.get(), row, new Part(pass, passes)));
          }
        }
      }
    }

    /// Columns the definition does not know keep a whole file out.
    private void strangers(Delivery delivery, Form form, Table table) throws IOException, Refusal {
      var place = new SheetForm(form, form.name(), table.header());
      List<String> strangers =
          HeaderNotes.of(place, table.filled(table.header().unknown().keySet())).refused();
      if (!strangers.isEmpty()) {
        unreadable.add(
            "delivery " + delivery.id() + ": " + HeaderNotes.quarantine(strangers).message());
      }
    }

    private Optional<Form> form(Workbook workbook, SheetReader sheet) {
      Optional<Form> byName = study.formForSheet(sheet.name());
      boolean only = workbook.sheets().size() == 1 && study.forms().size() == 1;
      return byName.isEmpty() && only ? Optional.of(study.forms().getFirst()) : byName;
    }

    private void row(Delivery delivery, Form form, FormRow row, Part part) {
      RowCheck check = checks.get(form.name());
      if (check == null) {
        return;
      }
      RowCheck.Checked checked = check.check(row);
      if (!part.has(checked.patient())) {
        return;
      }
      for (Rejection rejection : checked.rejections()) {
        reject(delivery.id(), rejection);
      }
      if (checked.accepted()) {
        Map<String, JsonNode> values = new LinkedHashMap<>(checked.values());
        values.putAll(checked.apart());
        // Numbers of rows of two files may be the same; within a patient each names one row.
        Map<RowKey, Row> rows =
            patients.computeIfAbsent(checked.patient(), any -> new LinkedHashMap<>());
        long number = row.number() + delivery.id() * 10_000_000L;
        rows.putIfAbsent(
            new RowKey(form.name(), checked.key()),
            new Row(form.name(), number, checked.patient(), values));
      }
    }

    private void reject(long delivery, Rejection rejection) {
      if (rejection.severity() == Severity.ERROR) {
        String cell =
            delivery + " " + rejection.form() + " " + rejection.row() + " " + rejection.column();
        rejected.put(cell, rejection.rule() + " " + rejection.form() + "." + rejection.column());
      }
    }

    /// What the rows of this part become, by `Type/id`.
    Map<String, ObjectNode> resources() {
      Map<String, ObjectNode> all = new HashMap<>();
      patients.forEach((patient, rows) -> {
        Map<String, List<Row>> tabs = new LinkedHashMap<>();
        rows.values()
            .forEach(row -> tabs.computeIfAbsent(row.form(), any -> new ArrayList<>()).add(row));
        Judgement judgement = study.judge(new PatientRecord(patient, tabs));
        judgement.rejections().forEach(each -> reject(0, each));
        for (MappedRow mapped : study.map(judgement.accepted(), secrets)) {
          accepted++;
          for (ObjectNode resource : mapped.resources()) {
            all.putIfAbsent(
                resource.path("resourceType").asString() + "/" + resource.path("id").asString(),
                resource);
          }
        }
      });
      return all;
    }
  }

  /// A part of the patients.
  private record Part(int number, int of) {
    /// Rows without a patient belong to the first.
    boolean has(String patient) {
      return patient.isEmpty() ? number == 0 : Math.floorMod(patient.hashCode(), of) == number;
    }
  }
}

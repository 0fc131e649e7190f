package org.tessera.etl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.tessera.etl.Staging.Words;
import org.tessera.etl.form.FormReader;
import org.tessera.etl.form.FormRow;
import org.tessera.etl.form.Layout;
import org.tessera.etl.form.ReadingOptions;
import org.tessera.etl.form.Refusal;
import org.tessera.etl.form.SheetReader;
import org.tessera.etl.form.Table;
import org.tessera.etl.form.Workbook;
import org.tessera.etl.form.WorkbookTemplate;
import org.tessera.etl.pseudonym.Pseudonymizer;
import org.tessera.mappings.Form;
import org.tessera.mappings.Rejection;
import org.tessera.mappings.Rejection.Severity;
import org.tessera.mappings.Study;

/// The first stage of a delivery: reads the file once, row by row, into the staging table, and
/// writes down everything that is wrong. Holds a batch of rows at a time.
final class RowIntake {
  private static final int PATIENTS_PER_STATEMENT = 2_000;

  private final Study study;
  private final Delivery delivery;
  private final Pseudonymizer pseudonymizer;
  private final Staging staging;
  private final Tally tally;
  private final ProgressMeter meter;
  private final ApartValues apart;
  private final Behind writing = new Behind("delivery-staging");
  private final RowBatch rows;
  private final RowBatch rejections;
  private final Map<String, String> numbers = new HashMap<>();
  private final Set<String> remembered = new HashSet<>();
  private final Map<String, SheetForm> forms = new LinkedHashMap<>();
  private long ordinal;

  RowIntake(Loading loading, DSLContext sql) {
    this.study = loading.study();
    this.delivery = loading.delivery();
    this.pseudonymizer = loading.pseudonymizer();
    this.tally = loading.tally();
    this.meter = loading.meter();
    this.apart = loading.apart();
    this.staging = new Staging(sql, delivery, apart);
    this.rows = staging.writer().through(writing::next);
    this.rejections = RejectionLog.writer(sql);
  }

  /// Reads and checks the file.
  ///
  /// @return the names of the forms found
  /// @throws Refusal if nothing in it can be read
  /// @throws Unfit if it has no tab of this study, or columns the study does not know
  List<String> read(Path file, ReadingOptions options) throws IOException, Refusal, Unfit {
    try (writing;
        Workbook workbook = FormReader.open(file, options)) {
      for (Place place : places(workbook)) {
        var check = new RowCheck(study, place.form().form(), pseudonymizer);
        place.table().forEachRow(row -> take(place.form(), check, row));
        note(place.form(), HeaderNotes.nameless(place.form(), place.table().nameless()));
      }
      rows.flush();
      writing.await();
    }
    apart.flush();
    remember();
    checkTogether();
    rejections.flush();
    return List.copyOf(forms.keySet());
  }

  /// A form and where its rows are.
  private record Place(SheetForm form, Table table) {}

  /// The file is of another make than the study: nothing of it is read.
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1;
    private final String kind;

    Unfit(String kind, String message) {
      super(message);
      this.kind = kind;
    }

    /// A stable word for tables and JSON.
    String kind() {
      return kind;
    }

    /// What is wrong and what can be done.
    String words() {
      return String.valueOf(getMessage());
    }
  }

  /// Finds every form's tab and judges all headers before the first row is read.
  private List<Place> places(Workbook workbook) throws IOException, Refusal, Unfit {
    List<Place> places = new ArrayList<>();
    List<String> strangers = new ArrayList<>();
    Refusal refused = null;
    int position = 0;
    for (SheetReader sheet : workbook.sheets()) {
      position++;
      Optional<Form> form = form(workbook, sheet);
      if (form.isEmpty()) {
        noteUnknownTab(sheet, position);
        continue;
      }
      try {
        Table table = sheet.table(Layout.of(form.get()));
        var place = new SheetForm(form.get(), sheetName(sheet, form.get()), table.header());
        forms.putIfAbsent(form.get().name(), place);
        places.add(new Place(place, table));
        var notes = HeaderNotes.of(place, table.filled(table.header().unknown().keySet()));
        note(place, notes.notes());
        strangers.addAll(notes.refused());
      } catch (Refusal.NoHeader e) {
        refused = e;
        note(new SheetFault(form.get().name(), sheetName(sheet, form.get())), e);
      }
    }
    requireAnyForm(refused);
    if (!strangers.isEmpty()) {
      // They stay with the delivery, so that its page and the returned workbook show the cells.
      rejections.flush();
      Words words = HeaderNotes.quarantine(strangers);
      throw new Unfit(HeaderNotes.UNKNOWN, words.message() + " " + words.remedy());
    }
    return places;
  }

  private record SheetFault(String form, String sheet) {}

  private void requireAnyForm(@Nullable Refusal refused) throws Refusal, Unfit {
    if (forms.isEmpty()) {
      if (refused != null) {
        throw refused;
      }
      throw new Unfit(
          "unknown-form",
          "No tab of the file is a form of this study. Use the template's tab names.");
    }
  }

  /// A text file of a study with one form is that form, whatever it is called.
  private Optional<Form> form(Workbook workbook, SheetReader sheet) {
    Optional<Form> byName = study.formForSheet(sheet.name());
    boolean only = workbook.sheets().size() == 1 && study.forms().size() == 1;
    return byName.isEmpty() && only ? Optional.of(study.forms().getFirst()) : byName;
  }

  private static String sheetName(SheetReader sheet, Form form) {
    boolean known =
        form.sheets().stream().anyMatch(name -> name.strip().equalsIgnoreCase(sheet.name().strip()))
            || form.name().equalsIgnoreCase(sheet.name().strip());
    return known ? sheet.name() : form.name();
  }

  private void take(SheetForm place, RowCheck check, FormRow row) {
    RowCheck.Checked checked = check.check(row);
    tally.read++;
    if (!checked.accepted()) {
      tally.rejected++;
    }
    staging.write(rows, ++ordinal, place, row.number(), checked);
    if (checked.accepted()) {
      apart.arrive(ordinal, checked.apart());
    }
    for (Rejection rejection : checked.rejections()) {
      write(place, rejection);
    }
    if (!checked.patient().isEmpty() && remembered.add(checked.patient())) {
      numbers.put(checked.number(), checked.patient());
      if (numbers.size() >= PATIENTS_PER_STATEMENT) {
        remember();
      }
    }
    meter.at(tally.read);
  }

  /// A dry run leaves no trace in the correspondence table.
  private void remember() {
    if (!delivery.dry()) {
      pseudonymizer.remember(study.name(), numbers);
    }
    numbers.clear();
  }

  private void checkTogether() {
    staging.written();
    tally.rejected +=
        staging.rejectRepeated(repeated ->
            writeRow(
                repeated.place(),
                "repeated-row",
                Severity.ERROR,
                new Words(
                    "Row " + repeated.first() + " has the same patient and key.",
                    "Keep one of the two rows, or correct the key.")));
    patientForm(study)
        .ifPresent(form ->
            tally.rejected +=
                staging.rejectOrphans(
                    form.name(),
                    place ->
                        writeRow(
                            place,
                            "unknown-patient",
                            Severity.ERROR,
                            new Words(
                                "No accepted row of the tab " + form.name() + " has this patient.",
                                "Add the patient there, or correct the number."))));
    staging.earlierStay(place ->
        writeRow(
            place,
            "earlier-row-stays",
            Severity.WARNING,
            new Words(
                "This row is not accepted, so what was delivered earlier for it stays.",
                "Correct the row and deliver it again.")));
  }

  /// The tab with one row a patient that other tabs refer to; none in a study of one tab.
  static Optional<Form> patientForm(Study study) {
    return study.forms().size() < 2
        ? Optional.empty()
        : study.forms().stream().filter(form -> form.key().isEmpty()).findFirst();
  }

  private void note(SheetForm place, List<HeaderNotes.Note> notes) {
    notes.forEach(note -> write(place.sheet(), note.cell(), note.rejection()));
  }

  private void note(SheetFault fault, Refusal refusal) {
    write(
        fault.sheet(),
        "",
        new Rejection(
            fault.form(),
            0,
            "",
            "",
            refusal.kind(),
            Severity.ERROR,
            refusal.reason(),
            refusal.remedy()));
  }

  /// A visible tab the study does not know is named by its place: its name may be anybody's.
  private void noteUnknownTab(SheetReader sheet, int position) {
    if (!sheet.hidden() && !WorkbookTemplate.OWN_TABS.contains(sheet.name())) {
      write(
          "tab " + position,
          "",
          new Rejection(
              "",
              0,
              "",
              "",
              "unknown-tab",
              Severity.WARNING,
              "Tab " + position + " is no form of this study; it is not read.",
              "Name the tab as in the template if it should be read."));
    }
  }

  private void writeRow(Staging.Place at, String rule, Severity severity, Words words) {
    SheetForm place = forms.get(at.form());
    if (place != null) {
      String column =
          place.form().key().isEmpty()
              ? study.patientKey().column()
              : place.form().key().getFirst();
      write(place, at.rejection(column, rule, severity, words));
    }
  }

  private void write(SheetForm place, Rejection rejection) {
    String cell =
        rejection.row() == 0 ? "" : place.header().address(rejection.column(), rejection.row());
    write(place.sheet(), cell, rejection);
  }

  private void write(String sheet, String cell, Rejection rejection) {
    if (rejection.severity() == Severity.ERROR) {
      tally.cellsRejected++;
    } else {
      tally.warnings++;
    }
    RejectionLog.write(rejections, delivery.id(), new Rejected(sheet, cell, rejection));
  }

  /// Where the forms stand in the file, by form name.
  Map<String, SheetForm> places() {
    return forms;
  }
}

package org.tessera.etl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
  private final Map<String, SheetForm> forms;
  private long ordinal;

  /// @param ordinal its rows are counted from here on: rows that are loaded together differ in it
  RowIntake(Loading loading, DSLContext sql, long ordinal) {
    this.ordinal = ordinal;
    this.forms = loading.places();
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

  /// Reads the file and checks it row by row.
  ///
  /// @return the number of its last row
  /// @throws Refusal if nothing in it can be read
  /// @throws Unfit if it has no tab of this study, or columns the study does not know
  long read(Path file, ReadingOptions options) throws IOException, Refusal, Unfit {
    staging.begin();
    try (writing;
        Workbook workbook = FormReader.open(file, options)) {
      for (Place place : places(workbook, options)) {
        var check = new RowCheck(study, place.form().form(), pseudonymizer);
        place.table().forEachRow(row -> take(place.form(), check, row));
        note(place.form(), HeaderNotes.nameless(place.form(), place.table().nameless()));
      }
      rows.flush();
      writing.await();
    }
    apart.flush();
    remember();
    // It is kept for as long as others are read that are loaded together with it.
    remembered.clear();
    staging.written();
    rejections.flush();
    return ordinal;
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
  private List<Place> places(Workbook workbook, ReadingOptions options)
      throws IOException, Refusal, Unfit {
    List<Place> places = new ArrayList<>();
    List<String> strangers = new ArrayList<>();
    Refusal refused = null;
    int position = 0;
    for (SheetReader sheet : workbook.sheets()) {
      position++;
      Optional<Form> form = StudyReading.form(study, workbook, sheet);
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
        if (delivery.replay()) {
          // What this tab brought would go as if the file no longer said it.
          throw e;
        }
        refused = e;
        note(new SheetFault(form.get().name(), sheetName(sheet, form.get())), e);
      }
    }
    requireAnyForm(refused, workbook, options);
    if (!strangers.isEmpty()) {
      // They stay with the delivery, so that its page and the returned workbook show the cells.
      rejections.flush();
      Words words = HeaderNotes.quarantine(strangers);
      throw new Unfit(HeaderNotes.UNKNOWN, words.message() + " " + words.remedy());
    }
    return places;
  }

  private record SheetFault(String form, String sheet) {}

  private void requireAnyForm(@Nullable Refusal refused, Workbook workbook, ReadingOptions options)
      throws Refusal, Unfit {
    if (forms.isEmpty()) {
      if (refused != null) {
        throw refused;
      }
      throw new Unfit("unknown-form", noForm(workbook, options));
    }
  }

  /// A text file has no tabs, whatever it is called; its name says which form it is.
  private String noForm(Workbook workbook, ReadingOptions options) {
    if (!workbook.isText()) {
      return "No tab of the file is a form of this study. Use the template's tab names.";
    }
    String named = options.name().orElse("").toLowerCase(Locale.ROOT);
    String forms =
        study.forms().stream()
            .map(form -> form.sheets().stream().findFirst().orElse(form.name()))
            .collect(Collectors.joining(", "));
    return (named.matches(".*\\.(xls[xmb]?|ods)$")
            ? "The file is called a workbook and is none: it is a table in text. "
            : "The file is a table in text, and its name is none of this study's forms. ")
        + "Save it as a workbook whose tabs are called as in the template, or name the text file"
        + " after its form ("
        + forms
        + "), such as "
        + study.forms().stream()
            .flatMap(form -> form.sheets().stream())
            .findFirst()
            .orElse("Patient")
        + ".csv.";
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

  /// Keeps out rows that repeat another of the file.
  void rejectRepeated() {
    tally.rejected +=
        staging.rejectRepeated(repeated ->
            writeRow(
                repeated.place(),
                "repeated-row",
                Severity.ERROR,
                new Words(
                    "Row " + repeated.first() + " has the same patient and key.",
                    "Keep one of the two rows, or correct the key.")));
    rejections.flush();
  }

  /// Keeps out rows whose patient is in no tab, once all rows that come with them are there.
  ///
  /// @param together the deliveries whose rows come together, this one among them
  void rejectOrphans(Long[] together) {
    patientForm(study)
        .ifPresent(form ->
            tally.rejected +=
                staging.rejectOrphans(
                    form.name(),
                    together,
                    place ->
                        writeRow(
                            place,
                            "unknown-patient",
                            Severity.ERROR,
                            new Words(
                                "No accepted row of the tab " + form.name() + " has this patient.",
                                "Add the patient there, or correct the number."))));
    staging.earlierStay(
        together,
        place ->
            writeRow(
                place,
                "earlier-row-stays",
                Severity.WARNING,
                new Words(
                    "This row is not accepted, so what was delivered earlier for it stays.",
                    "Correct the row and deliver it again.")));
    rejections.flush();
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
    RejectionLog.write(rejections, delivery, new Rejected(sheet, cell, rejection));
  }
}

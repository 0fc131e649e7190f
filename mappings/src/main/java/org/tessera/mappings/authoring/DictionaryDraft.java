package org.tessera.mappings.authoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tessera.mappings.Column;
import org.tessera.mappings.authoring.DictionaryRow.Cell;
import org.tessera.vocabularies.Code;

/// Drafts a study from a REDCap data dictionary: field types, choices, validation ranges, branching
/// logic. REDCap exports all instruments as one table, so the study has one form.
final class DictionaryDraft {
  private static final Set<String> SHOWN_ONLY = Set.of("descriptive", "file", "signature");

  private final DraftStudy study;
  private final DraftForm form = new DraftForm("Record");
  private final Headings headings;
  private final Map<String, DraftColumn> byField = new LinkedHashMap<>();
  private final Map<String, String> logic = new LinkedHashMap<>();
  private final Map<List<String>, String> listOfChoices = new LinkedHashMap<>();
  private final Set<String> taken = new HashSet<>();

  DictionaryDraft(String name, Headings headings) {
    this.study = new DraftStudy(name);
    this.headings = headings;
  }

  static boolean fits(String csv) {
    String first = csv.lines().findFirst().orElse("");
    return DictionaryRow.isHeader(DictionaryRow.split(first, Integer.MAX_VALUE));
  }

  DraftStudy read(String csv) {
    form.sheets.addAll(List.of("Record", "Records", "Data"));
    List<DictionaryRow> rows = DictionaryRow.read(csv);
    for (DictionaryRow row : rows) {
      if (!row.text(Cell.NAME).isEmpty()) {
        field(row);
      }
    }
    if (form.columns.isEmpty()) {
      throw new IllegalArgumentException("the data dictionary has no field");
    }
    logic.forEach(this::rule);
    states(rows);
    form.ignored.addAll(
        List.of(
            "redcap_data_access_group",
            "redcap_survey_identifier",
            "redcap_event_name",
            "redcap_repeat_instrument",
            "redcap_repeat_instance"));
    study.questions.add(
        "a longitudinal project exports one row an event: then take redcap_event_name out of"
            + " ignored, declare it as a column and make it the key of the form");
    study.forms.add(form);
    return study;
  }

  private void field(DictionaryRow row) {
    String field = row.text(Cell.NAME).toLowerCase(Locale.ROOT);
    String type = row.text(Cell.TYPE).toLowerCase(Locale.ROOT);
    if (form.columns.isEmpty()) {
      // REDCap's first field is always the record's identifier.
      DraftColumn patient = column(field, row);
      patient.type = Column.Type.PATIENT;
      patient.required = "M";
      patient.role = "patient";
      study.patientColumn = patient.name;
      return;
    }
    if (SHOWN_ONLY.contains(type)) {
      form.ignored.add(field);
      return;
    }
    if (type.equals("checkbox")) {
      for (Map.Entry<String, String> choice : choices(row).entrySet()) {
        DraftColumn box = column(field + "___" + choice.getKey().toLowerCase(Locale.ROOT), row);
        box.label = row.text(Cell.LABEL) + ": " + choice.getValue();
        box.type = Column.Type.BOOLEAN;
        describe(box, row);
      }
      return;
    }
    DraftColumn column = column(field, row);
    typed(column, row, type);
    describe(column, row);
  }

  private DraftColumn column(String field, DictionaryRow row) {
    DraftColumn column = new DraftColumn(Headings.name(field, taken), field);
    String label = Yaml.comment(row.text(Cell.LABEL).replaceAll("<[^>]*>", " "));
    column.label = label.isEmpty() ? field : label;
    column.note = Yaml.comment(row.text(Cell.NOTE));
    form.columns.add(column);
    byField.put(field, column);
    return column;
  }

  private void typed(DraftColumn column, DictionaryRow row, String type) {
    switch (type) {
      case "dropdown", "radio" -> list(column, row);
      case "yesno", "truefalse" -> column.type = Column.Type.BOOLEAN;
      case "notes" -> column.type = Column.Type.TEXT;
      case "calc" -> {
        column.type = Column.Type.DECIMAL;
        column.questions.add("REDCap calculates it: " + row.text(Cell.CHOICES));
      }
      case "slider" -> column.type = Column.Type.INTEGER;
      default -> validated(column, row);
    }
    boolean named = row.text(Cell.IDENTIFIER).toLowerCase(Locale.ROOT).startsWith("y");
    if (named || identity(column.heading) || identity(column.label)) {
      column.identifying = column.type == Column.Type.DATE;
      if (!column.identifying) {
        column.type = Column.Type.TEXT;
        column.questions.add(
            "it identifies somebody, so it is withheld; should it be delivered at all?");
      }
    }
    column.ignored = column.type == Column.Type.TEXT;
  }

  private boolean identity(String heading) {
    return headings.role(heading).filter(role -> role.name().equals("identity")).isPresent();
  }

  private void validated(DraftColumn column, DictionaryRow row) {
    String validation = row.text(Cell.VALIDATION).toLowerCase(Locale.ROOT);
    if (validation.startsWith("date")) {
      column.type = Column.Type.DATE;
    } else if (validation.equals("integer")) {
      column.type = Column.Type.INTEGER;
    } else if (validation.startsWith("number")) {
      column.type = Column.Type.DECIMAL;
    } else if (Set.of("email", "phone", "zipcode", "mrn_10d", "ssn").contains(validation)) {
      column.type = Column.Type.TEXT;
    } else {
      column.type = Column.Type.STRING;
    }
    boolean number = column.type == Column.Type.INTEGER || column.type == Column.Type.DECIMAL;
    boolean date = column.type == Column.Type.DATE;
    column.min = limit(column, row.text(Cell.MIN), number, date);
    column.max = limit(column, row.text(Cell.MAX), number, date);
    if (number) {
      column.unit = headings.unit(row.text(Cell.LABEL));
    }
  }

  private static String limit(DraftColumn column, String written, boolean number, boolean date) {
    boolean usable =
        (number && written.matches("-?\\d+(\\.\\d+)?"))
            || (date && written.matches("\\d{4}-\\d\\d-\\d\\d"));
    if (!written.isEmpty() && !usable) {
      column.questions.add("REDCap's limit " + written + " could not be taken over");
    }
    return usable ? written : "";
  }

  /// Fields with the same choices share a list, unless their codings differ.
  private void list(DraftColumn column, DictionaryRow row) {
    Map<String, String> choices = choices(row);
    if (choices.isEmpty()) {
      column.questions.add("it has no choices; it is kept as text");
      return;
    }
    List<String> same = new ArrayList<>();
    choices.forEach((value, label) ->
        same.add(value + "=" + label + "=" + row.codings().answers().getOrDefault(value, "")));
    column.type = Column.Type.CODE;
    column.list =
        listOfChoices.computeIfAbsent(
            same,
            any -> {
              List<DraftStudy.Value> values = new ArrayList<>();
              choices.forEach((value, label) -> values.add(value(value, label, row)));
              study.lists.put(column.name, values);
              return column.name;
            });
  }

  private DraftStudy.Value value(String value, String label, DictionaryRow row) {
    DraftStudy.Value plain = DraftStudy.Value.of(value, label, 0);
    return DraftCodes.code(row.codings().answers().getOrDefault(value, ""))
        .map(code -> plain.coded(new Code(headings.system(code.system()), code.value()), ""))
        .orElse(plain);
  }

  /// `1, Yes | 0, No`, or with semicolons.
  private static Map<String, String> choices(DictionaryRow row) {
    Map<String, String> choices = new LinkedHashMap<>();
    for (String choice : row.text(Cell.CHOICES).split("\\||\\n", -1)) {
      String[] parts = choice.strip().split("\\s*[,;]\\s*", 2);
      if (!parts[0].isEmpty()) {
        choices.putIfAbsent(
            parts[0].strip(), parts.length > 1 ? parts[1].strip() : parts[0].strip());
      }
    }
    return choices;
  }

  private void describe(DraftColumn column, DictionaryRow row) {
    boolean minimal = row.text(Cell.MINIMAL).equalsIgnoreCase("yes");
    boolean must = row.text(Cell.REQUIRED).toLowerCase(Locale.ROOT).startsWith("y");
    boolean mandatory = row.text(Cell.MANDATORY).equalsIgnoreCase("yes");
    boolean always = row.text(Cell.BRANCHING).isEmpty();
    column.required = (minimal || must) && always ? "M" : minimal || must || mandatory ? "m" : "o";
    if (column.type == Column.Type.TEXT) {
      column.required = "o";
    }
    headings
        .role(column.heading)
        .or(() -> headings.role(column.label))
        .filter(role -> !role.name().equals("patient"))
        .ifPresent(role -> {
          column.role = role.name();
          column.code = role.code();
        });
    if (column.is("birth-date") && column.type == Column.Type.DATE) {
      column.identifying = true;
    }
    if (column.is("state")) {
      column.ignored = true;
    }
    if (column.is("age") && column.unit.isEmpty()) {
      column.unit = "a";
    }
    if (!row.codings().question().isEmpty()) {
      column.code =
          DraftCodes.code(row.codings().question())
              .map(code -> headings.system(code.system()) + "|" + code.value())
              .orElse("");
    }
    if (!always && column.type != Column.Type.TEXT) {
      logic.put(column.name, row.text(Cell.BRANCHING));
    }
  }

  private void rule(String name, String written) {
    Optional<BranchingLogic.Translated> translated = BranchingLogic.translate(written, byField);
    if (translated.isEmpty()) {
      form.columns.stream()
          .filter(column -> column.name.equals(name))
          .forEach(column ->
              column.questions.add(
                  "its branching logic could not be taken over: " + Yaml.comment(written)));
      return;
    }
    study.rules.add(
        new DraftStudy.Rule(
            "branching-" + name.replace('_', '-'),
            form.name,
            name,
            translated.get().check(),
            new DraftStudy.Words(
                "It is filled although its branching logic hides it",
                "Clear it, or correct " + String.join(", ", translated.get().columns()),
                "data dictionary, branching logic")));
  }

  /// Every instrument exports its state.
  private void states(List<DictionaryRow> rows) {
    Set<String> forms = new java.util.LinkedHashSet<>();
    rows.forEach(row -> forms.add(row.text(Cell.FORM)));
    forms.remove("");
    forms.forEach(name -> form.ignored.add(name.toLowerCase(Locale.ROOT) + "_complete"));
    if (forms.isEmpty()) {
      study.questions.add(
          "the codebook names no instrument; add the name of its state, such as record_complete, to"
              + " ignored");
    }
  }
}

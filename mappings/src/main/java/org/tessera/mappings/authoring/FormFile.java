package org.tessera.mappings.authoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tessera.mappings.Column;

/// Writes one form of a draft: its columns, and what they become.
final class FormFile {
  private static final String IMPUTED = "https://tessera.dev/fhir/StructureDefinition/imputed-date";

  private final DraftStudy study;
  private final DraftForm form;
  private final Headings headings;
  private final List<String> lines = new ArrayList<>();
  private final List<String> used = new ArrayList<>();

  FormFile(DraftStudy study, DraftForm form, Headings headings) {
    this.study = study;
    this.form = form;
    this.headings = headings;
  }

  /// @param first whether this form makes the patients
  String text(boolean first) {
    List<String> resources = new ArrayList<>();
    lines.add("resources:");
    if (first) {
      patient();
    }
    form.role("diagnosis").filter(column -> !column.list.isEmpty()).ifPresent(this::condition);
    form.columns.stream()
        .filter(DraftFiles::observed)
        .filter(column -> !form.key.contains(column.name))
        .forEach(this::observation);
    resources.addAll(lines);
    if (resources.size() == 1) {
      resources.set(0, "resources: []");
    }
    lines.clear();
    head();
    lines.addAll(resources);
    return String.join("\n", lines) + "\n";
  }

  private void head() {
    lines.add("# yaml-language-server: $schema=../schema/form.schema.json");
    lines.add("form: " + form.name);
    lines.add("sheets: " + Yaml.list(form.sheets));
    lines.add("key: " + Yaml.list(form.key));
    lines.add("columns:");
    for (DraftColumn column : form.columns) {
      for (String question : column.questions) {
        lines.add("  # QUESTION: " + column.name + ": " + Yaml.comment(question));
      }
      lines.add("  - " + column(column));
    }
    List<String> ignored =
        new ArrayList<>(
            form.columns.stream()
                .filter(column -> column.type != Column.Type.PATIENT)
                .filter(column -> !used.contains(column.name) && !form.key.contains(column.name))
                .map(column -> column.name)
                .toList());
    ignored.addAll(form.ignored);
    lines.add("# Read, kept with the row, and not mapped.");
    lines.add("ignored: " + Yaml.list(ignored));
  }

  private static String column(DraftColumn column) {
    StringBuilder text = new StringBuilder("{ name: " + Yaml.text(column.name));
    if (!column.label.equals(column.name)) {
      text.append(", label: ").append(Yaml.quoted(column.label));
    }
    text.append(", type: ").append(column.type.name().toLowerCase(java.util.Locale.ROOT));
    put(text, "required", column.required.equals("o") ? "" : column.required);
    put(text, "list", column.list);
    quote(text, "separator", column.separator);
    quote(text, "unit", column.unit);
    put(text, "min", column.min);
    put(text, "max", column.max);
    quote(text, "pattern", column.pattern);
    if (column.identifying) {
      text.append(", identifying: true");
    }
    boolean same = Headings.plain(column.heading).equals(Headings.plain(column.name));
    if (!same && !column.heading.equals(column.label)) {
      text.append(", aliases: [").append(Yaml.quoted(column.heading)).append(']');
    }
    quote(text, "note", column.note);
    return text.append(" }").toString();
  }

  private static void put(StringBuilder text, String word, String value) {
    if (!value.isEmpty()) {
      text.append(", ").append(word).append(": ").append(value);
    }
  }

  private static void quote(StringBuilder text, String word, String value) {
    put(text, word, value.isEmpty() ? "" : Yaml.quoted(value));
  }

  private void patient() {
    lines.add("  - resource: Patient");
    lines.add("    id: \"{patient}\"");
    form.role("sex")
        .filter(column -> !column.list.isEmpty())
        .ifPresent(column -> {
          used.add(column.name);
          lines.add(
              "    gender: { column: "
                  + column.name
                  + ", translate: "
                  + column.list
                  + ", as: code }");
        });
    form.role("birth-date")
        .filter(column -> column.type == Column.Type.DATE)
        .ifPresent(column -> {
          used.add(column.name);
          lines.add("    birthDate: { column: " + column.name + ", convert: year }");
        });
    form.role("birth-year")
        .filter(column -> column.type == Column.Type.INTEGER && form.role("birth-date").isEmpty())
        .ifPresent(column -> {
          used.add(column.name);
          lines.add("    birthDate: \"{" + column.name + "}\"");
        });
    form.role("vital-status").filter(column -> !column.list.isEmpty()).ifPresent(this::deceased);
    lines.add("  - resource: ResearchSubject");
    lines.add("    id: \"{patient}-subject\"");
    lines.add("    status: on-study");
    lines.add("    study: { reference: ResearchStudy, id: " + study.name + " }");
    lines.add("    individual: { reference: Patient, id: \"{patient}\" }");
  }

  private void deceased(DraftColumn column) {
    List<String> table = new ArrayList<>();
    for (DraftStudy.Value value : study.lists.getOrDefault(column.list, List.of())) {
      Optional<String> dead =
          headings
              .meaning("deceased", value.label())
              .or(() -> headings.meaning("deceased", value.value()));
      dead.ifPresent(meaning -> table.add(Yaml.quoted(value.value()) + ": " + meaning));
    }
    if (!table.isEmpty()) {
      used.add(column.name);
      lines.add(
          "    deceasedBoolean: { column: "
              + column.name
              + ", translate: { "
              + String.join(", ", table)
              + " } }");
    }
  }

  private void condition(DraftColumn column) {
    used.add(column.name);
    lines.add("  - resource: Condition");
    lines.add("    id: \"{patient}" + keyPart() + "-dx\"");
    lines.add("    when: " + column.name);
    lines.add(
        "    clinicalStatus: { concept:"
            + " \"http://terminology.hl7.org/CodeSystem/condition-clinical|active\" }");
    lines.add(
        "    verificationStatus: { concept:"
            + " \"http://terminology.hl7.org/CodeSystem/condition-ver-status|confirmed\" }");
    lines.add("    code: { column: " + column.name + ", translate: " + column.list + " }");
    lines.add("    subject: { reference: Patient, id: \"{patient}\" }");
    form.role("age")
        .filter(age ->
            !age.ignored && (age.type == Column.Type.INTEGER || age.type == Column.Type.DECIMAL))
        .ifPresent(age -> {
          used.add(age.name);
          lines.add("    onsetAge: { column: " + age.name + ", convert: quantity, unit: a }");
        });
    form.date()
        .ifPresentOrElse(
            date -> {
              used.add(date.name);
              lines.add("    recordedDate: { column: " + date.name + ", convert: date }");
            },
            () -> lines.add("    recordedDate: \"{anchor}\""));
  }

  private void observation(DraftColumn column) {
    used.add(column.name);
    lines.add("  - resource: Observation");
    lines.add("    id: \"{patient}" + keyPart() + "-" + column.name.replace('_', '-') + "\"");
    lines.add("    when: " + column.name);
    Optional<DraftColumn> date = form.date();
    if (date.isEmpty()) {
      lines.add("    extension: [ { url: \"" + IMPUTED + "\", valueBoolean: true } ]");
    }
    lines.add("    status: final");
    lines.add(
        column.code.isEmpty()
            ? "    code: { text: " + Yaml.literal(column.label) + " }"
            : "    code: { concept: "
                + Yaml.quoted(column.code)
                + ", text: "
                + Yaml.literal(column.label)
                + " }");
    lines.add("    subject: { reference: Patient, id: \"{patient}\" }");
    if (date.isPresent()) {
      used.add(date.get().name);
      lines.add("    effectiveDateTime: { column: " + date.get().name + ", convert: date }");
    } else {
      lines.add("    effectiveDateTime: \"{anchor}\"");
    }
    value(column);
  }

  private void value(DraftColumn column) {
    String name = column.name;
    switch (column.type) {
      case CODE ->
          lines.add(
              "    valueCodeableConcept: { column: " + name + ", translate: " + column.list + " }");
      case CODES -> {
        lines.add("    component:");
        lines.add("      - each: { list: " + name + " }");
        lines.add("        code: { text: " + Yaml.literal(column.label) + " }");
        lines.add("        valueCodeableConcept: { column: item, translate: " + column.list + " }");
      }
      case BOOLEAN -> lines.add("    valueBoolean: { column: " + name + ", convert: boolean }");
      case DATE -> lines.add("    valueDateTime: { column: " + name + ", convert: date }");
      case INTEGER, DECIMAL -> {
        if (column.type == Column.Type.INTEGER && column.unit.isEmpty()) {
          lines.add("    valueInteger: { column: " + name + ", convert: integer }");
        } else {
          lines.add(
              "    valueQuantity: { column: "
                  + name
                  + ", convert: quantity, unit: "
                  + Yaml.quoted(column.unit.isEmpty() ? "1" : column.unit)
                  + " }");
        }
      }
      case STRING, PATIENT, UID, TEXT ->
          lines.add("    valueString: { column: " + name + ", convert: string }");
    }
  }

  /// What tells rows of one patient apart stands in the ids of what they become.
  private String keyPart() {
    StringBuilder part = new StringBuilder();
    if (study.forms.size() > 1) {
      part.append('-').append(form.name.toLowerCase(java.util.Locale.ROOT));
    }
    form.key.forEach(column -> part.append("-{").append(column).append('}'));
    return part.toString();
  }
}

package org.tessera.etl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tessera.etl.form.FormRow;
import org.tessera.etl.pseudonym.Pseudonymizer;
import org.tessera.mappings.Column;
import org.tessera.mappings.Form;
import org.tessera.mappings.Reading;
import org.tessera.mappings.Rejection;
import org.tessera.mappings.Rejection.Severity;
import org.tessera.mappings.Secrets;
import org.tessera.mappings.Study;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/// Checks one row of a form and takes the identity out of it: what leaves here may be stored.
final class RowCheck {
  /// Shown instead of a value that names the patient.
  static final String MASK = "***";

  private static final int PSEUDONYMS_MAX = 100_000;
  private static final int KEY_CHARACTERS_MAX = 400;

  private final Study study;
  private final Form form;
  private final Pseudonymizer pseudonymizer;
  private final Secrets secrets;
  private final Identities identities;
  private final Map<String, Column> columns;
  private final Map<String, String> pseudonyms = new HashMap<>();

  RowCheck(Study study, Form form, Pseudonymizer pseudonymizer) {
    this.study = study;
    this.form = form;
    this.pseudonymizer = pseudonymizer;
    this.secrets = pseudonymizer.secrets(study.name());
    this.identities = new Identities(study.patientKey());
    this.columns = form.columns().stream().collect(Collectors.toMap(Column::name, c -> c));
  }

  /// A row after its check.
  ///
  /// @param number the patient's canonical number, empty when it cannot be read
  /// @param patient the pseudonym, empty when the number cannot be read
  /// @param key what with the patient tells the row from others of its form
  /// @param values what may be stored with the row
  /// @param apart what is identifying and is stored elsewhere
  record Checked(
      String number,
      String patient,
      String key,
      Map<String, JsonNode> values,
      Map<String, JsonNode> apart,
      boolean accepted,
      List<Rejection> rejections) {}

  Checked check(FormRow row) {
    Map<String, String> cells = withoutNul(row.cells());
    Reading reading = form.read(row.number(), cells);
    List<Rejection> rejections = new ArrayList<>(row.faults());
    Set<String> faulty = row.faults().stream().map(Rejection::column).collect(Collectors.toSet());
    reading.rejections().stream()
        .filter(r -> r.column().isEmpty() || !faulty.contains(r.column()))
        .forEach(rejections::add);
    String raw = cells.getOrDefault(study.patientKey().column(), "");
    Optional<String> number = number(raw, row.number(), rejections);
    String canonical = number.orElse("");
    Map<String, JsonNode> apart = new LinkedHashMap<>();
    Map<String, JsonNode> values = anonymous(row, reading, raw, canonical, rejections);
    for (Column column : form.columns()) {
      JsonNode value = column.keptApart() ? values.remove(column.name()) : null;
      if (value != null) {
        apart.put(column.name(), value);
      }
    }
    return new Checked(
        canonical,
        number.map(this::pseudonym).orElse(""),
        key(values),
        values,
        apart,
        reading.accepted() && row.readable() && number.isPresent() && mandatoryLeft(values, apart),
        rejections.stream().map(r -> masked(r, raw, canonical)).toList());
  }

  private Optional<String> number(String raw, long row, List<Rejection> rejections) {
    String column = study.patientKey().column();
    try {
      return Optional.of(study.patientKey().canonical(raw));
    } catch (IllegalArgumentException e) {
      if (rejections.stream().noneMatch(r -> r.column().equals(column))) {
        rejections.add(
            new Rejection(
                form.name(),
                row,
                column,
                raw.isBlank() ? "" : MASK,
                "patient-number",
                Severity.ERROR,
                "The row names no patient, or one in a way this study does not know.",
                "Write the patient's number as in the Patient tab."));
      }
      return Optional.empty();
    }
  }

  /// Drops what is withheld, keys UIDs, and rejects a cell that repeats the number.
  private Map<String, JsonNode> anonymous(
      FormRow row, Reading reading, String raw, String number, List<Rejection> rejections) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    reading
        .values()
        .forEach((name, value) -> {
          Column column = columns.get(name);
          if (column == null
              || column.type() == Column.Type.PATIENT
              || column.type() == Column.Type.TEXT) {
            return;
          }
          if (column.type() == Column.Type.UID) {
            values.put(name, StringNode.valueOf(secrets.uid(value.asString())));
          } else if (identities.in(value.toString(), raw, number)) {
            rejections.add(namesThePatient(row.number(), name));
          } else {
            values.put(name, value);
          }
        });
    return values;
  }

  private Rejection namesThePatient(long row, String column) {
    return new Rejection(
        form.name(),
        row,
        column,
        MASK,
        "identity-in-cell",
        Severity.ERROR,
        "The cell holds a patient number.",
        "Remove the number from this cell.");
  }

  private boolean mandatoryLeft(Map<String, JsonNode> values, Map<String, JsonNode> apart) {
    return columns.values().stream()
        .filter(c -> c.required() == Column.Requirement.MANDATORY)
        .filter(c -> c.type() != Column.Type.PATIENT && c.type() != Column.Type.TEXT)
        .allMatch(c -> values.containsKey(c.name()) || apart.containsKey(c.name()));
  }

  private Rejection masked(Rejection r, String raw, String number) {
    Column column = columns.get(r.column());
    boolean hidden = column != null && column.identifying() && !r.value().isEmpty();
    return hidden
            || identities.in(r.value(), raw, number)
            || identities.in(r.message(), raw, number)
        ? new Rejection(
            r.form(),
            r.row(),
            r.column(),
            MASK,
            r.rule(),
            r.severity(),
            identities.in(r.message(), raw, number) ? "The cell is not accepted." : r.message(),
            r.remedy())
        : r;
  }

  private String key(Map<String, JsonNode> values) {
    String key =
        form.key().stream()
            .map(name -> text(values.get(name)).replace("\\", "\\\\").replace("/", "\\/"))
            .collect(Collectors.joining("/"));
    return key.length() <= KEY_CHARACTERS_MAX ? key : secrets.digest(key);
  }

  private static String text(@Nullable JsonNode value) {
    if (value == null) {
      return "";
    }
    return value.isNumber()
        ? value.decimalValue().stripTrailingZeros().toPlainString()
        : value.asString();
  }

  private String pseudonym(String number) {
    if (pseudonyms.size() >= PSEUDONYMS_MAX) {
      pseudonyms.clear();
    }
    return pseudonyms.computeIfAbsent(number, n -> pseudonymizer.pseudonym(study.name(), n));
  }

  private static Map<String, String> withoutNul(Map<String, String> cells) {
    if (cells.values().stream().noneMatch(text -> text.indexOf('\0') >= 0)) {
      return cells;
    }
    Map<String, String> clean = new LinkedHashMap<>();
    cells.forEach((name, text) -> clean.put(name, text.replace('\0', '\ufffd')));
    return clean;
  }
}

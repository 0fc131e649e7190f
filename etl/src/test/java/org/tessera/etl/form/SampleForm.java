package org.tessera.etl.form;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tessera.mappings.Column;
import org.tessera.mappings.Column.Requirement;

/// Forms as a study would declare them, for tests of the reader.
final class SampleForm {
  private SampleForm() {}

  static Column column(String name, Column.Type type, String... aliases) {
    return column(name, type, "", Requirement.OPTIONAL, aliases);
  }

  static Column column(
      String name, Column.Type type, String unit, Requirement required, String... aliases) {
    return new Column(
        name,
        "",
        type,
        required,
        Optional.empty(),
        unit,
        List.of(aliases),
        "",
        type == Column.Type.PATIENT,
        "");
  }

  static Column patient(String... aliases) {
    return column("patient_number", Column.Type.PATIENT, "", Requirement.MANDATORY, aliases);
  }

  static Layout layout(Column... columns) {
    return layout(1, 0, Set.of(), columns);
  }

  static Layout layout(int headerRowsMax, int below, Set<String> ignored, Column... columns) {
    Map<String, Column> byName = new LinkedHashMap<>();
    for (Column column : columns) {
      byName.put(key(column.name()), column);
      column.aliases().forEach(alias -> byName.put(key(alias), column));
    }
    return new Layout(
        "Diagnosis",
        Arrays.asList(columns),
        header -> Optional.ofNullable(byName.get(key(header))),
        ignored::contains,
        headerRowsMax,
        below);
  }

  /// Every column a text, named as in `names`; the first is the patient's.
  static Layout texts(List<String> names) {
    var columns = new ArrayList<Column>();
    columns.add(column(names.getFirst(), Column.Type.PATIENT));
    names.stream().skip(1).map(name -> column(name, Column.Type.STRING)).forEach(columns::add);
    return layout(columns.toArray(Column[]::new));
  }

  private static String key(String text) {
    return text.toLowerCase(Locale.ROOT).strip();
  }

  /// All rows of the first sheet that has the form.
  static List<FormRow> rows(Path file, ReadingOptions options, Layout form)
      throws IOException, Refusal {
    var rows = new ArrayList<FormRow>();
    try (Workbook workbook = FormReader.open(file, options)) {
      workbook.sheets().getFirst().table(form).forEachRow(rows::add);
    }
    return rows;
  }

  static Header header(Path file, Layout form) throws IOException, Refusal {
    try (Workbook workbook = FormReader.open(file, ReadingOptions.none())) {
      return workbook.sheets().getFirst().table(form).header();
    }
  }

  /// All rows of the first sheet as text, without any form.
  static List<SheetRow> sheet(Path file) throws IOException, Refusal {
    var rows = new ArrayList<SheetRow>();
    try (Workbook workbook = FormReader.open(file, ReadingOptions.none())) {
      workbook.sheets().getFirst().forEachRow(rows::add);
    }
    return rows;
  }

  static List<SheetRow.Fault> faults(Path file) throws IOException, Refusal {
    return sheet(file).stream().flatMap(row -> row.faults().stream()).toList();
  }
}

package org.tessera.mappings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// One form of a study: its columns, and how a row of cells becomes typed values.
public final class Form {
  private static final Pattern BLANKS = Pattern.compile("[\\s\\u00A0_]+");
  private static final String MASK = "***";

  private final FormParts parts;
  private final List<TypedColumn> columns;
  private final Map<String, Column> byHeader = new HashMap<>();
  private final Set<String> missing;
  private final Map<String, Reference> references;
  private final List<PlacedRule> resources;

  /// A column with the reader of its cells.
  record TypedColumn(Column column, CellReader reader) {}

  Form(
      FormParts parts,
      List<TypedColumn> columns,
      Set<String> missing,
      Map<String, Reference> references,
      List<PlacedRule> resources) {
    this.parts = parts;
    this.columns = columns;
    this.missing = missing;
    this.references = references;
    this.resources = resources;
    for (TypedColumn typed : columns) {
      byHeader.put(fold(typed.column().name()), typed.column());
    }
    for (TypedColumn typed : columns) {
      byHeader.putIfAbsent(fold(typed.column().label()), typed.column());
      typed.column().aliases().forEach(alias -> byHeader.putIfAbsent(fold(alias), typed.column()));
    }
  }

  /// The form's name, the tab of the template.
  public String name() {
    return parts.name();
  }

  /// The tab names it is known by; for CSV, the file's stem.
  public List<String> sheets() {
    return parts.sheets();
  }

  /// The columns in the order of the template.
  public List<Column> columns() {
    return columns.stream().map(TypedColumn::column).toList();
  }

  /// The column a header means, by name, label or alias; case, blanks, underscores and newlines do
  /// not matter.
  public Optional<Column> column(String header) {
    return Optional.ofNullable(byHeader.get(fold(header)));
  }

  /// The headers that are known and not used.
  public Set<String> ignored() {
    return parts.ignored();
  }

  /// Whether a header is known and not used; folded as in `column`.
  public boolean ignores(String header) {
    return parts.ignored().stream().anyMatch(known -> fold(known).equals(fold(header)));
  }

  /// The columns that with the patient identify a row; empty for one row a patient.
  public List<String> key() {
    return parts.key();
  }

  /// How many rows the header has.
  public int headerRowsMax() {
    return parts.headerRows();
  }

  /// How many rows of codes or units stand between the header and the data.
  public int rowsBelowHeader() {
    return parts.rowsBelow();
  }

  /// Reads one row.
  ///
  /// @param row its number as a spreadsheet shows it
  /// @param cells the text of each cell by column name; a column may be absent
  /// @return typed values as they were written: before anything is stored the caller takes out the
  ///   patient's canonical number, keys the UIDs (`Row`) and takes aside what is kept apart
  public Reading read(long row, Map<String, String> cells) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    List<Rejection> rejections = new ArrayList<>();
    boolean accepted = true;
    for (TypedColumn typed : columns) {
      Column column = typed.column();
      String text = cells.getOrDefault(column.name(), "").replace('\u00A0', ' ').strip();
      boolean mandatory = column.required() == Column.Requirement.MANDATORY;
      if (missing.contains(text.toLowerCase(Locale.ROOT))) {
        if (mandatory) {
          accepted = false;
          rejections.add(absent(row, column));
        }
        continue;
      }
      switch (typed.reader().read(text)) {
        case Cell.Value(JsonNode value) -> {
          if (!value.isNull()) {
            values.put(column.name(), value);
          }
        }
        case Cell.Refused refused -> {
          accepted &= !mandatory;
          rejections.add(refused(row, column, text, refused));
        }
      }
    }
    return new Reading(values, rejections, accepted);
  }

  List<PlacedRule> resources() {
    return resources;
  }

  /// Which columns name a row of a tab, by their name.
  Map<String, Reference> references() {
    return references;
  }

  boolean isMandatory(String column) {
    return columns.stream()
        .anyMatch(typed ->
            typed.column().name().equals(column)
                && typed.column().required() == Column.Requirement.MANDATORY);
  }

  /// A value as a report may show it.
  String shown(Column column, String text) {
    return column.identifying() ? MASK : text;
  }

  private Rejection absent(long row, Column column) {
    return new Rejection(
        name(),
        row,
        column.name(),
        "",
        "required",
        Rejection.Severity.ERROR,
        column.label() + " is mandatory and not filled; the row stays out",
        column.allowed().isEmpty() ? "fill it" : "fill it: " + column.allowed());
  }

  private Rejection refused(long row, Column column, String text, Cell.Refused refused) {
    boolean out = column.required() == Column.Requirement.MANDATORY;
    return new Rejection(
        name(),
        row,
        column.name(),
        shown(column, text),
        refused.rule(),
        Rejection.Severity.ERROR,
        column.label() + ": " + refused.message() + (out ? "; the row stays out" : ""),
        refused.remedy());
  }

  /// A warning that nothing can be made of a cell.
  Rejection odd(Row row, Scope.OddCell odd) {
    Optional<Column> column = column(odd.column());
    String text = Rule.text(row.value(odd.column()));
    return new Rejection(
        name(),
        row.number(),
        odd.column(),
        column.map(known -> shown(known, text)).orElse(""),
        "timespan",
        Rejection.Severity.WARNING,
        column.map(Column::label).orElse(odd.column()) + ": " + odd.message(),
        odd.remedy());
  }

  static String fold(String header) {
    return BLANKS.matcher(header.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
  }
}

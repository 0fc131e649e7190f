package org.tessera.access.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.util.MultiValueMap;
import org.tessera.catalog.Collection;
import org.tessera.catalog.description.Described;
import org.tessera.catalog.description.Descriptions;
import org.tessera.catalog.description.Form;
import org.tessera.catalog.description.Row;
import org.tessera.catalog.search.CatalogSearch;
import org.tessera.vocabularies.words.Words;

/// The attributes of something that is described as fields of a form.
final class DescriptionForm {
  private static final String VALUE = "v.";

  /// Rows a table has beside those that are filled in.
  private static final int EMPTY_ROWS = 2;

  private final Descriptions descriptions;
  private final List<Collection> collections;
  private final String entity;
  private final Words words;

  DescriptionForm(CatalogSearch catalogue, String entity, Words words) {
    this.descriptions = catalogue.descriptions();
    this.collections = catalogue.holdings().collections();
    this.entity = entity;
    this.words = words;
  }

  /// The fields of a part of the form, empty for the first.
  public record Part(String name, List<Field> fields) {}

  /// A field.
  ///
  /// @param hint which of the hints stands below, empty for none
  /// @param kind `one` or `some` of the options, a `text`, a `long` text, `lines` of texts or a
  ///   `table`
  /// @param columns of a table, as fields of one row
  /// @param rows of a table, each with the fields of its cells
  public record Field(
      String name,
      String label,
      String kind,
      String text,
      List<Option> options,
      String hint,
      List<Field> columns,
      List<List<Field>> rows) {}

  /// A value that can be chosen.
  public record Option(String value, String label, boolean chosen) {}

  List<Part> parts(Described described) {
    Map<String, List<Field>> parts = new LinkedHashMap<>();
    for (Row row : rows()) {
      parts.computeIfAbsent(row.part(), _ -> new ArrayList<>()).add(field(row, described));
    }
    return parts.entrySet().stream().map(one -> new Part(one.getKey(), one.getValue())).toList();
  }

  private List<Row> rows() {
    return descriptions.table().stream().filter(row -> row.entity().equals(entity)).toList();
  }

  private Field field(Row row, Described described) {
    if (!row.isTable()) {
      return field(row, described.values(row.attribute()), List.of(), List.of());
    }
    List<Map<String, String>> rows = new ArrayList<>(described.rows(row.attribute()));
    for (int i = 0; i < EMPTY_ROWS; i++) {
      rows.add(Map.of());
    }
    return field(
        row,
        List.of(),
        cells(row, Map.of()),
        rows.stream().map(cells -> cells(row, cells)).toList());
  }

  private List<Field> cells(Row table, Map<String, String> cells) {
    return table.columns().stream()
        .map(column -> {
          String text = cells.getOrDefault(column.column(), "");
          List<String> values = text.isEmpty() ? List.of() : List.of(text);
          return field(column, values, List.of(), List.of());
        })
        .toList();
  }

  private Field field(Row row, List<String> values, List<Field> columns, List<List<Field>> rows) {
    List<Option> options = options(row, values);
    boolean listed = !options.isEmpty() || Descriptions.ENTITIES.contains(row.attribute());
    String kind =
        row.isTable()
            ? "table"
            : listed
                ? row.many() ? "some" : "one"
                : row.many() ? "lines" : row.form() == Form.LONG ? "long" : "text";
    return new Field(
        VALUE + row.attribute(),
        label(row),
        kind,
        String.join("\n", values),
        options,
        hint(row, kind),
        columns,
        rows);
  }

  private List<Option> options(Row row, List<String> values) {
    List<Option> options = new ArrayList<>();
    for (String value : row.values()) {
      String label = words.own("value." + row.attribute() + "." + value).orElse(value);
      options.add(new Option(value, label, values.contains(value)));
    }
    if (row.attribute().equals("collection")) {
      for (Collection one : collections) {
        options.add(new Option(one.id(), one.name(), values.contains(one.id())));
      }
      // What was said stays said while its study is not here.
      values.stream()
          .filter(value -> options.stream().noneMatch(option -> option.value().equals(value)))
          .forEach(value -> options.add(new Option(value, value, true)));
    } else {
      for (Described other : descriptions.all(row.attribute())) {
        options.add(new Option(other.id(), other.name(), values.contains(other.id())));
      }
    }
    return options;
  }

  /// What an attribute is called: in the reader's language where that has a name for it.
  String label(Row row) {
    return words.own("attribute." + row.attribute()).orElse(row.label());
  }

  private static String hint(Row row, String kind) {
    return switch (row.form()) {
      case COUNTRY -> row.many() ? "countries" : "country";
      case COHORT -> row.many() ? "cohorts" : "cohort";
      case NUMBER, DAY, VERSION, RANGE, YEARS -> row.form().name().toLowerCase(Locale.ROOT);
      case TEXT, LONG, ICD_10, ICD_O_3, TABLE -> kind.equals("lines") ? "lines" : "";
    };
  }

  /// What was sent, without what is blank and what the entity does not have.
  Described read(String id, MultiValueMap<String, String> form) {
    Map<String, List<String>> said = new LinkedHashMap<>();
    Map<String, List<Map<String, String>>> tables = new LinkedHashMap<>();
    for (Row row : rows()) {
      if (row.isTable()) {
        List<Map<String, String>> rows = rows(row, form);
        if (!rows.isEmpty()) {
          tables.put(row.attribute(), rows);
        }
      } else {
        List<String> values = values(row, form);
        if (!values.isEmpty()) {
          said.put(row.attribute(), values);
        }
      }
    }
    String name = form.getFirst("name");
    return new Described(
        entity, id, name == null || name.isBlank() ? id : name.strip(), said, tables);
  }

  private static List<String> values(Row row, MultiValueMap<String, String> form) {
    boolean lines = row.many() && row.values().isEmpty();
    return form.getOrDefault(VALUE + row.attribute(), List.of()).stream()
        .flatMap(one -> lines ? one.lines() : Stream.of(one))
        .map(String::strip)
        .filter(one -> !one.isEmpty())
        .map(one -> row.form() == Form.COUNTRY ? one.toUpperCase(Locale.ROOT) : one)
        .distinct()
        .toList();
  }

  /// The fields of a column are sent in the order of the rows, blank ones too.
  private static List<Map<String, String>> rows(Row table, MultiValueMap<String, String> form) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (Row column : table.columns()) {
      List<String> sent = form.getOrDefault(VALUE + column.attribute(), List.of());
      for (int row = 0; row < sent.size(); row++) {
        if (rows.size() <= row) {
          rows.add(new LinkedHashMap<>());
        }
        String cell = sent.get(row).strip();
        if (!cell.isEmpty()) {
          rows.get(row).put(column.column(), cell);
        }
      }
    }
    rows.removeIf(Map::isEmpty);
    return rows;
  }
}

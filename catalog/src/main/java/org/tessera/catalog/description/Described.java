package org.tessera.catalog.description;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// What somebody describes: a network, a biobank or a collection in the attributes of MIABIS Core
/// 3, an imaging dataset, or a population that others are held against.
///
/// @param entity one of [Descriptions#ENTITIES]
/// @param id a collection's is that of its study
/// @param said values by attribute, in the order of the table
/// @param tables the rows of attributes that are tables, each row by its columns' names
public record Described(
    String entity,
    String id,
    String name,
    Map<String, List<String>> said,
    Map<String, List<Map<String, String>>> tables) {
  /// Something without tables.
  public Described(String entity, String id, String name, Map<String, List<String>> said) {
    this(entity, id, name, said, Map.of());
  }

  /// The values of an attribute; none when nobody says any.
  public List<String> values(String attribute) {
    return said.getOrDefault(attribute, List.of());
  }

  /// The first value, empty for none.
  public String first(String attribute) {
    return values(attribute).stream().findFirst().orElse("");
  }

  /// The rows of a table; none when nobody says any.
  public List<Map<String, String>> rows(String attribute) {
    return tables.getOrDefault(attribute, List.of());
  }

  /// Whether anything is said of an attribute.
  public boolean says(String attribute) {
    return !values(attribute).isEmpty() || !rows(attribute).isEmpty();
  }

  /// The description as a file holds it.
  public String yaml() {
    var text = new StringBuilder(entity).append("s:\n");
    text.append("  - id: ").append(quoted(id)).append('\n');
    if (!entity.equals("collection")) {
      text.append("    name: ").append(quoted(name)).append('\n');
    }
    said.forEach((attribute, values) -> {
      if (!values.isEmpty()) {
        String all = values.stream().map(Described::quoted).collect(joining(", ", "[", "]"));
        text.append("    ").append(attribute).append(": ");
        text.append(values.size() == 1 ? quoted(values.getFirst()) : all).append('\n');
      }
    });
    tables.forEach((attribute, rows) -> {
      if (!rows.isEmpty()) {
        text.append("    ").append(attribute).append(":\n");
        rows.forEach(row -> text.append("      - ").append(quoted(row)).append('\n'));
      }
    });
    return text.toString();
  }

  /// What is JSON is YAML too.
  private static String quoted(Object value) {
    return JsonMapper.shared().writeValueAsString(value);
  }
}

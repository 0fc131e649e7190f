package org.tessera.access.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.util.MultiValueMap;
import org.tessera.catalog.description.Described;
import org.tessera.catalog.description.Descriptions;

/// The attributes of a network, a biobank or a collection as fields of a form.
final class DescriptionForm {
  private static final String VALUE = "v.";

  private final Descriptions descriptions;
  private final String entity;

  DescriptionForm(Descriptions descriptions, String entity) {
    this.descriptions = descriptions;
    this.entity = entity;
  }

  /// A field.
  ///
  /// @param hint which of the hints stands below, empty for none
  /// @param kind `one` or `some` of the options, a `text`, a `long` text or `lines` of texts
  public record Field(
      String name, String label, String kind, String text, List<Option> options, String hint) {}

  /// A value that can be chosen.
  public record Option(String value, String label, boolean chosen) {}

  List<Field> fields(Described described) {
    return descriptions.table().stream()
        .filter(row -> row.entity().equals(entity))
        .map(row -> field(row, described.values(row.attribute())))
        .toList();
  }

  private Field field(Descriptions.Row row, List<String> values) {
    List<Option> options = new ArrayList<>();
    for (String value : row.values()) {
      options.add(new Option(value, value, values.contains(value)));
    }
    for (Described other : descriptions.all(row.attribute())) {
      options.add(new Option(other.id(), other.name(), values.contains(other.id())));
    }
    boolean listed = !options.isEmpty() || Descriptions.ENTITIES.contains(row.attribute());
    String kind =
        listed
            ? row.many() ? "some" : "one"
            : row.many() ? "lines" : row.attribute().equals("description") ? "long" : "text";
    return new Field(
        VALUE + row.attribute(),
        row.label(),
        kind,
        String.join("\n", values),
        options,
        hint(row, kind));
  }

  private static String hint(Descriptions.Row row, String kind) {
    if (row.attribute().equals("country")) {
      return row.many() ? "countries" : "country";
    }
    return kind.equals("lines") ? "lines" : "";
  }

  /// What was sent, without what is blank and what the entity does not have.
  Described read(String id, MultiValueMap<String, String> form) {
    Map<String, List<String>> said = new LinkedHashMap<>();
    for (Descriptions.Row row : descriptions.table()) {
      List<String> sent = form.getOrDefault(VALUE + row.attribute(), List.of());
      if (row.entity().equals(entity)) {
        boolean lines = row.many() && row.values().isEmpty();
        List<String> values =
            sent.stream()
                .flatMap(one -> lines ? one.lines() : Stream.of(one))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .distinct()
                .toList();
        if (!values.isEmpty()) {
          said.put(row.attribute(), country(row, values));
        }
      }
    }
    String name = form.getFirst("name");
    return new Described(entity, id, name == null || name.isBlank() ? id : name.strip(), said);
  }

  private static List<String> country(Descriptions.Row row, List<String> values) {
    return row.attribute().equals("country")
        ? values.stream().map(value -> value.toUpperCase(Locale.ROOT)).toList()
        : values;
  }
}

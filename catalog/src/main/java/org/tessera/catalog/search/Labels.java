package org.tessera.catalog.search;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.tessera.catalog.description.Descriptions;
import org.tessera.catalog.index.Attribute;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.Span;
import org.tessera.catalog.index.Tree;

/// The words readers know a facet's values by. They are our own: the classifications' terms may not
/// be shipped.
final class Labels {
  private static final String FILE = "/catalog/labels.csv";

  private final Map<String, String> labels = new HashMap<>();
  private final Map<String, List<String>> words = new HashMap<>();
  private final Map<String, String> fields = new HashMap<>();
  private final Map<String, List<String>> orders = new HashMap<>();

  private final Attributes attributes;
  private final Supplier<Descriptions> descriptions;

  private Labels(Attributes attributes, Supplier<Descriptions> descriptions) {
    this.attributes = attributes;
    this.descriptions = descriptions;
  }

  static Labels load(Attributes attributes, Supplier<Descriptions> descriptions) {
    try (var stream = Objects.requireNonNull(Labels.class.getResourceAsStream(FILE), FILE);
        var reader =
            CsvReader.builder()
                .ofNamedCsvRecord(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      var all = new Labels(attributes, descriptions);
      reader.forEach(row ->
          all.add(
              row.getField("field"),
              row.getField("value"),
              row.getField("label"),
              row.getField("also")));
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String field, String value, String label, String also) {
    labels.put(key(field, value), label);
    fields.putIfAbsent(value, field);
    orders.computeIfAbsent(field, _ -> new ArrayList<>()).add(value);
    List<String> called = words.computeIfAbsent(value, _ -> new ArrayList<>());
    called.add(label);
    for (String other : also.split(";", -1)) {
      if (!other.isBlank()) {
        called.add(other.strip());
      }
    }
  }

  /// The label; of a range what it spans; of anything else the value itself.
  String of(String field, String value) {
    String label = labels.get(key(field, value));
    if (label != null) {
      return label;
    }
    if (value.equals(CatalogIndex.MISSING)) {
      return "Not recorded";
    }
    Optional<Attribute> attribute = attributes.shown(field);
    return descriptions
        .get()
        .name(field, value)
        .or(() -> group(field, value).map(Tree.Group::label))
        .or(() -> attribute.flatMap(Attribute::number).map(number -> number(number, value)))
        .orElse(value);
  }

  private static String number(Attribute.Numbers number, String value) {
    return Span.parse(value).map(number::label).orElseGet(() -> number.label(value));
  }

  private Optional<Tree.Group> group(String field, String value) {
    return attributes.shown(field).flatMap(Attribute::tree).flatMap(tree -> tree.group(value));
  }

  /// Whether this is a group of values.
  boolean isGroup(String field, String value) {
    return group(field, value).isPresent();
  }

  /// Whether a collection is told to have the value: not of groups, whose values are told, and not
  /// of what only stands beside others.
  boolean isToldOfCollections(String field, String value) {
    return !isGroup(field, value)
        && attributes.shown(field).filter(known -> known.beside().contains(value)).isEmpty();
  }

  /// Whether the value is one of those everybody knows of, so that naming it tells of nobody.
  boolean knows(String field, String value) {
    return labels.containsKey(key(field, value))
        || value.equals(CatalogIndex.MISSING)
        || descriptions.get().name(field, value).isPresent()
        || attributes.shown(field).flatMap(Attribute::number).isPresent();
  }

  /// The values a field can have as far as they are known beforehand, in their order.
  List<String> order(String field) {
    return orders.getOrDefault(field, List.of());
  }

  /// What a code is called, in several languages; empty where we have no word of our own.
  List<String> words(String code) {
    return words.getOrDefault(code, List.of());
  }

  /// The label of a code, whatever the facet, without the code in front.
  Optional<String> ofCode(String code) {
    return words(code).stream().findFirst().map(label -> bare(code, label));
  }

  /// A label without the code in front.
  static String bare(String code, String label) {
    return label.startsWith(code + " ") ? label.substring(code.length() + 1) : label;
  }

  /// The facet that has a word of our own for a code.
  Optional<String> field(String code) {
    return Optional.ofNullable(fields.get(code));
  }

  /// Whether these words call a value of a facet.
  boolean calls(String field, String value, List<String> asked) {
    if (asked.isEmpty()) {
      return false;
    }
    for (String name : names(field, value)) {
      Set<String> tokens = new HashSet<>(Tokens.of(name));
      if (tokens.containsAll(asked)) {
        return true;
      }
    }
    return false;
  }

  /// What the groups a value belongs to are called, in several languages.
  List<String> groups(String value) {
    List<String> names = new ArrayList<>();
    for (Attribute attribute : attributes.shown()) {
      attribute
          .tree()
          .ifPresent(tree ->
              tree.path(value).stream()
                  .flatMap(one -> tree.group(one).stream())
                  .forEach(group -> names.addAll(group.names())));
    }
    return names;
  }

  private List<String> names(String field, String value) {
    Optional<Tree.Group> group = group(field, value);
    if (group.isPresent()) {
      return group.get().names();
    }
    return labels.containsKey(key(field, value)) ? words(value) : List.of();
  }

  private static String key(String field, String value) {
    return field + "|" + value;
  }
}

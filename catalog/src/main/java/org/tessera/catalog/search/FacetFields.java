package org.tessera.catalog.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tessera.catalog.Count;
import org.tessera.catalog.index.Attribute;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.Span;
import org.tessera.vocabularies.words.Said;

/// The attributes as fields of a typed question, and what of an address names one of them.
final class FacetFields {
  private final Segments segments;
  private final Attributes attributes;
  private final Labels labels;
  private final Tally everyone;

  FacetFields(Segments segments, Labels labels, Tally everyone) {
    this.segments = segments;
    this.attributes = segments.attributes();
    this.labels = labels;
    this.everyone = everyone;
  }

  String names() {
    return attributes.shown().stream().map(Attribute::field).collect(Collectors.joining(", "))
        + ", title, code";
  }

  Optional<Attribute> attribute(String field) {
    return attributes.shown(field);
  }

  /// The values that are shown, in their order: those that ten patients have. To list a rarer one
  /// would tell that it is there.
  Collection<String> shown(Attribute attribute) {
    return shown(attribute, Telling.SUPPRESSED);
  }

  /// The same for whom it is told.
  Collection<String> shown(Attribute attribute, Telling telling) {
    Map<String, Long> counted = new TreeMap<>(everyone.values(attributes.find(attribute.field())));
    counted.values().removeIf(patients -> telling.count(patients).size() == 0);
    Set<String> values = new LinkedHashSet<>();
    attribute.number().ifPresent(number -> values.addAll(number.ranges()));
    values.addAll(labels.order(attribute.field()));
    values.addAll(counted.keySet());
    values.retainAll(counted.keySet());
    // What is not recorded stands last.
    if (values.remove(CatalogIndex.MISSING)) {
      values.add(CatalogIndex.MISSING);
    }
    return values;
  }

  /// The same by name; nothing for what names no attribute.
  Collection<String> shown(String field) {
    return attribute(field).map(this::shown).orElse(List.of());
  }

  /// The patients with a value that a clause names, by the value or by the words of its label.
  PatientSet values(Attribute attribute, Clause clause, List<Said> notes) {
    String text = clause.text().toLowerCase(Locale.ROOT);
    List<String> words = Tokens.of(text);
    List<String> meant = new ArrayList<>();
    for (String value : shown(attribute)) {
      boolean beginning =
          clause.kind() == Clause.Kind.BEGINNING && value.toLowerCase(Locale.ROOT).startsWith(text);
      if (value.equalsIgnoreCase(text)
          || beginning
          || labels.calls(attribute.field(), value, words)) {
        meant.add(value);
      }
    }
    if (meant.isEmpty()) {
      notes.add(Said.of("asked.no-value", name(attribute), clause.text()));
      return segments.nobody();
    }
    return segments.meeting(List.of(filter(attribute.field(), meant)));
  }

  /// The filters of the choices. A value that fewer than ten patients have finds nobody: beside
  /// others it could be had by subtraction.
  List<Filter> filters(SortedMap<String, List<String>> chosen) {
    List<Filter> filters = new ArrayList<>();
    chosen.forEach((field, values) -> filters.add(filter(field, values)));
    return filters;
  }

  Filter filter(String field, List<String> values) {
    int attribute = attributes.find(field);
    List<String> told =
        values.stream()
            .filter(value -> everyone.of(attribute, value) >= Count.SMALLEST_TOLD)
            .toList();
    List<Span> spans =
        values.stream()
            .flatMap(value -> Span.parse(value).stream())
            .filter(span -> enough(Filter.of(attributes, attribute, List.of(), List.of(span))))
            .toList();
    return Filter.of(attributes, attribute, told, spans);
  }

  private boolean enough(Filter filter) {
    return segments.meeting(List.of(filter)).count() >= Count.SMALLEST_TOLD;
  }

  /// A value as it is asked for: a span of numbers with its ends on steps; empty for what names
  /// nothing.
  private Optional<String> asked(Attribute attribute, String value) {
    Optional<String> span =
        attribute
            .number()
            .flatMap(
                number -> Span.parse(value).map(one -> Telling.SUPPRESSED.span(one, number.step())))
            .map(Span::toString);
    return span.isPresent() || !shown(attribute).contains(value) ? span : Optional.of(value);
  }

  /// The choices that name an attribute and a value there is.
  SortedMap<String, List<String>> known(SortedMap<String, List<String>> chosen) {
    SortedMap<String, List<String>> kept = new TreeMap<>();
    chosen.forEach((field, values) ->
        attribute(field)
            .ifPresent(attribute -> {
              List<String> rest =
                  values.stream()
                      .flatMap(value -> asked(attribute, value).stream())
                      .distinct()
                      .sorted()
                      .toList();
              if (!rest.isEmpty()) {
                kept.put(field, rest);
              }
            }));
    return kept;
  }

  /// What is asked for otherwise than it was, in sentences.
  List<Said> widened(SortedMap<String, List<String>> chosen) {
    List<Said> notes = new ArrayList<>();
    chosen.forEach((field, values) ->
        attribute(field)
            .ifPresent(attribute -> {
              for (String value : values) {
                asked(attribute, value)
                    .filter(asked -> !asked.equals(value))
                    .ifPresent(asked -> notes.add(widened(attribute, asked)));
              }
            }));
    return notes;
  }

  private Said widened(Attribute attribute, String asked) {
    return Said.of(
        "asked.widened",
        name(attribute),
        Named.value(attributes, attribute.field(), asked, labels.of(attribute.field(), asked)),
        attribute.number().orElseThrow().step().toPlainString());
  }

  private Named name(Attribute attribute) {
    return Named.attribute(attributes, attribute);
  }

  /// The others, in words.
  List<Said> ignored(SortedMap<String, List<String>> chosen) {
    List<Said> ignored = new ArrayList<>();
    chosen.forEach((field, values) -> {
      Optional<Attribute> attribute = attribute(field);
      if (attribute.isEmpty()) {
        ignored.add(Said.of("asked.no-filter", field));
      } else {
        values.stream()
            .filter(value -> asked(attribute.get(), value).isEmpty())
            .forEach(value ->
                ignored.add(
                    attribute.get().number().isPresent() && value.contains("..")
                        ? Said.of("asked.no-range", value, name(attribute.get()))
                        : Said.of("asked.no-value", name(attribute.get()), value)));
      }
    });
    return ignored;
  }
}

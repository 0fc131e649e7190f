package org.tessera.catalog.web;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.util.MultiValueMap;
import org.tessera.catalog.cohort.Criterion;
import org.tessera.catalog.cohort.Criterion.All;
import org.tessera.catalog.cohort.Criterion.Any;
import org.tessera.catalog.cohort.Criterion.Between;
import org.tessera.catalog.cohort.Criterion.Entry;
import org.tessera.catalog.cohort.Criterion.Has;
import org.tessera.catalog.cohort.Criterion.Near;
import org.tessera.catalog.cohort.Criterion.Not;
import org.tessera.catalog.cohort.Criterion.OneOf;
import org.tessera.catalog.cohort.Criterion.Wanted;
import org.tessera.catalog.cohort.Criterion.Words;
import org.tessera.catalog.index.Attribute;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.Span;

/// One change to a cohort as the page's form sends it.
final class CohortEdit {
  private static final int OPEN_DAYS = 40_000;

  private final Attributes attributes;
  private final MultiValueMap<String, String> form;

  CohortEdit(Attributes attributes, MultiValueMap<String, String> form) {
    this.attributes = attributes;
    this.form = form;
  }

  /// The topmost list of a cohort.
  static List<Criterion> lines(Criterion cohort) {
    return cohort instanceof All all ? all.of() : List.of(cohort);
  }

  /// The alternatives of a line.
  static List<Criterion> alternatives(Criterion line) {
    return line instanceof Any any ? any.of() : List.of(line);
  }

  /// The cohort after the change.
  Criterion applied(Criterion cohort) {
    List<Criterion> lines = new ArrayList<>(lines(cohort));
    if (form.containsKey("drop")) {
      drop(lines, text("drop"));
    } else if (form.containsKey("turn")) {
      number("turn", lines.size()).ifPresent(line -> lines.set(line, turned(lines.get(line))));
    } else {
      criterion().ifPresent(criterion -> add(lines, criterion));
    }
    return new All(lines);
  }

  private static Criterion turned(Criterion line) {
    return line instanceof Not not ? not.of() : new Not(line);
  }

  private void drop(List<Criterion> lines, String which) {
    String[] numbers = which.split("\\.", 2);
    Optional<Integer> line = below(numbers[0], lines.size());
    if (line.isEmpty()) {
      return;
    }
    Criterion there = lines.get(line.get());
    if (numbers.length == 2 && there instanceof Any any) {
      List<Criterion> rest = new ArrayList<>(any.of());
      below(numbers[1], rest.size()).ifPresent(one -> rest.remove((int) one));
      lines.set(line.get(), rest.size() == 1 ? rest.getFirst() : new Any(rest));
    } else {
      lines.remove((int) line.get());
    }
  }

  private void add(List<Criterion> lines, Criterion criterion) {
    Optional<Integer> other = number("or", lines.size());
    if (other.isEmpty()) {
      lines.add(criterion);
    } else {
      List<Criterion> any = new ArrayList<>(alternatives(lines.get(other.get())));
      any.add(criterion);
      lines.set(other.get(), new Any(any));
    }
  }

  private Optional<Criterion> criterion() {
    if (!text("words").isBlank()) {
      return Optional.of(new Words(text("words").strip()));
    }
    String level = text("level");
    SortedMap<String, Wanted> where = where(level, "");
    if (attributes.level(level) < 0 || (where.isEmpty() && level.equals(Attribute.PATIENT))) {
      return Optional.empty();
    }
    Criterion has =
        new Has(
            new Entry(level, where),
            number("atLeast", 1_000).map(most -> Math.max(1, most)).orElse(1),
            form.containsKey("days"),
            near());
    return Optional.of(form.containsKey("not") ? new Not(has) : has);
  }

  private SortedMap<String, Wanted> where(String level, String prefix) {
    SortedMap<String, Wanted> where = new TreeMap<>();
    for (Attribute attribute : attributes.shown()) {
      String field = attribute.field();
      if (attribute.level().equals(level)) {
        List<String> values = form.getOrDefault(prefix + "v." + field, List.of());
        var range = new Span(decimal(prefix + "from." + field), decimal(prefix + "to." + field));
        if (range.from().isPresent() || range.to().isPresent()) {
          where.put(field, new Between(range));
        } else if (!values.isEmpty()) {
          where.put(field, new OneOf(values.stream().distinct().sorted().toList()));
        }
      }
    }
    return where;
  }

  private Optional<Near> near() {
    String level = text("nearLevel");
    if (attributes.level(level) <= Attributes.PATIENT_LEVEL) {
      return Optional.empty();
    }
    int days = number("within", OPEN_DAYS).orElse(OPEN_DAYS);
    Entry other = new Entry(level, where(level, "near."));
    return switch (text("when")) {
      case "before" -> Optional.of(new Near(other, -days, 0));
      case "after" -> Optional.of(new Near(other, 0, days));
      case "around" -> Optional.of(new Near(other, -days, days));
      default -> Optional.empty();
    };
  }

  private String text(String name) {
    String value = form.getFirst(name);
    return value == null ? "" : value;
  }

  private Optional<BigDecimal> decimal(String name) {
    String text = text(name).strip();
    return text.matches("-?\\d{1,9}(\\.\\d{1,9})?")
        ? Optional.of(new BigDecimal(text))
        : Optional.empty();
  }

  /// The number under a name, below this end.
  private Optional<Integer> number(String name, int end) {
    return below(text(name), end);
  }

  private static Optional<Integer> below(String text, int end) {
    return text.matches("\\d{1,5}") && Integer.parseInt(text) < end
        ? Optional.of(Integer.parseInt(text))
        : Optional.empty();
  }
}

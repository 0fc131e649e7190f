package org.tessera.catalog.cohort;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
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

/// Reads a cohort aloud.
public final class Wording {
  private static final int YEARS_FROM_DAYS = 40_000;

  private final Attributes attributes;
  private final BiFunction<String, String, String> label;

  /// @param label what a value of a field is called
  public Wording(Attributes attributes, BiFunction<String, String, String> label) {
    this.attributes = attributes;
    this.label = label;
  }

  /// The cohort in one sentence without a full stop, such as `Sex is Female AND Grade is Grade 3`.
  public String of(Criterion criterion) {
    return switch (criterion) {
      case All all -> all.of().isEmpty() ? "all patients" : joined(all.of(), " AND ", Any.class);
      case Any any -> joined(any.of(), " OR ", All.class);
      case Not not -> "NOT (" + of(not.of()) + ")";
      case Words words -> "“" + words.typed() + "”";
      case Has has -> has(has);
    };
  }

  private String joined(List<Criterion> parts, String between, Class<?> inBrackets) {
    return parts.stream()
        .map(part -> inBrackets.isInstance(part) ? "(" + of(part) + ")" : of(part))
        .collect(Collectors.joining(between));
  }

  private String has(Has has) {
    var text = new StringBuilder();
    if (has.days() || has.atLeast() > 1) {
      text.append("at least ").append(has.atLeast());
      text.append(has.days() ? (has.atLeast() == 1 ? " day with " : " days with ") : " times ");
    }
    text.append(entry(has.entry()));
    has.near().ifPresent(near -> text.append(' ').append(near(near)));
    return text.toString();
  }

  private String entry(Entry entry) {
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, Wanted> one : entry.where().entrySet()) {
      parts.add(condition(one.getKey(), one.getValue()));
    }
    String level =
        Optional.of(attributes.level(entry.level()))
            .filter(number -> number >= 0)
            .map(number -> attributes.levels().get(number).label())
            .orElse(entry.level());
    if (parts.isEmpty()) {
      return "any " + level.toLowerCase(Locale.ROOT);
    }
    return parts.size() == 1 || entry.level().equals(Attribute.PATIENT)
        ? String.join(" AND ", parts)
        : "one " + level.toLowerCase(Locale.ROOT) + " with " + String.join(" and ", parts);
  }

  private String condition(String field, Wanted wanted) {
    Optional<Attribute> attribute = attributes.shown(field);
    String name = attribute.map(Attribute::label).orElse(field);
    return switch (wanted) {
      case OneOf values ->
          name
              + " is "
              + values.values().stream()
                  .map(value -> label.apply(field, value))
                  .collect(Collectors.joining(" or "));
      case Between(Span span) ->
          name
              + " is "
              + attribute
                  .flatMap(Attribute::number)
                  .map(number -> number.label(span))
                  .orElse(span.toString());
    };
  }

  private String near(Near near) {
    String other = entry(near.other());
    if (near.from() > -YEARS_FROM_DAYS && near.to() == 0) {
      return "at most " + -near.from() + " days before " + other;
    }
    if (near.from() == 0 && near.to() < YEARS_FROM_DAYS) {
      return "at most " + near.to() + " days after " + other;
    }
    if (near.from() <= -YEARS_FROM_DAYS && near.to() <= 0) {
      return (near.to() == 0 ? "on the day of or before " : -near.to() + " days or more before ")
          + other;
    }
    if (near.to() >= YEARS_FROM_DAYS && near.from() >= 0) {
      return (near.from() == 0 ? "on the day of or after " : near.from() + " days or more after ")
          + other;
    }
    return "from " + near.from() + " to " + near.to() + " days after " + other;
  }
}

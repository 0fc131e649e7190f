package org.tessera.catalog.cohort;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
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
  private final Terms terms;
  private final org.tessera.vocabularies.words.Words words;

  /// In English.
  ///
  /// @param label what a value of a field is called
  public Wording(Attributes attributes, BiFunction<String, String, String> label) {
    this(attributes, label, Terms.english(attributes));
  }

  /// @param label what a value of a field is called where the language has no name for it
  public Wording(Attributes attributes, BiFunction<String, String, String> label, Terms terms) {
    this.attributes = attributes;
    this.label = label;
    this.terms = terms;
    this.words = terms.words();
  }

  /// The cohort in one sentence without a full stop, such as `Sex is Female AND Grade is Grade 3`.
  public String of(Criterion criterion) {
    return switch (criterion) {
      case All all ->
          all.of().isEmpty()
              ? words.say("wording.all")
              : joined(all.of(), "wording.and", Any.class);
      case Any any -> joined(any.of(), "wording.or", All.class);
      case Not not -> words.say("wording.not", of(not.of()));
      case Words typed -> "“" + typed.typed() + "”";
      case Has has -> has(has);
    };
  }

  private String joined(List<Criterion> parts, String key, Class<?> inBrackets) {
    return joined(
        key,
        parts.stream()
            .map(part -> inBrackets.isInstance(part) ? "(" + of(part) + ")" : of(part))
            .toList());
  }

  private String joined(String key, List<String> parts) {
    return parts.stream().reduce((one, other) -> words.say(key, one, other)).orElse("");
  }

  private String has(Has has) {
    String entry = entry(has.entry());
    String counted =
        has.days()
            ? words.say("wording.days", has.atLeast(), entry)
            : has.atLeast() > 1 ? words.say("wording.times", has.atLeast(), entry) : entry;
    return has.near().map(near -> near(counted, near)).orElse(counted);
  }

  private String entry(Entry entry) {
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, Wanted> one : entry.where().entrySet()) {
      parts.add(condition(one.getKey(), one.getValue()));
    }
    String level = terms.level(entry.level());
    if (parts.isEmpty()) {
      return words.say("wording.any", level);
    }
    return parts.size() == 1 || entry.level().equals(Attribute.PATIENT)
        ? joined("wording.and", parts)
        : words.say("wording.one", level, joined("wording.value-and", parts));
  }

  private String condition(String field, Wanted wanted) {
    Optional<Attribute> attribute = attributes.asked(field);
    String name = terms.attribute(field, attribute.map(Attribute::label).orElse(field));
    String said =
        switch (wanted) {
          case OneOf values ->
              joined(
                  "wording.value-or",
                  values.values().stream()
                      .map(value -> terms.value(field, value, label.apply(field, value)))
                      .toList());
          case Between(Span span) ->
              attribute
                  .flatMap(Attribute::number)
                  .map(number -> terms.span(number, span))
                  .orElse(span.toString());
        };
    return words.say("wording.is", name, said);
  }

  private String near(String first, Near near) {
    String other = entry(near.other());
    if (near.from() > -YEARS_FROM_DAYS && near.to() == 0) {
      return words.say("wording.before", first, -near.from(), other);
    }
    if (near.from() == 0 && near.to() < YEARS_FROM_DAYS) {
      return words.say("wording.after", first, near.to(), other);
    }
    if (near.from() <= -YEARS_FROM_DAYS && near.to() <= 0) {
      return near.to() == 0
          ? words.say("wording.day-before", first, other)
          : words.say("wording.long-before", first, -near.to(), other);
    }
    if (near.to() >= YEARS_FROM_DAYS && near.from() >= 0) {
      return near.from() == 0
          ? words.say("wording.day-after", first, other)
          : words.say("wording.long-after", first, near.from(), other);
    }
    return words.say("wording.between", first, near.from(), near.to(), other);
  }
}

package org.tessera.catalog.cohort;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tessera.catalog.index.Attribute;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.Span;
import org.tessera.vocabularies.words.PhraseFiles;
import org.tessera.vocabularies.words.Phrases;
import org.tessera.vocabularies.words.Words;

/// What attributes, their values and kinds of entries are called in a language. What nobody named
/// in it is called as the attributes' file or the data have it.
public final class Terms {
  private static final Words ENGLISH =
      Phrases.of(List.of(Phrases.FIRST), PhraseFiles.shipped("catalog")).in(Phrases.FIRST);

  private final Words words;
  private final Attributes attributes;

  /// @param words sentences of the language
  public Terms(Words words, Attributes attributes) {
    this.words = words;
    this.attributes = attributes;
  }

  /// For what programs read.
  public static Terms english(Attributes attributes) {
    return new Terms(ENGLISH, attributes);
  }

  /// The sentences of the same language.
  public Words words() {
    return words;
  }

  /// An attribute.
  ///
  /// @param label where it has no name in the language
  public String attribute(String field, String label) {
    return words.own("attribute." + field).orElse(label);
  }

  /// A kind of entry, in the middle of a sentence.
  public String level(String name) {
    int number = attributes.level(name);
    String label = number < 0 ? name : level(name, attributes.levels().get(number).label());
    return label.toLowerCase(words.language());
  }

  /// A kind of entry.
  ///
  /// @param label where it has no name in the language
  public String level(String name, String label) {
    return words.own("level." + name).orElse(label);
  }

  /// A unit of numbers.
  public String unit(String unit) {
    return words.own("unit." + unit).orElse(unit);
  }

  /// A value of an attribute.
  ///
  /// @param label where it has no name in the language
  public String value(String field, String value, String label) {
    if (value.equals(CatalogIndex.MISSING)) {
      return words.say("term.missing");
    }
    Optional<Attribute.Numbers> number = attributes.shown(field).flatMap(Attribute::number);
    if (number.isPresent()) {
      return Span.parse(value)
          .map(number.get()::ends)
          .or(() -> number.get().ends(value))
          .map(ends -> range(ends, number.get().unit()))
          .orElse(label);
    }
    return words.own("value." + field + "." + value).orElse(label);
  }

  /// Values of an attribute that somebody wrote, one beside the other.
  public String listed(String field, List<String> values) {
    return values.stream()
        .map(value -> value(field, value, value))
        .collect(Collectors.joining(", "));
  }

  /// A range of numbers that was asked for.
  public String span(Attribute.Numbers number, Span span) {
    return range(number.ends(span), number.unit());
  }

  private String range(Attribute.Ends ends, String unit) {
    String key = "term." + ends.form().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return switch (ends.form()) {
      case ZERO -> words.say(key, unit(unit));
      case BETWEEN -> words.say(key, ends.first(), ends.last(), unit(unit));
      case UP_TO, ABOVE, MOST, LEAST -> words.say(key, ends.first(), unit(unit));
    };
  }
}

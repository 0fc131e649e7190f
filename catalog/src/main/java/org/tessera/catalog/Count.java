package org.tessera.catalog;

import org.tessera.vocabularies.words.Spoken;
import org.tessera.vocabularies.words.Words;

/// A number of patients as far as it may be told.
///
/// Every number is told in tens and one below ten not at all, so that nobody is singled out by
/// subtracting one answer from another. The whole is rounded like its parts: of 306 patients, 310
/// of them female, at most one is not.
public sealed interface Count extends Spoken {
  /// The smallest number that is told.
  int SMALLEST_TOLD = 10;

  /// A number rounded to the nearest ten.
  record Told(long value) implements Count {
    @Override
    public String toString() {
      return "%,d".formatted(value);
    }
  }

  /// A number from 0 to 9: which one is not told.
  record TooFew() implements Count {
    @Override
    public String toString() {
      return "fewer than " + SMALLEST_TOLD;
    }
  }

  /// A number of something that fewer than ten patients have, such as series.
  record OfTooFew() implements Count {
    @Override
    public String toString() {
      return "of fewer than " + SMALLEST_TOLD + " patients";
    }
  }

  /// The number; -1 for one that is not told, -2 for one of too few patients: sentences have a form
  /// for each.
  @Override
  default Object in(Words words) {
    return switch (this) {
      case Told told -> told.value();
      case TooFew _ -> -1;
      case OfTooFew _ -> -2;
    };
  }

  /// A number that was kept as it was told then.
  static Count read(String text) {
    String digits = text.replace(",", "");
    if (text.startsWith("of ")) {
      return new OfTooFew();
    }
    return !digits.isEmpty() && digits.chars().allMatch(Character::isDigit)
        ? new Told(Long.parseLong(digits))
        : new TooFew();
  }

  /// How long a bar is drawn for it: 0 where it is not told.
  default long size() {
    return this instanceof Told told ? told.value() : 0;
  }

  /// So many patients, as they may be told.
  static Count of(long patients) {
    return patients < SMALLEST_TOLD ? new TooFew() : new Told((patients + 5) / 10 * 10);
  }

  /// So many patients, for who may see the patients themselves.
  static Count exact(long patients) {
    return new Told(patients);
  }
}

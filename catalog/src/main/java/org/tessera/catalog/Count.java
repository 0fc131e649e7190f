package org.tessera.catalog;

/// A number of patients as far as it may be told.
///
/// Every number is told in tens and one below ten not at all, so that nobody is singled out by
/// subtracting one answer from another. The whole is rounded like its parts: of 306 patients, 310
/// of them female, at most one is not.
public sealed interface Count {
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

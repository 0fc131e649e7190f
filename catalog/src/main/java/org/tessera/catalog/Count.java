package org.tessera.catalog;

/// A number of patients as far as it may be told.
///
/// A breakdown is told in tens and a number below ten not at all, so that nobody is singled out by
/// subtracting one answer from another. The size of a whole collection is published metadata
/// (MIABIS *Size*) and told as it is.
public sealed interface Count {
  /// The smallest number that is told.
  int SMALLEST_TOLD = 10;

  /// A number that may be told as it is, or rounded to tens.
  record Told(long value, boolean rounded) implements Count {
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

  /// The size of a whole collection.
  static Count ofCollection(long patients) {
    return patients < SMALLEST_TOLD ? new TooFew() : new Told(patients, false);
  }

  /// A part of a collection, rounded to the nearest ten.
  static Count ofPart(long patients) {
    return patients < SMALLEST_TOLD ? new TooFew() : new Told((patients + 5) / 10 * 10, true);
  }
}

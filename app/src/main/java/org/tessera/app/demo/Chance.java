package org.tessera.app.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;

/// The dice of one patient: the same seed throws the same.
final class Chance {
  private final SplittableRandom random;

  Chance(long seed) {
    random = new SplittableRandom(seed);
  }

  /// A seed of its own for each study (its name's hash) and patient, so that a patient stays the
  /// same however many follow. follow.
  static long seed(long seed, int study, int patient) {
    return seed * 0x9E3779B97F4A7C15L + study * 0xC2B2AE3D27D4EB4FL + patient * 0x165667B19E3779F9L;
  }

  boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  /// Both bounds included.
  int between(int low, int high) {
    return random.nextInt(low, high + 1);
  }

  double normal(double mean, double deviation, double low, double high) {
    return Math.clamp(random.nextGaussian(mean, deviation), low, high);
  }

  /// Skewed to the right, as laboratory values are; `spread` is the deviation of the logarithm.
  double skewed(double median, double spread) {
    return median * Math.exp(spread * random.nextGaussian());
  }

  /// A waiting time of which half are shorter than the median.
  double waiting(double median) {
    return -Math.log(1 - random.nextDouble()) * median / Math.log(2);
  }

  LocalDate after(LocalDate date, int daysLow, int daysHigh) {
    return date.plusDays(between(daysLow, daysHigh));
  }

  @SafeVarargs
  final <T> T of(T first, T... others) {
    int index = random.nextInt(others.length + 1);
    return index == 0 ? first : others[index - 1];
  }

  <T> T of(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /// One of the words of a text such as `T1a:5 T1b:10`.
  String weighted(String weights) {
    String[] parts = weights.split(" ", -1);
    int total = 0;
    for (String part : parts) {
      total += Integer.parseInt(part.substring(part.lastIndexOf(':') + 1));
    }
    int thrown = random.nextInt(total);
    for (String part : parts) {
      int colon = part.lastIndexOf(':');
      thrown -= Integer.parseInt(part.substring(colon + 1));
      if (thrown < 0) {
        return part.substring(0, colon).replace('_', ' ');
      }
    }
    throw new IllegalArgumentException("weights must be positive: " + weights);
  }
}

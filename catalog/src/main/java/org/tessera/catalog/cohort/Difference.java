package org.tessera.catalog.cohort;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.tessera.catalog.ValueCount;

/// How far two groups of patients differ in one attribute, from told numbers.
///
/// @param distance Jensen-Shannon distance to base 2: 0 for the same shares, 1 for nothing in
///   common (Lin 1991, doi:10.1109/18.61115; its square root is the metric)
/// @param standardised the largest standardised difference of the share of any value, without sign
///   (Austin 2009, doi:10.1002/sim.3697)
/// @param where the label of that value
public record Difference(double distance, double standardised, String where) {
  /// What is usually taken for balanced.
  public static final double SMALL = 0.1;

  /// The difference of two charts; nothing differs where either tells no number.
  public static Difference of(CohortAnswer.Chart one, CohortAnswer.Chart other) {
    Map<String, Double> first = shares(one);
    Map<String, Double> second = shares(other);
    if (first.isEmpty() || second.isEmpty()) {
      return new Difference(Double.NaN, Double.NaN, "");
    }
    Map<String, String> labels = new HashMap<>();
    one.values().forEach(value -> labels.put(value.value(), value.label()));
    other.values().forEach(value -> labels.put(value.value(), value.label()));
    double divergence = 0;
    double largest = 0;
    String where = "";
    var values = new TreeSet<>(first.keySet());
    values.addAll(second.keySet());
    for (String value : values) {
      double p = first.getOrDefault(value, 0.0);
      double q = second.getOrDefault(value, 0.0);
      double middle = (p + q) / 2;
      divergence += (part(p, middle) + part(q, middle)) / 2;
      double spread = Math.sqrt((p * (1 - p) + q * (1 - q)) / 2);
      double standardised =
          spread == 0 ? (p == q ? 0 : Double.MAX_VALUE) : Math.abs(p - q) / spread;
      if (standardised > largest) {
        largest = standardised;
        where = labels.getOrDefault(value, value);
      }
    }
    return new Difference(Math.sqrt(Math.clamp(divergence, 0, 1)), largest, where);
  }

  /// Whether the groups are usually taken for alike.
  public boolean isSmall() {
    return standardised <= SMALL;
  }

  private static double part(double share, double middle) {
    return share == 0 ? 0 : share * Math.log(share / middle) / Math.log(2);
  }

  private static Map<String, Double> shares(CohortAnswer.Chart chart) {
    long all = chart.values().stream().mapToLong(value -> value.patients().size()).sum();
    Map<String, Double> shares = new HashMap<>();
    for (ValueCount value : chart.values()) {
      if (value.patients().size() > 0) {
        shares.put(value.value(), value.patients().size() / (double) all);
      }
    }
    return shares;
  }
}

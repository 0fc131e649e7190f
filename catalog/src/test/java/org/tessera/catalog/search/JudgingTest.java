package org.tessera.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tessera.catalog.Count;
import org.tessera.catalog.ValueCount;
import org.tessera.catalog.cohort.CohortAnswer.Chart;
import org.tessera.catalog.cohort.Difference;
import org.tessera.catalog.cohort.SampleSize;

class JudgingTest {
  /// 1.96² p (1 - p) / d², rounded up; 0 where the numbers make no sense.
  @ParameterizedTest
  @CsvSource({"0.9,0.05,139", "0.5,0.05,385", "0.95,0.03,203", "0,0.05,0", "1,0.05,0", "0.9,0,0"})
  void a_sensitivity_needs_so_many_cases(double expected, double half, int patients) {
    assertThat(SampleSize.ofProportion(expected, half)).isEqualTo(patients);
  }

  @ParameterizedTest
  @CsvSource({"0.8,0.05,1", "0.9,0.05,1", "0.75,0.1,2", "0.95,0.02,5"})
  void an_area_needs_the_least_cases_whose_interval_is_narrow_enough(
      double area, double half, double controls) {
    int cases = SampleSize.ofArea(area, half, controls);

    assertThat(1.959964 * hanleyMcNeil(area, cases, cases * controls)).isLessThanOrEqualTo(half);
    assertThat(1.959964 * hanleyMcNeil(area, cases - 1, (cases - 1) * controls))
        .isGreaterThan(half);
    assertThat(SampleSize.ofArea(0.4, half, controls)).isZero();
  }

  @Test
  void groups_of_the_same_shares_do_not_differ_and_groups_without_a_common_value_differ_wholly() {
    Chart one = chart(100, 50, 0);

    assertThat(Difference.of(one, chart(200, 100, 0)).distance()).isZero();
    assertThat(Difference.of(one, chart(200, 100, 0)).isSmall()).isTrue();
    assertThat(Difference.of(one, chart(0, 0, 90)).distance()).isCloseTo(1, within(1e-9));
    assertThat(Difference.of(one, chart(0, 0, 0)).distance()).isNaN();
  }

  /// Shares 0.5 and 0.25 of a value: 0.25 / √((0.25 + 0.1875) / 2).
  @Test
  void a_standardised_difference_is_that_of_the_share_that_differs_most() {
    Difference difference = Difference.of(chart(100, 100, 0), chart(50, 150, 0));

    assertThat(difference.standardised()).isCloseTo(0.25 / Math.sqrt(0.21875), within(1e-9));
    assertThat(difference.isSmall()).isFalse();
  }

  private static Chart chart(long... patients) {
    List<ValueCount> values = new ArrayList<>();
    for (int i = 0; i < patients.length; i++) {
      values.add(new ValueCount("v" + i, "V" + i, Count.of(patients[i])));
    }
    return new Chart("f", "F", Count.of(10), values);
  }

  private static double hanleyMcNeil(double area, double cases, double controls) {
    double q1 = area / (2 - area);
    double q2 = 2 * area * area / (1 + area);
    return Math.sqrt(
        (area * (1 - area) + (cases - 1) * (q1 - area * area) + (controls - 1) * (q2 - area * area))
            / (cases * controls));
  }
}

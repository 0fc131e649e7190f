package org.tessera.access.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateShiftTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void intervals_survive_and_nothing_comes_to_lie_in_the_future(long seed) {
    var random = new Random(seed);
    var key = PackageKey.of(("key" + seed).getBytes(StandardCharsets.UTF_8));
    for (int patient = 0; patient < 200; patient++) {
      LocalDate born = TODAY.minusDays(random.nextInt(150 * 365));
      int life = (int) ChronoUnit.DAYS.between(born, TODAY) + 1;
      LocalDate one = born.plusDays(random.nextInt(life));
      LocalDate two = born.plusDays(random.nextInt(life));
      var span = new Timespan();
      span.born(born);
      span.include(born);
      span.include(one);
      span.include(two);
      DateShift shift = span.shift(key, "patient" + patient, TODAY);
      assertThat(shift.days()).isBetween(-365, 365);
      assertThat(ChronoUnit.DAYS.between(shift.move(one), shift.move(two)))
          .isEqualTo(ChronoUnit.DAYS.between(one, two));
      assertThat(shift.move(one)).isBeforeOrEqualTo(TODAY);
      assertThat(shift.move(two)).isBeforeOrEqualTo(TODAY);
      assertThat(shift.move(born)).isAfterOrEqualTo(TODAY.minusYears(150));
      assertThat(shift).isEqualTo(span.shift(key, "patient" + patient, TODAY));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void shifts_use_the_whole_range_and_are_never_zero_where_there_is_a_choice(long seed) {
    var key = PackageKey.of(("key" + seed).getBytes(StandardCharsets.UTF_8));
    var shifts = new TreeSet<Integer>();
    for (int patient = 0; patient < 20_000; patient++) {
      shifts.add(new Timespan().shift(key, "p" + patient, TODAY).days());
    }
    assertThat(shifts).hasSize(730).doesNotContain(0);
    assertThat(shifts.first()).isEqualTo(-365);
    assertThat(shifts.last()).isEqualTo(365);
  }

  @ParameterizedTest
  @CsvSource({
    "2020-02-28, 2, 2020-03-01",
    "2020-02-28T23:59:59.123+05:30, 1, 2020-02-29T23:59:59.123+05:30",
    "2020-12-31T00:00:00Z, 1, 2021-01-01T00:00:00Z",
    "2020-02, 20, 2020-03",
    "2020-02, 10, 2020-02",
    "2020, 184, 2021",
    "2020, -183, 2019",
    "2020, 100, 2020"
  })
  void a_date_keeps_its_precision_and_its_time_of_day(String from, int days, String to) {
    assertThat(new DateShift(days).moveFhir(from)).hasValue(to);
  }

  @Test
  void what_is_no_date_is_not_passed_on_as_one() {
    assertThat(new DateShift(1).moveFhir("last spring")).isEmpty();
    assertThat(new DateShift(1).moveFhir("2020-02-31")).isEmpty();
    assertThat(new DateShift(1).moveFhir("20200228")).isEmpty();
  }
}

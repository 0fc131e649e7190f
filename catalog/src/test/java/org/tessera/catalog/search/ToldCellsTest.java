package org.tessera.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.catalog.Count;

/// Somebody who knows how numbers are told lists every state of the data that would be told alike:
/// a number below ten must be anything from none to nine among them.
class ToldCellsTest {
  private static final Set<Long> ANYTHING =
      Set.copyOf(LongStream.rangeClosed(0, 9).boxed().toList());

  @Test
  void one_value_beside_the_total_does_not_tell_whether_somebody_has_another() {
    Map<List<Count>, Set<Long>> worlds = new HashMap<>();
    for (long women = 20; women <= 160; women++) {
      for (long others = 0; others < 10; others++) {
        see(worlds, others, told(List.of(women, others), women + others));
      }
    }

    // At the ends of what was tried not every state is there.
    worlds.forEach((told, others) -> {
      if (told.getLast().size() > 30 && told.getLast().size() < 150) {
        assertThat(others).as(told.toString()).isEqualTo(ANYTHING);
      }
    });
  }

  @Test
  void values_that_are_not_listed_are_not_told_by_what_is_left() {
    Map<List<Count>, Set<Long>> worlds = new HashMap<>();
    for (long women = 20; women <= 160; women++) {
      for (long others = 0; others < 10; others++) {
        see(worlds, others, told(List.of(women), women + others));
      }
    }

    worlds.forEach((told, others) -> {
      if (told.getLast().size() > 30 && told.getLast().size() < 150) {
        assertThat(others).as(told.toString()).isEqualTo(ANYTHING);
      }
    });
  }

  @Test
  void two_values_and_a_small_one_leave_the_small_one_open() {
    Map<List<Count>, Set<Long>> worlds = new HashMap<>();
    for (long women = 0; women <= 75; women++) {
      for (long men = 0; men <= 75; men++) {
        for (long others = 0; others < 10; others++) {
          see(worlds, others, told(List.of(women, men, others), women + men + others));
        }
      }
    }

    worlds.forEach((told, others) -> {
      boolean some = told.subList(0, 3).stream().anyMatch(one -> one.size() > 0);
      boolean whole = some && told.stream().allMatch(one -> one.size() < 60);
      if (whole) {
        assertThat(others).as(told.toString()).isEqualTo(ANYTHING);
      }
    });
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void no_span_that_is_left_says_more_than_that_a_number_is_small(long seed) {
    var random = new Random(seed);
    for (int table = 0; table < 5_000; table++) {
      List<Long> numbers =
          IntStream.range(0, 1 + random.nextInt(7))
              .mapToObj(_ -> (long) random.nextInt(random.nextBoolean() ? 12 : 300))
              .toList();
      long total = numbers.stream().mapToLong(Long::longValue).sum() + random.nextInt(10);
      List<Count> told = Telling.SUPPRESSED.cells(numbers, total);
      long cells = told.stream().filter(cell -> cell.size() > 0).count();
      if (total < 10 || cells == 0) {
        continue;
      }
      long hidden = Math.max(1, told.size() - cells);
      long least = lowest(Count.of(total)) - told.stream().mapToLong(ToldCellsTest::highest).sum();
      long most = highest(Count.of(total)) - told.stream().mapToLong(ToldCellsTest::lowest).sum();

      assertThat(least).as("%s of %d", numbers, total).isLessThanOrEqualTo(9 * (hidden - 1));
      assertThat(most).as("%s of %d", numbers, total).isGreaterThanOrEqualTo(9);
      for (int i = 0; i < told.size(); i++) {
        if (told.get(i).size() > 0) {
          assertThat(Math.abs(told.get(i).size() - numbers.get(i))).isLessThanOrEqualTo(25);
        } else if (numbers.get(i) >= 10) {
          assertThat(numbers.get(i)).isLessThan(25);
        }
      }
    }
  }

  @Test
  void where_nothing_is_small_and_all_is_listed_numbers_stay_as_they_are_told() {
    assertThat(Telling.SUPPRESSED.cells(List.of(52L, 48L), 100))
        .containsExactly(Count.of(52), Count.of(48));
    assertThat(Telling.EXACT.cells(List.of(52L, 3L), 55))
        .containsExactly(Count.exact(52), Count.exact(3));
  }

  private static void see(Map<List<Count>, Set<Long>> worlds, long others, List<Count> told) {
    worlds.computeIfAbsent(told, _ -> new HashSet<>()).add(others);
  }

  private static List<Count> told(List<Long> numbers, long total) {
    List<Count> told = new ArrayList<>(Telling.SUPPRESSED.cells(numbers, total));
    told.add(Count.of(total));
    return told;
  }

  private static long lowest(Count told) {
    return told.size() == 0 ? 0 : Math.max(10, told.size() - 5);
  }

  private static long highest(Count told) {
    return told.size() == 0 ? 0 : told.size() + 4;
  }
}

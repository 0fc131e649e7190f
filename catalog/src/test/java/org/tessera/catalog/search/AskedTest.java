package org.tessera.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.catalog.English;

class AskedTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "breast MRI,“breast” AND “MRI”",
        "MRI OR CT,“MRI” OR “CT”",
        "breast MRI | CT -lung,“breast” AND “MRI” OR “CT” AND NOT “lung”",
        "NOT lung,NOT “lung”",
        "\"breast cancer\" x,“breast cancer” AND “x”",
        "„breast cancer“,“breast cancer”",
        "sex:female,sex “female”",
        "-title:\"old study\",NOT title “old study”",
        "carcin*,beginning with “carcin”",
        "brest~1,“brest”",
        "OR breast OR,“breast”",
        "breast AND MRI,“breast” AND “MRI”",
        "(breast),“breast”",
        "10:30 a:,“10:30” AND “a”",
        "foo\"bar baz\",“foo” AND “bar baz”"
      })
  void what_is_typed_is_read_as_a_rule(String typed, String rule) {
    assertThat(rule(Asked.parse(typed))).isEqualTo(rule);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\"", "\"\"", "***", "- -", "OR", "NOT", "((("})
  void what_holds_no_word_asks_for_nothing(String typed) {
    assertThat(Asked.parse(typed).groups()).isEmpty();
  }

  @Test
  void a_question_of_very_many_words_is_cut_and_says_so() {
    Asked asked = Asked.parse("a ".repeat(100));

    assertThat(asked.groups()).hasSize(16);
    assertThat(asked.cut()).isTrue();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void what_is_written_back_is_read_as_the_same(long seed) {
    var random = new Random(seed);
    String letters = "ab \"-:*|O R\u00e9\u0416\t(~5";
    for (int round = 0; round < 500; round++) {
      String typed = typed(random, letters, 30);
      Asked asked = Asked.parse(typed + " zzz");
      int last = asked.groups().size() - 1;
      if (asked.groups().get(last).size() > 1) {
        continue;
      }
      var expected = asked.groups().subList(0, last);
      String again = asked.without(last);
      assertThat(meant(Asked.parse(again).groups()))
          .as("%s|%s", typed, again)
          .isEqualTo(meant(expected));
    }
  }

  /// Fewer than so many of these letters.
  static String typed(Random random, String letters, int fewer) {
    return random
        .ints(random.nextInt(fewer), 0, letters.length())
        .mapToObj(i -> letters.substring(i, i + 1))
        .collect(Collectors.joining());
  }

  /// A word that looks like an operator or a field is written back in quotes: the same words.
  private static List<List<String>> meant(List<List<Clause>> groups) {
    return groups.stream()
        .map(group ->
            group.stream()
                .map(clause -> clause.unwanted() + clause.field() + ":" + clause.text())
                .toList())
        .toList();
  }

  private static String rule(Asked asked) {
    return asked.groups().stream()
        .map(group -> English.of(Asked.words(group)))
        .collect(Collectors.joining(" AND "));
  }
}

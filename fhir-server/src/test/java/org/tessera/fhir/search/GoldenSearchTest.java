package org.tessera.fhir.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What must and must not be found, line by line of `search/golden.csv`, where each has the
/// sentence of the standard it is by.
class GoldenSearchTest extends ResourcesTest {
  static Stream<Arguments> cases() {
    return Searching.lines("golden.csv").stream()
        .map(line -> {
          List<String> cells =
              Stream.of(line.split(" \\| ", 3)).map(GoldenSearchTest::cell).toList();
          String ids = cells.get(1).equals("-") ? "" : cells.get(1);
          return Arguments.of(cells.get(0), ids, cells.get(2));
        });
  }

  private static String cell(String text) {
    return text.strip().replaceAll("\\\\([|\\\\])", "$1");
  }

  @ParameterizedTest(name = "{0} finds {1}: {2}")
  @MethodSource("cases")
  void a_search_finds_what_the_standard_says(String address, String expected, String sentence) {
    assertThat(searching.found(address)).as(sentence).isEqualTo(expected);
  }
}

package org.tessera.fhir.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tessera.fhir.store.SearchParameters;
import org.tessera.fhir.store.UnknownCodeSet;

/// Whatever a client sends, a search finds something, finds nothing or says what is wrong with it.
class HostileSearchTest extends ResourcesTest {
  private static final String LONE_SURROGATE = new String(new char[] {(char) 0xD800});

  static List<String> values() {
    String many = String.join(",", IntStream.range(0, 10_000).mapToObj(Integer::toString).toList());
    return List.of(
        "' or 1=1 --",
        "\"; drop table fhir.res; --",
        "%",
        "_",
        "?",
        "$1",
        "\\",
        "\\\\\\",
        "|",
        "||",
        "|||",
        "$",
        "$$$",
        ",",
        "a,,b",
        ".*",
        "(((((",
        "[a-z",
        "a\0b",
        LONE_SURROGATE,
        "x" + LONE_SURROGATE + "y",
        "\uD83D\uDE00".repeat(500),
        "1e1000000000",
        "-1e-99",
        "9".repeat(5_000),
        "gt",
        "eq2020-13-45",
        "2020-02-30",
        "9999-12-31",
        "0000",
        "2020-01-01T25:99:99Z",
        "ap9999",
        "x".repeat(100_000),
        many,
        "not (not (not (",
        "(".repeat(1_000),
        "a eq",
        "name eq \"unterminated",
        "Patient/" + "1".repeat(100),
        "http://" + "/".repeat(5_000),
        "\t\r\n",
        "نص עברית 漢字");
  }

  static Stream<String> parameters() {
    List<String> names = new ArrayList<>();
    for (String type : List.of("Observation", "Patient")) {
      SearchParameters.standard()
          .of(type)
          .forEach(p -> names.add("%s?%s".formatted(type, p.name())));
    }
    for (String modifier :
        List.of(
            "exact", "contains", "text", "in", "below", "above", "not", "missing", "nonsense")) {
      names.add("Patient?name:" + modifier);
      names.add("Patient?gender:" + modifier);
      names.add("ValueSet?url:" + modifier);
      names.add("Patient?organization:" + modifier);
      names.add("Patient?birthdate:" + modifier);
    }
    for (String name :
        List.of(
            "_id",
            "_lastUpdated",
            "_filter",
            "_text",
            "_content",
            "_list",
            "_sort",
            "_count",
            "_total",
            "_cursor",
            "_include",
            "_revinclude",
            "_contained",
            "_containedType",
            "_type",
            "_query",
            "_has:Observation:patient:code",
            "_has:Observation:patient",
            "_has",
            "organization.name",
            "organization.partof.partof.partof.partof.partof.partof.partof.partof.name",
            "organization..name",
            ".name",
            "organization.",
            ":",
            "name:",
            "$everything")) {
      names.add("Patient?" + name);
    }
    return names.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("parameters")
  void a_hostile_value_is_answered_or_refused_by_name(String parameter) {
    String type = parameter.substring(0, parameter.indexOf('?'));
    String name = parameter.substring(parameter.indexOf('?') + 1);
    for (String value : values()) {
      try {
        Query query = searching.search().query(type, Map.of(name, List.of(value)), true);
        assertThat(searching.search().run(query).matches()).hasSizeLessThan(50);
      } catch (InvalidSearch | UnknownCodeSet e) {
        assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(300);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void a_random_filter_is_answered_or_refused(long seed) {
    var random = new Random(seed);
    String[] pieces = {
      "name",
      " eq ",
      " co ",
      "\"a\"",
      "(",
      ")",
      "[",
      "]",
      " and ",
      " or ",
      "not ",
      ".",
      "gender",
      "male",
      "organization",
      " ",
      "\\",
      "\"",
      "birthdate",
      " ge ",
      "2020",
      " pr ",
      "true"
    };
    for (int i = 0; i < 300; i++) {
      var filter = new StringBuilder();
      for (int j = random.nextInt(12); j >= 0; j--) {
        filter.append(pieces[random.nextInt(pieces.length)]);
      }
      try {
        searching
            .search()
            .run(
                searching
                    .search()
                    .query("Patient", Map.of("_filter", List.of(filter.toString())), true));
      } catch (InvalidSearch e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  static List<Long> seeds() {
    return List.of(1L, 2L, 3L);
  }
}

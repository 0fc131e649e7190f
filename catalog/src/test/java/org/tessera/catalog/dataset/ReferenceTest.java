package org.tessera.catalog.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.catalog.Count;
import org.tessera.catalog.English;
import org.tessera.catalog.ValueCount;
import org.tessera.catalog.cohort.CohortAnswer.Chart;
import org.tessera.catalog.cohort.Difference;
import org.tessera.catalog.description.Described;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.vocabularies.Vocabularies;

class ReferenceTest {
  private static final Described REGISTRY =
      new Described(
          "reference",
          "registry",
          "Registry",
          Map.of("origin", List.of("A table")),
          Map.of(
              "share",
              List.of(
                  row("age", "40..49", "female", 3),
                  row("age", "40..49", "male", 1),
                  row("age", "90..", "female", 4),
                  row("stage", "II", "", 7))));

  @Test
  void ages_by_sex_are_told_by_age_by_sex_and_by_both(@TempDir Path folder) {
    try (var index = new CatalogIndex(folder, Vocabularies.builtIn())) {
      Attributes attributes = index.attributes();

      assertThat(chart(attributes, "age"))
          .containsExactly(tuple("up to 49", 4L), tuple("above 89", 4L));
      assertThat(chart(attributes, "sex")).containsExactly(tuple("female", 7L), tuple("male", 1L));
      assertThat(chart(attributes, "stage")).containsExactly(tuple("II", 7L));
      assertThat(chart(attributes, "grade")).isEmpty();
      assertThat(Reference.crossed(REGISTRY, attributes.shown("age").orElseThrow()).values())
          .extracting(ValueCount::value)
          .containsExactly("up to 49|female", "up to 49|male", "above 89|female");
      assertThat(Reference.problems(REGISTRY, attributes)).isEmpty();
    }
  }

  @Test
  void a_distribution_that_names_what_there_is_not_says_so(@TempDir Path folder) {
    var wrong =
        new Described(
            "reference",
            "x",
            "X",
            Map.of(),
            Map.of("share", List.of(row("shoe-size", "44", "", 1), row("age", "41..50", "", 1))));
    try (var index = new CatalogIndex(folder, Vocabularies.builtIn())) {
      assertThat(English.of(Reference.problems(wrong, index.attributes())))
          .containsExactly(
              "“shoe-size” is nothing that patients are asked by.",
              "“41..50” is no value of “age”; numbers stand in the ranges of the catalogue: ..17,"
                  + " 18..29, 30..39, 40..49, 50..59, 60..69, 70..79, 80..89, 90...");
    }
  }

  @Test
  void a_collection_with_the_shares_of_the_population_does_not_differ(@TempDir Path folder) {
    try (var index = new CatalogIndex(folder, Vocabularies.builtIn())) {
      var age = index.attributes().shown("age").orElseThrow();
      var half =
          new Chart(
              "age",
              "Age",
              Count.of(200),
              List.of(
                  new ValueCount("up to 49", "40 to 49 years", Count.of(100)),
                  new ValueCount("above 89", "above 89 years", Count.of(100))));

      assertThat(Difference.of(Reference.chart(REGISTRY, age), half).distance())
          .isCloseTo(0, within(1e-9));
    }
  }

  private static List<org.assertj.core.groups.Tuple> chart(Attributes attributes, String field) {
    return Reference.chart(REGISTRY, attributes.shown(field).orElseThrow()).values().stream()
        .map(value -> tuple(value.value(), value.patients().size()))
        .toList();
  }

  private static Map<String, String> row(String attribute, String value, String sex, int number) {
    return sex.isEmpty()
        ? Map.of("attribute", attribute, "value", value, "number", Integer.toString(number))
        : Map.of(
            "attribute", attribute, "value", value, "sex", sex, "number", Integer.toString(number));
  }
}

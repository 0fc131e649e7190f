package org.tessera.omop.athena;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A bundle that is not as it should be changes nothing, and says all that is wrong.
final class BrokenBundleTest {
  private static final Clinic CLINIC = new Clinic();
  private static final String STATE =
      "select count(*), sum(concept_id), (select count(*) from cdm.concept_relationship) from"
          + " cdm.concept";

  @AfterAll
  static void close() throws Exception {
    CLINIC.close();
  }

  static Stream<Arguments> broken() {
    return Stream.of(wholes(), rows(), references(), circles()).flatMap(it -> it);
  }

  private static Stream<Arguments> wholes() {
    return Stream.of(
        broken(
            "a missing table",
            "DRUG_STRENGTH.csv: the bundle does not have it",
            it -> it.without("DRUG_STRENGTH.csv")),
        broken(
            "other columns",
            "DOMAIN.csv line 1: its columns are not those",
            it -> it.replace("DOMAIN.csv", "domain_name", "domain_title")),
        broken(
            "commas",
            "Bring the bundle as it was downloaded",
            it -> it.replace("DOMAIN.csv", "\t", ",")),
        broken(
            "version 4",
            "says 'v4.5 2015'",
            it -> it.replace("VOCABULARY.csv", "v5.0 01-JAN-26", "v4.5 2015")));
  }

  private static Stream<Arguments> rows() {
    return Stream.of(
        broken(
            "too few columns",
            "CONCEPT.csv line 8: a row needs 10 columns, it has 2",
            it -> it.line(SmallBundle.CONCEPT, "900000099\tShort")),
        broken(
            "a tab within a name",
            "CONCEPT.csv line 8: a row needs 10 columns, it has 11",
            it -> it.concept(900000099, "Two\twords", "Condition", "Beta", "- B9")),
        broken(
            "no day of the calendar",
            "CONCEPT.csv line 2: valid_start_date is no day of the calendar",
            it -> it.replace(SmallBundle.CONCEPT, "19700101", "19700230")),
        broken(
            "a concept twice",
            "CONCEPT.csv line 8: concept_id 900000020 stands in the file a second time",
            it -> it.concept(900000020, "Again", "Condition", "Beta", "- B9")));
  }

  private static Stream<Arguments> references() {
    return Stream.of(
        broken(
            "an unknown domain",
            "CONCEPT.csv line 8: domain_id names 'Weather'",
            it -> it.concept(900000099, "Rain", "Weather", "Beta", "- B9")),
        broken(
            "a relation to nowhere",
            "CONCEPT_RELATIONSHIP.csv line 7: concept_id_2 names concept 4711",
            it -> it.relate(900000020, 4711, "Maps to")),
        broken(
            "an unknown relation",
            "relationship_id names 'Likes'",
            it -> it.relate(900000020, 900000010, "Likes")),
        broken(
            "an id beyond the numbers",
            "is beyond 2147483647",
            it -> it.line(SmallBundle.ANCESTORS, "4294967296\t900000010\t1\t1")),
        broken(
            "a name that is too long",
            "concept_name is longer than 255 characters",
            it -> it.concept(900000099, "x".repeat(256), "Condition", "Beta", "- B9")),
        broken(
            "a vocabulary without its concept",
            "VOCABULARY.csv line 3: vocabulary_concept_id names concept 900000777",
            it -> it.replace("VOCABULARY.csv", "900000001", "900000777")));
  }

  private static Stream<Arguments> circles() {
    return Stream.of(
        broken(
            "two ancestors of each other",
            "CONCEPT_ANCESTOR.csv line 5: concept 900000011 stands above concept 900000010",
            it -> it.ancestor(900000011, 900000010, 1)),
        broken(
            "two distant ancestors of each other",
            "stands above it",
            it -> {
              it.ancestor(900000011, 900000012, 2);
              it.ancestor(900000012, 900000011, 2);
            }),
        broken(
            "three in a circle",
            "CONCEPT_ANCESTOR.csv line 6: concept 900000012 stands above concept 900000010",
            it -> {
              it.ancestor(900000011, 900000012, 1);
              it.ancestor(900000012, 900000010, 1);
            }));
  }

  private static Arguments broken(String name, String told, Consumer<SmallBundle> change) {
    return Arguments.of(name, told, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void is_refused_before_anything_changes(String name, String told, Consumer<SmallBundle> change)
      throws Exception {
    var bundle = new SmallBundle();
    change.accept(bundle);
    List<String> before = CLINIC.rows(STATE);

    var status = CLINIC.take(bundle);

    assertThat(status.text()).as(name).contains("refused").contains("nothing was changed");
    assertThat(status.text()).contains(told);
    assertThat(CLINIC.rows(STATE)).isEqualTo(before);
    assertThat(CLINIC.vocabularies.imported()).isEmpty();
    assertThat(CLINIC.home.resolve("bundles").toFile().list()).isEmpty();
  }

  @Test
  void all_that_is_wrong_is_told_at_once() throws Exception {
    var bundle = new SmallBundle();
    bundle.relate(900000020, 4711, "Maps to");
    bundle.line("CONCEPT_SYNONYM.csv", "4711\tNobody\t0");
    bundle.replace("VOCABULARY.csv", "v5.0", "v4.0");

    var status = CLINIC.take(bundle);

    assertThat(status.text())
        .contains("CONCEPT_RELATIONSHIP.csv line 7")
        .contains("CONCEPT_SYNONYM.csv line 4")
        .contains("VOCABULARY.csv");
  }

  @ParameterizedTest(name = "the first {0} percent of the bytes")
  @MethodSource("parts")
  void a_truncated_bundle_is_refused(int percent) throws Exception {
    byte[] whole = new SmallBundle().zip();

    var status = CLINIC.take(CLINIC.imports(), Arrays.copyOf(whole, whole.length * percent / 100));

    assertThat(status.text()).contains("it is no zip, or its end is missing");
  }

  static Stream<Integer> parts() {
    return Stream.of(0, 1, 50, 99);
  }

  @Test
  void a_flipped_byte_is_found() throws Exception {
    byte[] bytes = new SmallBundle().zip();
    // Within the packed rows of the first file, whose header is 41 bytes long.
    bytes[300] ^= 0x55;

    var status = CLINIC.take(CLINIC.imports(), bytes);

    assertThat(status.text()).contains("refused");
    assertThat(CLINIC.vocabularies.imported()).isEmpty();
  }

  @Test
  void a_disk_without_room_is_told_before_anything_is_written() throws Exception {
    CLINIC.room = 1_000;
    try {
      assertThat(CLINIC.take(new SmallBundle()).text()).contains("Make room");
    } finally {
      CLINIC.room = Long.MAX_VALUE;
    }
  }
}

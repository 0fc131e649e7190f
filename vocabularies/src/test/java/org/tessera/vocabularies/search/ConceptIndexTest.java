package org.tessera.vocabularies.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.Vocabularies;

/// Concepts are found by anything they are called, also where it is mistyped.
final class ConceptIndexTest {
  private static final String MADE = "http://example.org/made";
  private static final Vocabularies BUILT_IN = Vocabularies.builtIn();

  @TempDir Path folder;
  private ConceptIndex index;

  @BeforeEach
  void open() throws IOException {
    index = ConceptIndex.at(folder);
    index.rebuild("one", List.of(ConceptIndexTest::made));
  }

  @AfterEach
  void close() {
    index.close();
  }

  private static void made(DesignationSource.Taker taker) throws IOException {
    take(taker, "C1", "Malignant neoplasm of breast", "en", Designation.PREFERRED);
    take(taker, "C1", "Brustkrebs", "de", Designation.SYNONYM);
    take(taker, "C1", "рак молочной железы", "ru", Designation.SYNONYM);
    take(taker, "C2", "Breast", "en", Designation.PREFERRED);
    take(taker, "C3", "Malignant neoplasm of upper lobe of lung", "en", Designation.PREFERRED);
    take(taker, "C3", "Sarcome d'Ewing à l'épaule", "fr", Designation.SYNONYM);
    take(taker, "a|b", "Something with a bar", "en", Designation.PREFERRED);
  }

  private static void take(
      DesignationSource.Taker taker, String code, String text, String language, String use)
      throws IOException {
    taker.take(new Designation(new Code(MADE, code), text, language, use, false, true));
  }

  @ParameterizedTest
  @CsvSource({
    "breast, C2, false",
    "malignant breast, C1, false",
    "brustkrebs, C1, false",
    "Brust, C1, false",
    "рак молочной, C1, false",
    "epaule, C3, false",
    "c3, C3, false",
    "a|b, a|b, false",
    "malignnat neoplsm brest, C1, true",
    "brustkrbes, C1, true",
  })
  void a_concept_is_found_by_its_words(String typed, String code, boolean forgiven) {
    ConceptIndex.Found found = index.find(typed, Set.of(), 5);
    assertThat(found.hits()).isNotEmpty();
    assertThat(found.hits().getFirst().code()).isEqualTo(new Code(MADE, code));
    assertThat(found.forgiven()).isEqualTo(forgiven);
  }

  @Test
  void each_concept_is_told_once_with_what_fits_best() {
    assertThat(index.find("breast", Set.of(), 5).hits())
        .extracting(hit -> hit.code().value(), hit -> hit.matched().text())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("C2", "Breast"),
            org.assertj.core.groups.Tuple.tuple("C1", "Malignant neoplasm of breast"));
    assertThat(index.find("breast", Set.of("http://example.org/other"), 5).hits()).isEmpty();
    assertThat(index.find("  ", Set.of(), 5).hits()).isEmpty();
    assertThat(index.find("(*?\"[", Set.of(), 5).hits()).isEmpty();
    assertThat(index.near("neoplasm of the left brest", Set.of(MADE), 1))
        .extracting(hit -> hit.code().value())
        .containsExactly("C1");
  }

  @Test
  void a_concept_tells_all_it_is_called_its_own_term_first() {
    assertThat(index.designations(new Code(MADE, "C1")))
        .extracting(Designation::text)
        .containsExactly("Malignant neoplasm of breast", "Brustkrebs", "рак молочной железы");
    assertThat(index.designations(new Code(MADE, "C9"))).isEmpty();
  }

  @Test
  void an_index_that_is_damaged_gone_or_of_another_state_is_made_again() throws IOException {
    var stamp = new AtomicReference<>("one");
    index.close();
    try (var all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Files.write(file, new byte[] {1, 2, 3});
      }
    }
    index = ConceptIndex.at(folder);
    assertThat(index.isReady()).isFalse();
    assertThat(index.find("breast", Set.of(), 5).hits()).isEmpty();
    var indexing = new ConceptIndexing(index, stamp::get, List.of(ConceptIndexTest::made));
    indexing.refresh();
    assertThat(index.find("breast", Set.of(), 5).hits()).hasSize(2);
    stamp.set("two");
    indexing.refresh();
    assertThat(index.isOf("two")).isTrue();
    try (var places = Files.list(folder)) {
      assertThat(places).hasSize(1);
    }
    index.close();
    index = ConceptIndex.at(folder);
    assertThat(index.isOf("two")).isTrue();
  }

  @Test
  void what_ships_is_found_by_its_terms() throws IOException {
    index.rebuild("shipped", List.of(new VocabularyTerms(BUILT_IN)));
    assertThat(index.size()).isGreaterThan(20_000);
    assertThat(index.find("mamography", Set.of(), 20).hits())
        .anyMatch(
            hit -> hit.matched().text().toLowerCase(java.util.Locale.ROOT).contains("mammograph"));
  }
}

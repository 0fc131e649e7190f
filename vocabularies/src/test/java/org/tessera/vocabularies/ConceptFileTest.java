package org.tessera.vocabularies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The file against plain collections of the same concepts.
final class ConceptFileTest {
  @TempDir private Path folder;

  private static OmopConcept concept(long id, String vocabulary, String code, boolean standard) {
    return new OmopConcept(
        id, "Name of " + code + " ü", "Condition", vocabulary, "Thing", code, standard, "");
  }

  /// Ordered as a file needs it.
  private static List<OmopConcept> concepts(Random random, int count) {
    List<OmopConcept> concepts = new ArrayList<>();
    Set<Integer> ids = new HashSet<>();
    while (ids.size() < count) {
      ids.add(random.nextInt(Integer.MAX_VALUE));
    }
    for (int id : ids) {
      String vocabulary = List.of("Alpha", "Beta", "Gamma").get(random.nextInt(3));
      String beginning =
          switch (random.nextInt(10)) {
            case 0 -> "é";
            case 1 -> "longer-than-its-head-";
            default -> "";
          };
      String code = beginning + random.nextInt(count);
      concepts.add(concept(id, vocabulary, code, random.nextBoolean()));
    }
    concepts.sort(
        Comparator.comparing(OmopConcept::vocabulary)
            .thenComparing(
                it -> it.code().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned)
            .thenComparing(it -> !it.standard()));
    return concepts;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void finds_what_was_written_by_code_and_by_id(long seed) throws IOException {
    var random = new Random(seed);
    List<OmopConcept> all = concepts(random, 2_000);
    write(all, List.of());

    ConceptFile file = ConceptFile.open(folder);

    assertThat(file.size()).isEqualTo(all.size());
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < all.size(); i++) {
      OmopConcept one = all.get(i);
      assertThat(file.concept(i)).isEqualTo(one);
      assertThat(file.find(one.id())).isEqualTo(i);
      assertThat(file.range(one.vocabulary()).contains(i)).isTrue();
      if (i > 0) {
        boolean same = one.code().equals(all.get(i - 1).code());
        assertThat(file.sameCode(i, i - 1)).isEqualTo(same);
      }
      // Of several with one code the first is meant.
      if (seen.add(one.vocabulary() + one.code())) {
        assertThat(file.find(one.vocabulary(), one.code())).isEqualTo(i);
      }
    }
    assertThat(file.find("Alpha", "none")).isNegative();
    assertThat(file.find("Nowhere", all.getFirst().code())).isNegative();
    assertThat(file.range("Nowhere").size()).isZero();
    assertThat(file.find(Integer.MAX_VALUE + 1L)).isNegative();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13})
  void walks_up_and_down_whatever_stands_above_what(long seed) throws IOException {
    var random = new Random(seed);
    List<OmopConcept> all = concepts(random, 300);
    List<int[]> steps = new ArrayList<>();
    // Circles too: a walk must end whatever the tables say.
    for (int i = 0; i < 400; i++) {
      steps.add(new int[] {random.nextInt(300), random.nextInt(300)});
    }
    write(all, steps);
    ConceptFile file = ConceptFile.open(folder);

    for (int start = 0; start < 300; start += 17) {
      assertThat(set(file.below(start))).isEqualTo(reach(steps, start, 0));
      assertThat(set(file.above(start))).isEqualTo(reach(steps, start, 1));
    }
  }

  @Test
  void a_standard_concept_stands_for_itself_unless_it_is_mapped() throws IOException {
    try (var writer = new ConceptFileWriter(folder)) {
      writer.add(concept(30, "Alpha", "1", true), 'S');
      writer.add(concept(20, "Alpha", "2", false), ' ');
      writer.add(concept(10, "Alpha", "3", true), 'S');
      writer.mapsTo(20, 30);
      writer.mapsTo(20, 10);
      writer.mapsTo(20, 10);
      writer.mapsTo(20, 4711);
      writer.finish();
    }
    ConceptFile file = ConceptFile.open(folder);

    assertThat(file.standards(0)).containsExactly(0);
    assertThat(file.standards(1)).containsExactly(0, 2);
    assertThat(file.standardId(0)).isEqualTo(30);
    assertThat(file.standardId(1)).isEqualTo(10);
    assertThat(file.standardId(2)).isEqualTo(10);
    assertThat(file.mappedFrom(2)).containsExactly(1);
  }

  @Test
  void a_folder_that_was_not_finished_holds_no_file() throws IOException {
    try (var writer = new ConceptFileWriter(folder)) {
      writer.add(concept(1, "Alpha", "1", true), 'S');
    }

    assertThat(ConceptFile.isIn(folder)).isFalse();
  }

  @Test
  void vocabularies_that_come_in_pieces_are_refused() throws IOException {
    try (var writer = new ConceptFileWriter(folder)) {
      writer.add(concept(1, "Alpha", "1", true), 'S');
      writer.add(concept(2, "Beta", "1", true), 'S');

      assertThatThrownBy(() -> writer.add(concept(3, "Alpha", "2", true), 'S'))
          .hasMessageContaining("Alpha");
    }
  }

  private void write(List<OmopConcept> concepts, List<int[]> steps) throws IOException {
    try (var writer = new ConceptFileWriter(folder)) {
      for (OmopConcept one : concepts) {
        writer.add(one, one.standard() ? 'S' : ' ');
      }
      for (int[] step : steps) {
        writer.child(concepts.get(step[0]).id(), concepts.get(step[1]).id());
      }
      writer.finish();
    }
  }

  private static Set<Integer> set(BitSet bits) {
    return bits.stream().boxed().collect(java.util.stream.Collectors.toCollection(TreeSet::new));
  }

  private static Set<Integer> reach(List<int[]> steps, int start, int from) {
    Set<Integer> seen = new TreeSet<>(Set.of(start));
    boolean grown = true;
    while (grown) {
      grown = false;
      for (int[] step : steps) {
        grown |= seen.contains(step[from]) && seen.add(step[1 - from]);
      }
    }
    return seen;
  }
}

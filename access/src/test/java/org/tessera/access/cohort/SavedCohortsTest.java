package org.tessera.access.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.tessera.access.Person;
import org.tessera.access.Role;
import org.tessera.catalog.Count;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.cohort.CohortAnswer;
import org.tessera.catalog.cohort.CohortJson;
import org.tessera.fhir.postgres.TestDatabase;

class SavedCohortsTest {
  private static final TestDatabase database = TestDatabase.create("access");
  private final SavedCohorts cohorts =
      new SavedCohorts(database.dataSource(), InstantSource.system());
  private final Person ann = someone();
  private final Person ola = someone();

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void a_cohort_is_kept_with_its_numbers_and_the_data_version_they_are_of() {
    SavedCohort kept = cohorts.save(ann, " Women ", answer(7, 40)).orElseThrow();

    assertThat(kept.name()).isEqualTo("Women");
    assertThat(kept.latest().patients()).isEqualTo(Count.of(40));
    assertThat(kept.latest().parts()).isEqualTo(Map.of("breast", Count.of(40)));
    assertThat(kept.latest().data()).isEqualTo(new DataVersion(7, Instant.EPOCH));
    assertThat(CohortJson.read(kept.latest().definition()).cohort())
        .isEqualTo(answer(7, 40).cohort());
  }

  @Test
  void signs_the_database_refuses_are_kept_out_of_a_name() {
    SavedCohort kept = cohorts.save(ann, "Wo\u0000men", answer(7, 40)).orElseThrow();

    assertThat(kept.name()).isEqualTo("Wo men");
  }

  @Test
  void saving_again_adds_a_version_and_leaves_the_earlier_ones() {
    UUID id = cohorts.save(ann, "Women", answer(7, 40)).orElseThrow().id();

    SavedCohort now = cohorts.update(ann, id, answer(9, 4)).orElseThrow();

    assertThat(now.versions())
        .extracting(SavedCohort.Version::number, SavedCohort.Version::patients)
        .containsExactly(tuple(1, Count.of(40)), tuple(2, Count.of(4)));
  }

  @Test
  void nobody_else_sees_a_cohort_until_it_is_shared_and_nobody_else_changes_it_then() {
    UUID id = cohorts.save(ann, "Women", answer(7, 40)).orElseThrow().id();
    assertThat(cohorts.find(ola, id)).isEmpty();

    cohorts.share(ola, id, true);
    assertThat(cohorts.find(ola, id)).isEmpty();
    cohorts.share(ann, id, true);
    cohorts.remove(ola, id);

    assertThat(cohorts.find(ola, id)).isPresent();
    assertThat(cohorts.shared(ola)).extracting(SavedCohort::id).contains(id);
    assertThat(cohorts.update(ola, id, answer(9, 50))).isEmpty();
    assertThat(cohorts.find(ann, id).orElseThrow().versions()).hasSize(1);
  }

  @Test
  void each_of_several_cohorts_is_listed_with_its_own_versions_the_newest_first() {
    UUID first = cohorts.save(ann, "First", answer(7, 40)).orElseThrow().id();
    UUID second = cohorts.save(ann, "Second", answer(8, 50)).orElseThrow().id();
    cohorts.update(ann, first, answer(9, 60));

    assertThat(cohorts.mine(ann))
        .extracting(
            SavedCohort::id, one -> one.versions().stream().map(v -> v.patients().size()).toList())
        .containsExactly(tuple(second, List.of(50L)), tuple(first, List.of(40L, 60L)));
  }

  @Test
  void what_is_removed_stands_in_no_list() {
    UUID id = cohorts.save(ann, "Women", answer(7, 40)).orElseThrow().id();

    cohorts.remove(ann, id);

    assertThat(cohorts.find(ann, id)).isEmpty();
    assertThat(cohorts.mine(ann)).isEmpty();
    assertThat(cohorts.update(ann, id, answer(9, 50))).isEmpty();
  }

  @Test
  void a_cohort_without_a_name_is_not_kept() {
    assertThat(cohorts.save(ann, "  ", answer(7, 40))).isEmpty();
    assertThat(cohorts.save(ann, "x".repeat(121), answer(7, 40))).isEmpty();
    assertThat(cohorts.mine(ann)).isEmpty();
  }

  private static Person someone() {
    String name = "p" + UUID.randomUUID();
    return new Person(name, name, Set.of(Role.RESEARCHER));
  }

  private static CohortAnswer answer(long position, long patients) {
    Count count = Count.of(patients);
    return new CohortAnswer(
        new DataVersion(position, Instant.EPOCH),
        CohortJson.read("{\"level\":\"patient\",\"where\":{\"sex\":[\"female\"]}}").cohort(),
        "Sex is Female",
        List.of(),
        List.of(),
        false,
        count,
        count,
        count,
        List.of(new CohortAnswer.Part("breast", "Breast cancer", count, count, count)),
        List.of(),
        new CohortAnswer.Crossed(List.of(), List.of(), List.of()));
  }
}

package org.tessera.omop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RowIdsTest {
  @Test
  void the_id_of_a_resource_is_the_same_everywhere_and_tells_apart_table_type_id_and_slot() {
    assertThat(RowIds.of("measurement", "Observation", "o", "0.0.0"))
        .isEqualTo(RowIds.of("measurement", "Observation", "o", "0.0.0"));
    assertThat(
            LongStream.of(
                    RowIds.of("measurement", "Observation", "o", "0.0.0"),
                    RowIds.of("observation", "Observation", "o", "0.0.0"),
                    RowIds.of("measurement", "Procedure", "o", "0.0.0"),
                    RowIds.of("measurement", "Observation", "p", "0.0.0"),
                    RowIds.of("measurement", "Observation", "o", "0.0.1"))
                .distinct())
        .hasSize(5);
  }

  /// At ten million ids one collision is expected once in ninety such sets; these ids have none,
  /// and the number stays exact as a double.
  @Test
  void ten_million_ids_are_distinct_and_fit_52_bits() {
    long[] ids =
        LongStream.range(0, 10_000_000)
            .parallel()
            .map(i -> RowIds.of("measurement", "Observation", "o" + i, "0.0.0"))
            .toArray();
    Arrays.parallelSort(ids);
    int collisions = 0;
    for (int i = 1; i < ids.length; i++) {
      if (ids[i] == ids[i - 1]) {
        collisions++;
      }
    }
    assertThat(collisions).isZero();
    assertThat(ids[0]).isNotNegative();
    assertThat(ids[ids.length - 1]).isLessThan(1L << 52);
  }

  /// A real collision cannot be made, so this one is made by hand: another resource holds the id.
  @Test
  void a_resource_whose_id_another_holds_is_refused_by_name() {
    try (World world = new World()) {
      world.project(World.patient("p"));
      long id = RowIds.of("measurement", "Observation", "o", "0.0.0");
      world.rows(
          "insert into omop.lineage (fhir_type, fhir_id, cdm_table, row_id) values ('Observation',"
              + " 'other', 'measurement', "
              + id
              + ") returning 1");
      world.project(TrapsTest.psa("o", "p", "2020-01-01"), TrapsTest.psa("o2", "p", "2020-01-01"));
      assertThat(
              world.rows("select fhir_id from omop.lineage where reason = 'identifier collision'"))
          .containsExactly("o");
      assertThat(world.rows("select count(*) from cdm.measurement")).containsExactly("1");
    }
  }

  @Test
  void a_resource_of_a_patient_whose_id_is_another_patients_person_is_refused_by_name() {
    try (World world = new World()) {
      world.rows(
          "insert into omop.lineage (fhir_type, fhir_id, person_id, cdm_table, row_id) values"
              + " ('Patient', 'other', "
              + RowIds.person("p")
              + ", 'person', "
              + RowIds.person("p")
              + ") returning 1");
      world.project(TrapsTest.psa("o", "p", "2020-01-01"));
      assertThat(world.rows("select reason from omop.lineage where fhir_id = 'o'"))
          .containsExactly("identifier collision");
    }
  }

  @Test
  void of_two_resources_in_one_batch_the_first_keeps_the_id() {
    Map<Projected.Key, Projected> empty = new LinkedHashMap<>();
    CdmTable table =
        CdmTable.of(
            "measurement",
            "measurement_id",
            List.of(new CdmTable.Column("measurement_id", true, 0, false)));
    for (String id : List.of("first", "second")) {
      Projected.Key key = new Projected.Key("Observation", id);
      empty.put(
          key,
          new Projected(
              key,
              "p",
              1,
              List.of(new CdmRow(table, 7, 0)),
              "",
              List.of(),
              List.of(),
              List.of(),
              null,
              null));
    }
    Collisions.refuse(empty, java.util.Set.of());
    assertThat(empty.values().stream().map(Projected::reason))
        .containsExactly("", Projected.COLLISION);
  }
}

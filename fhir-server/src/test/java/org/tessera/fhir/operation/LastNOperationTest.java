package org.tessera.fhir.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tessera.fhir.store.Resources;

class LastNOperationTest {
  private static Desk desk;

  @BeforeAll
  static void store_observations() {
    desk = new Desk();
    desk.store()
        .commit(
            Resources.puts(
                "rest",
                Resources.observation("a1", "a", "weight", "2020-01-01"),
                Resources.observation("a2", "a", "weight", "2021-01-01"),
                Resources.observation("a3", "a", "weight", "2022-01-01"),
                Resources.observation("a4", "a", "height", "2019-01-01"),
                Resources.observation("b1", "b", "weight", "2018-01-01")));
  }

  @AfterAll
  static void close() {
    desk.close();
  }

  @Test
  void the_latest_of_each_code_of_each_patient_comes_first() {
    assertThat(Desk.entries(desk.get("Observation/$lastn?patient=a,b")))
        .containsExactlyInAnyOrder("Observation/a3", "Observation/a4", "Observation/b1");
    assertThat(Desk.entries(desk.get("Observation/$lastn?subject=Patient/a&max=2")))
        .containsExactlyInAnyOrder("Observation/a3", "Observation/a2", "Observation/a4");
    assertThat(
            Desk.entries(
                desk.get("Observation/$lastn?patient=a&max=9&code=http://loinc.org|weight")))
        .containsExactly("Observation/a3", "Observation/a2", "Observation/a1");
  }

  @Test
  void without_a_patient_or_with_a_senseless_number_it_is_refused() {
    assertThatThrownBy(() -> desk.get("Observation/$lastn?code=x"))
        .isInstanceOf(OperationFailure.class);
    assertThatThrownBy(() -> desk.get("Observation/$lastn?patient=a&max=0"))
        .isInstanceOf(OperationFailure.class);
  }
}

package org.tessera.fhir.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.fhir.store.SearchParameter;
import org.tessera.fhir.store.SearchParameters;
import org.tessera.fhir.store.Transaction;
import org.tessera.fhir.store.Write;
import tools.jackson.databind.node.ObjectNode;

/// What must hold of any data: no second implementation is needed to see it broken.
class SearchLawsTest {
  private static final int OBSERVATIONS = 400;
  private static Searching searching;

  @BeforeAll
  static void open() {
    searching = Searching.withResources();
    var random = new Random(11);
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < OBSERVATIONS; i++) {
      ObjectNode resource = Generated.observation(random, "g" + i);
      writes.add(Write.Put.of(resource));
    }
    searching.store().commit(new Transaction("rest", writes));
  }

  @AfterAll
  static void close() {
    searching.close();
  }

  private static Set<String> all(String address) {
    List<String> walked = searching.walk(address);
    assertThat(walked).as(address).doesNotHaveDuplicates();
    return new HashSet<>(walked);
  }

  /// X, X:not without the missing, and X:missing=true: each resource is in exactly one.
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "status,final",
    "code,718-7",
    "value-concept,II",
    "category,laboratory",
    "combo-code,8480-6"
  })
  void a_value_its_negation_and_its_absence_part_the_type(String name, String value) {
    Set<String> has = all("Observation?_count=500&" + name + "=" + value);
    Set<String> hasNot =
        all("Observation?_count=500&" + name + ":not=" + value + "&" + name + ":missing=false");
    Set<String> missing = all("Observation?_count=500&" + name + ":missing=true");
    assertThat(Collections.disjoint(has, hasNot)).isTrue();
    assertThat(Collections.disjoint(has, missing)).isTrue();
    assertThat(Collections.disjoint(hasNot, missing)).isTrue();
    var union = new HashSet<>(has);
    union.addAll(hasNot);
    union.addAll(missing);
    assertThat(union).isEqualTo(all("Observation?_count=500"));
  }

  @Test
  void every_parameter_parts_its_type_into_present_and_missing() {
    for (String type : List.of("Patient", "Observation", "ValueSet", "RiskAssessment")) {
      Set<String> everything = all(type + "?_count=500");
      for (SearchParameter parameter : SearchParameters.standard().of(type)) {
        if (parameter.kind() == SearchParameter.Kind.COMPOSITE) {
          continue;
        }
        Set<String> present = all(type + "?_count=500&" + parameter.name() + ":missing=false");
        Set<String> missing = all(type + "?_count=500&" + parameter.name() + ":missing=true");
        assertThat(Collections.disjoint(present, missing)).as(parameter.name()).isTrue();
        present.addAll(missing);
        assertThat(present).as(parameter.name()).isEqualTo(everything);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {2019, 2020, 2021})
  void a_year_is_the_union_of_its_months_and_what_is_only_known_by_the_year(int year) {
    Set<String> months = new HashSet<>();
    for (int month = 1; month <= 12; month++) {
      months.addAll(all("Observation?_count=500&date=%d-%02d".formatted(year, month)));
    }
    Set<String> whole = all("Observation?_count=500&date=" + year);
    assertThat(whole).containsAll(months);
    whole.removeAll(months);
    for (String id : whole) {
      var content = searching.store().read("Observation", id).orElseThrow().content().orElseThrow();
      boolean longer =
          content.path("effectiveDateTime").asString("").length() == 4
              || content.has("effectivePeriod")
              || content.has("effectiveTiming");
      assertThat(longer).as(id).isTrue();
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "Observation?status=final",
        "Observation?date=ge2020&_sort=-date",
        "Observation?_sort=status,-date,code",
        "Observation?_sort=-value-quantity,_id",
        "Observation?subject:Patient.gender=female,male",
        "Observation?subject.active=true&_sort=-_lastUpdated",
        "Observation?_sort=value-string",
        "Observation?status=final&_sort=subject,-date",
        "Observation?status=final&_sort=-performer,status",
        "Patient?_has:Observation:patient:status=final",
        "Patient?_sort=family,-birthdate"
      })
  void pages_of_any_size_hold_the_same_matches_in_the_same_order(String address) {
    List<String> whole = searching.walk(address + "&_count=500");
    assertThat(whole).doesNotHaveDuplicates().isNotEmpty();
    assertThat(searching.walk(address + "&_count=1")).isEqualTo(whole);
    assertThat(searching.walk(address + "&_count=7")).isEqualTo(whole);
    assertThat(searching.page(address + "&_count=1&_total=accurate").total())
        .hasValue(whole.size());
    assertThat(searching.page(address + "&_summary=count").total()).hasValue(whole.size());
  }

  @Test
  void what_is_sorted_by_a_reference_stands_in_the_order_of_the_targets_types_and_ids() {
    String those = "Observation?_id=hb,hb2,temp,bp,stage,note&_sort=";
    assertThat(searching.walk(those + "subject,_id"))
        .containsExactly("hb", "hb2", "temp", "bp", "stage", "note");
    assertThat(searching.walk(those + "-subject,_id"))
        .containsExactly("stage", "bp", "hb2", "temp", "hb", "note");
  }

  @Test
  void what_is_sorted_by_a_code_a_text_or_a_quantity_stands_in_that_order() {
    assertThat(searching.walk("Patient?_sort=gender")).containsExactly("ann", "bob", "dot", "cy");
    assertThat(searching.walk("Observation?_sort=-combo-value-quantity&_id=bp,temp,hb"))
        .containsExactly("bp", "hb", "temp");
    assertThat(searching.walk("Patient?_sort=-gender")).containsExactly("dot", "bob", "ann", "cy");
    assertThat(searching.walk("Patient?_sort=family,_id"))
        .containsExactly("ann", "bob", "cy", "dot");
    assertThat(searching.walk("Observation?code=718-7&_id=hb,hb2&_sort=-date"))
        .containsExactly("hb", "hb2");
  }
}

package org.tessera.catalog.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;
import org.tessera.catalog.cohort.Terms;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.CatalogProjection;
import org.tessera.catalog.search.CatalogAnswer;
import org.tessera.catalog.search.CatalogSearch;
import org.tessera.catalog.search.Listing;
import org.tessera.catalog.search.Ward;
import org.tessera.fhir.store.Change;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.node.ObjectNode;

class FacetsTest {
  private static final Vocabularies VOCABULARIES = Vocabularies.builtIn();
  @TempDir Path folder;
  private CatalogIndex index;
  private CatalogSearch search;

  @BeforeEach
  void load() {
    index = new CatalogIndex(folder, VOCABULARIES);
    search = new CatalogSearch(index, VOCABULARIES);
    List<Change> changes = new ArrayList<>();
    for (ObjectNode resource : Ward.of(new Random(4), 400).resources()) {
      changes.add(Ward.change(changes.size() + 1, resource));
    }
    new CatalogProjection(index).apply(changes);
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Test
  void groups_stand_above_their_values_and_one_of_a_single_value_is_left_out() {
    assertThat(facet("", "diagnosis").first())
        .extracting(choice -> "-".repeat(choice.depth()) + choice.label())
        .containsExactly(
            "Malignant neoplasms (C00-C97)",
            "-C34 Lung cancer",
            "-C50 Breast cancer",
            "-C61 Prostate cancer",
            "I10 High blood pressure",
            "Not recorded");
  }

  @Test
  void a_value_takes_the_place_of_its_group_and_a_group_that_of_its_values() {
    assertThat(address("?diagnosis=C00-C97", "diagnosis", "C50 Breast cancer"))
        .isEqualTo("/catalogue?diagnosis=C50");
    assertThat(
            address("?diagnosis=C50&diagnosis=I10", "diagnosis", "Malignant neoplasms (C00-C97)"))
        .isEqualTo("/catalogue?diagnosis=C00-C97&diagnosis=I10");
    assertThat(address("?diagnosis=C50", "diagnosis", "C50 Breast cancer")).isEqualTo("/catalogue");
  }

  @Test
  void a_group_tells_that_some_of_its_values_are_chosen() {
    assertThat(facet("?diagnosis=C50", "diagnosis").first())
        .filteredOn(FacetView.Choice::part)
        .extracting(FacetView.Choice::label)
        .containsExactly("Malignant neoplasms (C00-C97)");
  }

  @Test
  void what_is_looked_for_among_the_values_is_shown_beside_what_is_chosen() {
    FacetView found = facet("?diagnosis=I10&in.diagnosis=CANCER+lung", "diagnosis");

    assertThat(found.first())
        .extracting(FacetView.Choice::label)
        .containsExactly("C34 Lung cancer", "I10 High blood pressure");
    assertThat(found.more()).isEmpty();
    assertThat(found.open()).isTrue();
  }

  @Test
  void all_of_the_values_can_be_wanted_where_a_patient_can_have_several() {
    assertThat(facet("?modality=CT&modality=MR", "modality").turn())
        .isEqualTo("/catalogue?modality=CT&modality=MR&all=modality");
    assertThat(facet("?modality=CT&modality=MR&all=modality", "modality").turn())
        .isEqualTo("/catalogue?modality=CT&modality=MR");
    assertThat(facet("?sex=male&sex=female", "sex").turn()).isEmpty();
    assertThat(facet("?modality=CT", "modality").turn()).isEmpty();
  }

  @Test
  void a_range_that_was_typed_stands_in_its_boxes_and_among_what_is_chosen() {
    MultiValueMap<String, String> parameters = parameters("?age=40..60&sex=male");

    assertThat(facet("?age=40..60&sex=male", "age").range())
        .get()
        .extracting(FacetView.Range::from, FacetView.Range::to)
        .containsExactly("40", "60");
    assertThat(facets(parameters).chosen())
        .extracting(choice -> choice.label() + " " + choice.address())
        .containsExactly(
            "Male /catalogue?age=40..60", "Age at diagnosis 40 to 60 years /catalogue?sex=male");
  }

  @ParameterizedTest
  @CsvSource({
    "?from.age=40&to.age=60&sex=male,/catalogue?age=40..60&sex=male",
    "?from.age=&to.age=60&age=10..20,/catalogue?age=..60",
    "?from.age=&to.age=&age=10..20,/catalogue",
    "?from.age=60&to.age=40,/catalogue",
    "?from.age=40&lang=ru&theme=dark,/catalogue?age=40..",
    "?from.age=x&to.age={y},/catalogue",
    "?from.age=40&q=a%2Bb&sort=name&page=3,/catalogue?q=a%2Bb&age=40..&sort=name"
  })
  void typed_ranges_become_part_of_the_address(String typed, String address) {
    MultiValueMap<String, String> parameters = parameters(typed);

    assertThat(CatalogAddress.of(parameters).withRanges(parameters)).hasToString(address);
  }

  private String address(String query, String field, String label) {
    return facet(query, field).first().stream()
        .filter(choice -> choice.label().equals(label))
        .findFirst()
        .orElseThrow()
        .address();
  }

  private FacetView facet(String query, String field) {
    return facets(parameters(query)).views().stream()
        .filter(view -> view.field().equals(field))
        .findFirst()
        .orElseThrow();
  }

  private Facets facets(MultiValueMap<String, String> parameters) {
    CatalogAddress address = CatalogAddress.of(parameters);
    CatalogAnswer answer = search.answer(address.question(), Listing.first(Listing.Order.MATCH));
    return new Facets(
        answer,
        new CatalogAddress(answer.question(), address.order()),
        parameters,
        Terms.english(index.attributes()));
  }

  private static MultiValueMap<String, String> parameters(String query) {
    MultiValueMap<String, String> parameters = new LinkedMultiValueMap<>();
    UriComponentsBuilder.fromUriString(query)
        .build()
        .getQueryParams()
        .forEach((name, values) ->
            values.forEach(value ->
                parameters.add(
                    name, value == null ? "" : URLDecoder.decode(value, StandardCharsets.UTF_8))));
    return parameters;
  }
}

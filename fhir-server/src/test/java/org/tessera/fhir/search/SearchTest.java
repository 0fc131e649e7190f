package org.tessera.fhir.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tessera.fhir.store.Resources.json;
import static org.tessera.fhir.store.Resources.observation;
import static org.tessera.fhir.store.Resources.puts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.StoredResource;
import tools.jackson.databind.node.ObjectNode;

class SearchTest {
  private static TestDatabase database;
  private static Search search;

  @BeforeAll
  static void open() {
    database = TestDatabase.create("fhir");
    search = new Search(database.dataSource());
    var store = new ResourceStore(database.dataSource());
    store.commit(
        puts(
            "rest",
            observation("year", "1", "a", "2020"),
            observation("month", "1", "b", "2020-02"),
            observation("day", "2", "b", "2020-02-03"),
            observation("second", "2", "c", "2020-02-03T10:11:12Z"),
            observation("zone", "3", "c", "2020-02-03T23:30:00-05:00"),
            observation("later", "3", "c", "2021-01-01"),
            period("period", "2020-02-01", "2020-02-10"),
            period("open", "2020-02-05", "")));
    store.commit(puts("rest", people()));
    store.commit(
        puts(
            "rest",
            quantity("q1", "5.4", "mm"),
            quantity("q2", "5.40", "mm"),
            quantity("q3", "5.45", "cm"),
            quantity("q4", "100", "mm")));
  }

  private static ObjectNode[] people() {
    return new ObjectNode[] {
      json(
          "{'resourceType':'Patient','id':'muller','name':[{'family':'Müller','given':['Jürgen']}],'gender':'male','birthDate':'1950-03','identifier':[{'system':'urn:a','value':'x|1,2'}],'active':true}"),
      json(
          "{'resourceType':'Patient','id':'mullen','name':[{'family':'MULLEN'}],'gender':'female','identifier':[{'value':'nosystem'}],'deceasedBoolean':false}"),
      json(
          "{'resourceType':'Patient','id':'dead','name':[{'family':'Smith'}],'gender':'female','deceasedDateTime':'2020-01-01','telecom':[{'system':'email','value':'a@b'}],'generalPractitioner':[{'reference':'Practitioner/9'}]}")
    };
  }

  private static ObjectNode period(String id, String start, String end) {
    ObjectNode resource = observation(id, "4", "p", "2020");
    resource.remove("effectiveDateTime");
    ObjectNode period = resource.putObject("effectivePeriod");
    period.put("start", start);
    if (!end.isEmpty()) {
      period.put("end", end);
    }
    return resource;
  }

  private static ObjectNode quantity(String id, String value, String unit) {
    return json(
        "{'resourceType':'Observation','id':'%s','status':'final','code':{'text':'q'},'valueQuantity':{'value':%s,'unit':'%s','system':'http://unitsofmeasure.org','code':'%s'}}"
            .formatted(id, value, unit, unit));
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static String found(String type, String... parameters) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      all.computeIfAbsent(parameters[i], any -> new ArrayList<>()).add(parameters[i + 1]);
    }
    Page page = search.run(Query.parse(type, all, true));
    return String.join(
        " ", new TreeSet<>(page.matches().stream().map(StoredResource::id).toList()));
  }

  /// The rule of each prefix is written in docs/clarifications.
  @ParameterizedTest(name = "date={0}")
  @CsvSource({
    "2020, day month period second year zone",
    "2020-02, day month period second zone",
    "2020-02-03, day second",
    "2020-02-03T10:11:12Z, second",
    "2020-02-04, zone",
    "ne2020, later open",
    "lt2020-02-03, month period year",
    "gt2020-02-03, later month open period year zone",
    "le2020-02-03, day month period second year",
    "ge2020-02-03, day later month open period second year zone",
    "ge2021, later open",
    "sa2020-02-03, later open zone",
    "eb2020-02-03T12:00:00Z, second",
    "eb2020, ''",
    "'2021,2020-02-04', later zone",
  })
  void a_date_is_compared_as_an_interval(String value, String expected) {
    assertThat(found("Observation", "date", value)).isEqualTo(expected.replace("''", ""));
  }

  @Test
  void repeated_dates_must_all_hold_and_an_approximate_one_finds_the_day_itself() {
    assertThat(found("Observation", "date", "ge2020-02-04", "date", "lt2020-03"))
        .isEqualTo("month open period year zone");
    assertThat(found("Observation", "date", "ap2020-02-03")).contains("day");
  }

  @ParameterizedTest(name = "Patient?{0}={1}")
  @CsvSource(
      delimiter = ';',
      value = {
        "gender;female;dead mullen",
        "gender;http://hl7.org/fhir/administrative-gender|female;dead mullen",
        "gender;male,female;dead mullen muller",
        "gender:not;female;muller",
        "identifier;urn:a|x\\|1\\,2;muller",
        "identifier;x\\|1\\,2;muller",
        "identifier;|nosystem;mullen",
        "identifier;urn:a|nosystem;",
        "active;true;muller",
        "deceased;true;dead",
        "deceased;false;mullen muller",
        "email;a@b;dead",
        "phone;a@b;",
        "family;mull;mullen muller",
        "family:exact;Müller;muller",
        "family:exact;muller;",
        "family:contains;LLE;mullen muller",
        "name;jurgen;muller",
        "birthdate;1950;muller",
        "birthdate;lt1950-03-02;muller",
        "general-practitioner;9;dead",
        "general-practitioner;Practitioner/9;dead",
        "general-practitioner:Practitioner;9;dead",
        "_id;dead,muller,none;dead muller"
      })
  void a_patient_is_found_by(String name, String value, String expected) {
    assertThat(found("Patient", name, value)).isEqualTo(expected == null ? "" : expected);
  }

  @ParameterizedTest(name = "value-quantity={0}")
  @CsvSource({
    "5.4, q1 q2",
    "5.40, q1 q2",
    "5.45, q3",
    "ne5.4|http://unitsofmeasure.org|mm, q3 q4",
    "gt5.4||mm, q4",
    "ge5.4||mm, q1 q2 q4",
    "lt5.45||mm, q1 q2",
    "le5.45, q1 q2 q3",
    "sa5.4||cm, q3",
    "eb100||cm, q3",
    "ap5.6, q1 q2 q3",
    "1e2, q4",
    "5.4|http://other|mm, ''"
  })
  void a_quantity_is_a_point_and_a_number_a_range(String value, String expected) {
    String all = found("Observation", "value-quantity", value, "code:not", "a,b,c,p");
    assertThat(all).isEqualTo(expected);
  }

  @Test
  void conditions_on_several_parameters_must_all_hold() {
    assertThat(found("Observation", "patient", "2", "code", "http://loinc.org|b")).isEqualTo("day");
    assertThat(found("Observation", "subject", "Patient/3", "code", "c", "date", "ge2021"))
        .isEqualTo("later");
    assertThat(found("Observation", "subject", "Group/3")).isEmpty();
  }

  @Test
  void resources_are_found_by_the_time_of_their_last_change() {
    assertThat(found("Patient", "_lastUpdated", "gt2001-01-01")).isEqualTo("dead mullen muller");
    assertThat(found("Patient", "_lastUpdated", "lt2001-01-01")).isEmpty();
  }

  @Test
  void matches_are_sorted_by_date_id_or_last_change_page_by_page() {
    String[] sorted = {"_sort", "-date", "_count", "3", "code", "a,b,c"};
    assertThat(pages("Observation", sorted))
        .containsExactly("later", "zone", "second", "day", "month", "year");
    assertThat(pages("Patient", "_sort", "_id", "_count", "1"))
        .containsExactly("dead", "mullen", "muller");
    assertThat(pages("Patient", "_sort", "-_lastUpdated", "_count", "2")).hasSize(3);
    assertThat(pages("Patient", "_sort", "birthdate", "_count", "1"))
        .startsWith("muller")
        .hasSize(3);
  }

  private static List<String> pages(String type, String... parameters) {
    List<String> ids = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Map<String, List<String>> all = new LinkedHashMap<>();
      for (int i = 0; i < parameters.length; i += 2) {
        all.put(parameters[i], List.of(parameters[i + 1]));
      }
      cursor.ifPresent(at -> all.put("_cursor", List.of(at)));
      Page page = search.run(Query.parse(type, all, true));
      page.matches().forEach(match -> ids.add(match.id()));
      cursor = page.next();
    } while (cursor.isPresent());
    return ids;
  }

  @Test
  void a_total_is_the_number_of_all_matches() {
    Page page =
        search.run(
            Query.parse(
                "Patient", Map.of("_count", List.of("1"), "_total", List.of("accurate")), true));
    assertThat(page.total()).hasValue(3);
    assertThat(page.matches()).hasSize(1);
    Page counted = search.run(Query.parse("Patient", Map.of("_summary", List.of("count")), true));
    assertThat(counted.total()).hasValue(3);
    assertThat(counted.matches()).isEmpty();
  }

  @Test
  void an_unknown_parameter_is_refused_or_by_preference_left_out_and_named() {
    var unknown = Map.of("colour", List.of("red"));
    assertThatThrownBy(() -> Query.parse("Patient", unknown, true))
        .isInstanceOf(InvalidSearch.class)
        .hasMessageContaining("colour");
    assertThat(search.run(Query.parse("Patient", unknown, false)).ignored())
        .containsExactly("colour");
  }

  @Test
  void a_value_never_becomes_sql() {
    assertThat(found("Patient", "family", "x') or true --")).isEmpty();
    assertThat(found("Patient", "_id", "x' or 'a'='a")).isEmpty();
  }
}

package org.tessera.fhir.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.fhir.store.Resources;
import tools.jackson.databind.JsonNode;

class EverythingOperationTest {
  private static Desk desk;

  @BeforeAll
  static void store_two_patients() {
    desk = new Desk();
    desk.put(
        "{'resourceType':'Organization','id':'hospital'}",
        "{'resourceType':'Practitioner','id':'doctor'}",
        "{'resourceType':'Practitioner','id':'stranger'}",
        "{'resourceType':'Medication','id':'drug'}",
        "{'resourceType':'Patient','id':'a','managingOrganization':{'reference':'Organization/hospital'}}",
        "{'resourceType':'Patient','id':'b'}",
        "{'resourceType':'Observation','id':'o1','status':'final','code':{'text':'x'},"
            + "'subject':{'reference':'Patient/a'},'effectiveDateTime':'2020-01-01',"
            + "'performer':[{'reference':'Practitioner/doctor'}]}",
        "{'resourceType':'Observation','id':'o2','status':'final','code':{'text':'x'},"
            + "'subject':{'reference':'Patient/a'},'effectiveDateTime':'2021-01-01'}",
        "{'resourceType':'Observation','id':'other','status':'final','code':{'text':'x'},"
            + "'subject':{'reference':'Patient/b'},"
            + "'performer':[{'reference':'Practitioner/stranger'}]}",
        "{'resourceType':'MedicationRequest','id':'m1','status':'active','intent':'order',"
            + "'medicationReference':{'reference':'Medication/drug'},"
            + "'subject':{'reference':'Patient/a'},'authoredOn':'2020-06-01'}",
        "{'resourceType':'Group','id':'both','type':'person','actual':true,'member':["
            + "{'entity':{'reference':'Patient/a'}},{'entity':{'reference':'Patient/b'}}]}",
        "{'resourceType':'Provenance','id':'p','target':[{'reference':'Patient/a'}]}");
  }

  @AfterAll
  static void close() {
    desk.close();
  }

  @Test
  void a_patients_record_is_the_patient_the_compartment_and_what_they_refer_to_each_once() {
    JsonNode bundle = desk.get("Patient/a/$everything");
    assertThat(Desk.entries(bundle))
        .containsExactlyInAnyOrder(
            "Patient/a",
            "Observation/o1",
            "Observation/o2",
            "MedicationRequest/m1",
            "Group/both",
            "Provenance/p",
            "Organization/hospital",
            "Practitioner/doctor",
            "Medication/drug");
    assertThat(bundle.path("total").asInt()).isEqualTo(9);
    assertThat(bundle.path("type").stringValue()).isEqualTo("searchset");
  }

  @ParameterizedTest(name = "pages of {0}")
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void pages_meet_each_resource_once(int count) {
    List<String> met = new ArrayList<>();
    String next = "Patient/a/$everything?_count=" + count;
    while (!next.isEmpty()) {
      JsonNode bundle = desk.get(next);
      assertThat(bundle.path("entry").size()).isLessThanOrEqualTo(count);
      met.addAll(Desk.entries(bundle));
      next = Desk.next(bundle);
    }
    assertThat(met).hasSize(9).doesNotHaveDuplicates();
  }

  @Test
  void types_limit_members_and_what_they_refer_to_alike() {
    assertThat(Desk.entries(desk.get("Patient/a/$everything?_type=Observation,Medication")))
        .containsExactlyInAnyOrder("Observation/o1", "Observation/o2", "Medication/drug");
    assertThatThrownBy(() -> desk.get("Patient/a/$everything?_type=Nonsense"))
        .isInstanceOf(OperationFailure.class);
  }

  @Test
  void dates_of_care_limit_what_has_one() {
    assertThat(Desk.entries(desk.get("Patient/a/$everything?start=2020-05&end=2020-12-31")))
        .contains("Patient/a", "MedicationRequest/m1", "Medication/drug")
        .doesNotContain("Observation/o1", "Observation/o2", "Practitioner/doctor");
  }

  @Test
  void since_leaves_out_what_did_not_change_later() {
    assertThat(Desk.entries(desk.get("Patient/a/$everything?_since=2100-01-01T00:00:00Z")))
        .isEmpty();
    assertThat(Desk.entries(desk.get("Patient/a/$everything?_since=2000-01-01T00:00:00Z")))
        .hasSize(9);
  }

  @Test
  void all_patients_records_leave_out_what_belongs_to_nobody() {
    List<String> met = new ArrayList<>();
    String next = "Patient/$everything?_count=4";
    while (!next.isEmpty()) {
      JsonNode bundle = desk.get(next);
      met.addAll(Desk.entries(bundle));
      next = Desk.next(bundle);
    }
    assertThat(met)
        .hasSize(12)
        .doesNotHaveDuplicates()
        .contains("Patient/b", "Observation/other", "Practitioner/stranger");
  }

  @Test
  void a_patient_that_is_not_there_is_not_found_and_a_deleted_one_is_gone() {
    assertThatThrownBy(() -> desk.get("Patient/nobody/$everything"))
        .isInstanceOfSatisfying(OperationFailure.class, e -> assertThat(e.status()).isEqualTo(404));
    desk.put("{'resourceType':'Patient','id':'gone'}");
    desk.store().commit(Resources.delete("rest", "Patient", "gone"));
    assertThatThrownBy(() -> desk.get("Patient/gone/$everything"))
        .isInstanceOfSatisfying(OperationFailure.class, e -> assertThat(e.status()).isEqualTo(410));
  }
}

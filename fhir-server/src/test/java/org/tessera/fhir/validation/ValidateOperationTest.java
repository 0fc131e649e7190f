package org.tessera.fhir.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tessera.fhir.operation.Answer;
import org.tessera.fhir.operation.Call;
import org.tessera.fhir.operation.Canonicals;
import org.tessera.fhir.operation.Inputs;
import org.tessera.fhir.operation.OperationFailure;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.Resources;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ValidateOperationTest {
  private static final String CANCER_PATIENT =
      "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-cancer-patient";
  private static TestDatabase database;
  private static ResourceStore store;
  private static ValidateOperation operation;

  @BeforeAll
  static void warm_up() {
    database = TestDatabase.create("fhir");
    store = new ResourceStore(database.dataSource());
    var search = new Search(database.dataSource());
    var validator =
        new ProfileValidator(
            new BaseDefinitions(FhirContext.forR4Cached()),
            new Canonicals(search, List.of(PackagedDefinitions.load())),
            Vocabularies.builtIn());
    validator.start();
    assertThat(validator.isWarmWithin(Duration.ofMinutes(5))).isTrue();
    operation = new ValidateOperation(validator, store);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void a_resource_is_judged_by_the_standard_and_by_a_profile() {
    String bare = "{'resourceType':'Patient','gender':'female'}";
    assertThat(errors(post("Patient", "", bare, Map.of()))).isEmpty();
    assertThat(errors(post("Patient", "", bare, Map.of("profile", List.of(CANCER_PATIENT)))))
        .anyMatch(text -> text.contains("Patient.identifier") || text.contains("Patient.name"));
    assertThat(errors(post("Patient", "", "{'resourceType':'Patient','gender':'none'}", Map.of())))
        .isNotEmpty();
    assertThat(
            errors(
                post("Patient", "", "{'resourceType':'Observation','status':'final'}", Map.of())))
        .anyMatch(text -> text.contains("type"));
  }

  @Test
  void a_profile_that_is_stored_is_known_and_an_unknown_one_is_refused() {
    store.commit(
        Resources.puts(
            "rest",
            Resources.json(
                "{'resourceType':'StructureDefinition','id':'named','url':'urn:named','name':"
                    + "'Named','status':'active','fhirVersion':'4.0.1','kind':'resource',"
                    + "'abstract':false,'type':'Patient','baseDefinition':"
                    + "'http://hl7.org/fhir/StructureDefinition/Patient','derivation':'constraint',"
                    + "'differential':{'element':[{'id':'Patient.name','path':'Patient.name',"
                    + "'min':1}]}}")));
    assertThat(
            errors(
                post(
                    "Patient",
                    "",
                    "{'resourceType':'Patient'}",
                    Map.of("profile", List.of("urn:named")))))
        .anyMatch(text -> text.contains("Patient.name"));
    assertThatThrownBy(() ->
            post(
                "Patient",
                "",
                "{'resourceType':'Patient'}",
                Map.of("profile", List.of("urn:unknown"))))
        .isInstanceOfSatisfying(OperationFailure.class, e -> assertThat(e.status()).isEqualTo(422));
  }

  @Test
  void a_stored_resource_is_validated_and_modes_say_whether_a_write_would_be_accepted() {
    store.commit(Resources.puts("rest", Resources.patient("v", "Valid")));
    store.commit(Resources.puts("study:x", Resources.patient("owned", "Owned")));
    assertThat(errors(run("Patient", "v", Optional.empty(), Map.of()))).isEmpty();
    assertThat(errors(run("Patient", "v", Optional.empty(), mode("delete")))).isEmpty();
    assertThat(errors(run("Patient", "none", Optional.empty(), mode("delete")))).hasSize(1);
    assertThat(errors(run("Patient", "owned", Optional.empty(), mode("delete"))))
        .anyMatch(text -> text.contains("belongs"));
    assertThat(errors(post("Patient", "v", "{'resourceType':'Patient','id':'w'}", mode("update"))))
        .anyMatch(text -> text.contains("id"));
    assertThat(errors(post("Patient", "v", "{'resourceType':'Patient','id':'v'}", mode("create"))))
        .hasSize(1);
    assertThatThrownBy(() -> post("Patient", "", "{'resourceType':'Patient'}", mode("erase")))
        .isInstanceOf(OperationFailure.class);
  }

  private static Map<String, List<String>> mode(String mode) {
    return Map.of("mode", List.of(mode));
  }

  private static JsonNode post(
      String type, String id, String body, Map<String, List<String>> parameters) {
    return run(type, id, Optional.of(Resources.json(body)), parameters);
  }

  private static JsonNode run(
      String type, String id, Optional<ObjectNode> body, Map<String, List<String>> parameters) {
    var call = new Call("POST", "", type, id, new Inputs(parameters, body), "", List.of());
    return ((Answer.Resource) operation.run(call)).resource();
  }

  private static List<String> errors(JsonNode outcome) {
    return outcome
        .path("issue")
        .valueStream()
        .filter(issue -> List.of("error", "fatal").contains(issue.path("severity").stringValue()))
        .map(JsonNode::toString)
        .toList();
  }
}

package org.tessera.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.fhir.store.Resources;
import tools.jackson.databind.JsonNode;

/// Search of all types. https://hl7.org/fhir/R4/http.html#search
class SystemSearchTest {
  private static final String FORM = "application/x-www-form-urlencoded";

  private static TestServer server;

  @BeforeAll
  static void open() throws Exception {
    server = new TestServer();
    for (String[] one :
        new String[][] {
          {"Patient", "p", ""},
          {"Observation", "o", ",'status':'final','code':{'text':'x'}"},
          {"Organization", "g", ",'name':'x'"}
        }) {
      String body =
          "{'resourceType':'%s','id':'%s','meta':{'tag':[{'system':'urn:t','code':'%s'}]}%s}"
              .formatted(one[0], one[1], one[1].equals("g") ? "other" : "mine", one[2]);
      var put = server.send("PUT", "/" + one[0] + "/" + one[1], body.replace('\'', '"'));
      assertThat(put.statusCode()).as(put.body()).isEqualTo(201);
    }
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
  }

  @ParameterizedTest(name = "{0} finds {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                        | g o p
          ?_type=Patient,Observation                | o p
          ?_type=Patient,Patient                    | p
          ?_type=                                   | g o p
          ?_tag=urn:t%7Cmine                        | o p
          ?_tag=urn:t%7Cmine,urn:t%7Cother          | g o p
          ?_tag:not=urn:t%7Cmine                    | g
          ?_tag:missing=true                        | ''
          ?_type=Organization&_tag=urn:t%7Cmine     | ''
          ?_id=p,o                                  | o p
          ?_id=p&_type=Observation                  | ''
          ?_lastUpdated=gt2000                      | g o p
          ?_lastUpdated=lt2000                      | ''
          ?_type=Observation,Organization&_lastUpdated=gt2000 | g o
          ?_type=Organization&name=x                | g
          /_search?_tag=urn:t%7Cother               | g
          """)
  void finds_what_fits_among_the_types_asked_for(String address, String ids) {
    assertThat(found(server.get(address).body())).isEqualTo(ids);
  }

  @Test
  void posts_its_parameters_as_well() {
    var answer =
        server.send("POST", "/_search", "_type=Patient,Organization", "Content-Type", FORM);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(found(answer.body())).isEqualTo("g p");
    var both =
        server.send("POST", "/_search?_type=Patient,Organization", "_id=p", "Content-Type", FORM);
    assertThat(found(both.body())).isEqualTo("p");
  }

  @Test
  void pages_through_all_types_and_meets_each_match_once() {
    List<String> met = new ArrayList<>();
    String next = "?_type=Patient,Observation,Organization&_count=1&_sort=-_lastUpdated";
    while (!next.isEmpty()) {
      JsonNode bundle = Resources.json(server.get(next).body());
      met.add(found(bundle.toString()));
      next = "";
      for (JsonNode link : bundle.path("link")) {
        assertThat(link.path("url").stringValue()).startsWith(server.base() + "?");
        next =
            link.path("relation").stringValue().equals("next")
                ? link.path("url").stringValue()
                : next;
      }
    }
    assertThat(met).containsExactly("g", "o", "p");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?_type=Nonsense",
        "?_type=Patient,,Observation",
        "?_type=Patient&_type=Observation",
        "?family=x",
        "?_type=Patient,Observation&code=x",
        "?_sort=family",
        "?organization.name=x",
        "?_has:Observation:patient:code=x"
      })
  void refuses_what_not_all_its_types_know(String address) {
    var answer = server.get(address);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("OperationOutcome");
  }

  @Test
  void stands_in_a_batch() {
    String batch =
        """
        {"resourceType":"Bundle","type":"batch","entry":[
         {"request":{"method":"GET","url":"?_tag=urn:t|mine"}},
         {"request":{"method":"GET","url":"/_search?_type=Patient"}}]}\
        """;
    JsonNode answer = Resources.json(server.send("POST", "", batch).body());
    assertThat(found(answer.at("/entry/0/resource").toString())).isEqualTo("o p");
    assertThat(found(answer.at("/entry/1/resource").toString())).isEqualTo("p");
  }

  @Test
  void a_compartment_is_narrowed_to_some_types_in_the_same_way() {
    assertThat(found(server.get("/Patient/p/*?_type=Patient").body())).isEqualTo("p");
    assertThat(found(server.get("/Patient/p/*?_type=Observation").body())).isEmpty();
    assertThat(server.get("/Patient/p/*?_type=Organization").statusCode()).isEqualTo(400);
  }

  private static String found(String bundle) {
    List<String> ids = new ArrayList<>();
    for (JsonNode entry : Resources.json(bundle).path("entry")) {
      ids.add(entry.at("/resource/id").asString(""));
    }
    return String.join(" ", ids.stream().sorted().toList());
  }
}

package org.tessera.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tessera.fhir.store.Resources;
import tools.jackson.databind.node.ObjectNode;

class TransactionTest {
  private static TestServer server;

  @BeforeAll
  static void open() throws Exception {
    server = new TestServer();
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
  }

  private static HttpResponse<String> post(String bundle) {
    return server.send("POST", "", bundle.replace('\'', '"'));
  }

  private static ObjectNode read(String reference) {
    return Resources.json(server.get("/" + reference).body());
  }

  @Test
  void entries_refer_to_each_other_by_urn_in_any_order() {
    var response =
        post(
            "{'resourceType':'Bundle','type':'transaction','entry':["
                + "{'fullUrl':'urn:uuid:11111111-1111-1111-1111-111111111111','resource':"
                + "{'resourceType':'Observation','status':'final','code':{'text':'x'},'subject':"
                + "{'reference':'urn:uuid:22222222-2222-2222-2222-222222222222'}},'request':{'method':'POST','url':'Observation'}},"
                + "{'fullUrl':'urn:uuid:22222222-2222-2222-2222-222222222222','resource':{'resourceType':'Patient',"
                + "'name':[{'family':'Urn'}]},'request':{'method':'POST','url':'Patient'}},"
                + "{'resource':{'resourceType':'Patient','id':'tx1','link':[{'other':{'reference':'urn:uuid:22222222-2222-2222-2222-222222222222'},"
                + "'type':'seealso'}]},'request':{'method':'PUT','url':'Patient/tx1'}},"
                + "{'request':{'method':'GET','url':'Patient/tx1'}}]}");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    var bundle = Resources.json(response.body());
    assertThat(bundle.path("type").stringValue()).isEqualTo("transaction-response");
    String observation = location(bundle, 0);
    String patient = location(bundle, 1);
    assertThat(read(observation).at("/subject/reference").stringValue()).isEqualTo(patient);
    assertThat(bundle.at("/entry/2/response/status").stringValue()).startsWith("201");
    assertThat(bundle.at("/entry/3/resource/link/0/other/reference").stringValue())
        .isEqualTo(patient);
  }

  private static String location(ObjectNode bundle, int entry) {
    return bundle
        .at("/entry/" + entry + "/response/location")
        .stringValue()
        .replaceFirst("/_history.*", "");
  }

  @Test
  void one_wrong_entry_leaves_nothing_of_the_others() {
    var response =
        post(
            "{'resourceType':'Bundle','type':'transaction','entry':["
                + "{'resource':{'resourceType':'Patient','id':'tx2'},'request':{'method':'PUT','url':'Patient/tx2'}},"
                + "{'resource':{'resourceType':'Patient','id':'tx3'},'request':{'method':'PUT','url':'Patient/tx3','ifMatch':'W/\\\"4\\\"'}}]}"
                    .replace("\\\\", "\\"));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(412);
    assertThat(server.get("/Patient/tx2").statusCode()).isEqualTo(404);
    var twice =
        post(
            "{'resourceType':'Bundle','type':'transaction','entry':["
                + "{'resource':{'resourceType':'Patient','id':'tx2'},'request':{'method':'PUT','url':'Patient/tx2'}},"
                + "{'request':{'method':'DELETE','url':'Patient/tx2'}}]}");
    assertThat(twice.statusCode()).isEqualTo(400);
    assertThat(twice.body()).contains("twice");
    var dangling =
        post(
            "{'resourceType':'Bundle','type':'transaction','entry':[{'resource':{'resourceType':"
                + "'Observation','status':'final','code':{'text':'x'},'subject':{'reference':'urn:uuid:99999999-1111-1111-1111-111111111111'}},"
                + "'request':{'method':'POST','url':'Observation'}}]}");
    assertThat(dangling.statusCode()).isEqualTo(400);
    assertThat(dangling.body()).contains("entry 1");
  }

  @Test
  void entries_of_a_batch_fail_each_for_itself() {
    var response =
        post(
            "{'resourceType':'Bundle','type':'batch','entry':["
                + "{'resource':{'resourceType':'Patient','id':'b1'},'request':{'method':'PUT','url':'Patient/b1'}},"
                + "{'request':{'method':'GET','url':'Patient/none'}},"
                + "{'resource':{'resourceType':'Patient'},'request':{'method':'PUT','url':'Observation/b2'}},"
                + "{'request':{'method':'GET','url':'Patient?_id=b1'}}]}");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    var bundle = Resources.json(response.body());
    assertThat(bundle.at("/entry/0/response/status").stringValue()).startsWith("201");
    assertThat(bundle.at("/entry/1/response/status").stringValue()).startsWith("404");
    assertThat(bundle.at("/entry/2/response/status").stringValue()).startsWith("400");
    assertThat(bundle.at("/entry/2/response/outcome/issue/0/diagnostics").stringValue())
        .contains("entry 3");
    assertThat(bundle.at("/entry/3/resource/total").asInt()).isEqualTo(1);
  }

  @Test
  void conditional_creates_and_references_find_what_is_there() {
    String organisation =
        "{'resource':{'resourceType':'Organization','identifier':[{'system':'urn:o','value':'1'}]},"
            + "'request':{'method':'POST','url':'Organization','ifNoneExist':'identifier=urn:o|1'}}";
    String bundle = "{'resourceType':'Bundle','type':'transaction','entry':[" + organisation + "]}";
    assertThat(post(bundle).body()).contains("201 Created");
    assertThat(post(bundle).body()).contains("200 OK");
    var referring =
        post(
            "{'resourceType':'Bundle','type':'transaction','entry':[{'resource':{'resourceType':'Patient','id':'cr1',"
                + "'managingOrganization':{'reference':'Organization?identifier=urn:o|1'}},'request':"
                + "{'method':'PUT','url':'Patient/cr1'}}]}");
    assertThat(referring.statusCode()).as(referring.body()).isEqualTo(200);
    assertThat(read("Patient/cr1").at("/managingOrganization/reference").stringValue())
        .startsWith("Organization/");
  }

  @Test
  void a_transaction_may_be_xml() {
    String xml =
        "<Bundle xmlns='http://hl7.org/fhir'><type value='transaction'/><entry><fullUrl"
            + " value='urn:uuid:33333333-1111-1111-1111-111111111111'/><resource><Patient><name><family"
            + " value='Xml'/></name></Patient></resource><request><method value='POST'/><url"
            + " value='Patient'/></request></entry><entry><resource><Observation><id"
            + " value='xo'/><status value='final'/><code><text"
            + " value='x'/></code><subject><reference"
            + " value='urn:uuid:33333333-1111-1111-1111-111111111111'/></subject></Observation></resource><request><method"
            + " value='PUT'/><url value='Observation/xo'/></request></entry></Bundle>";
    var response = server.send("POST", "", xml, "Content-Type", "application/fhir+xml");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(read("Observation/xo").at("/subject/reference").stringValue())
        .startsWith("Patient/");
  }
}

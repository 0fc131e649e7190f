package org.tessera.fhir.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MetaOperationTest {
  private static final String TAGS =
      "{'resourceType':'Parameters','parameter':[{'name':'meta','valueMeta':{"
          + "'profile':['http://example.org/p'],'tag':[{'system':'urn:t','code':'x'}]}}]}";
  private static Desk desk;

  @BeforeAll
  static void open() {
    desk = new Desk();
  }

  @AfterAll
  static void close() {
    desk.close();
  }

  @Test
  void adding_makes_a_version_once_and_deleting_makes_another() {
    desk.put("{'resourceType':'Patient','id':'m','meta':{'tag':[{'system':'urn:t','code':'y'}]}}");
    JsonNode added = Desk.output(desk.post("Patient/m/$meta-add", TAGS), "return");
    assertThat(added.path("tag")).hasSize(2);
    assertThat(added.path("versionId").stringValue()).isEqualTo("2");
    desk.post("Patient/m/$meta-add", TAGS);
    assertThat(desk.store().read("Patient", "m").orElseThrow().version()).isEqualTo(2);
    JsonNode left = Desk.output(desk.post("Patient/m/$meta-delete", TAGS), "return");
    assertThat(left.path("tag")).hasSize(1);
    assertThat(left.has("profile")).isFalse();
    assertThat(left.path("versionId").stringValue()).isEqualTo("3");
  }

  @Test
  void a_type_has_the_tags_and_profiles_of_all_its_resources() {
    desk.put(
        "{'resourceType':'Basic','id':'1','meta':{'profile':['urn:p1']}}",
        "{'resourceType':'Basic','id':'2','meta':{'profile':['urn:p1','urn:p2'],"
            + "'security':[{'system':'urn:s','code':'R'}]}}");
    JsonNode meta = Desk.output(desk.get("Basic/$meta"), "return");
    assertThat(meta.path("profile")).hasSize(2);
    assertThat(meta.path("security")).hasSize(1);
    assertThat(Desk.output(desk.get("$meta"), "return").path("profile").size())
        .isGreaterThanOrEqualTo(2);
    assertThat(Desk.output(desk.get("Basic/1/$meta"), "return").path("profile")).hasSize(1);
  }

  @Test
  void without_a_meta_nothing_is_changed() {
    desk.put("{'resourceType':'Patient','id':'n'}");
    assertThatThrownBy(() -> desk.post("Patient/n/$meta-add", "{'resourceType':'Parameters'}"))
        .isInstanceOf(OperationFailure.class);
    assertThatThrownBy(() -> desk.get("Patient/absent/$meta"))
        .isInstanceOfSatisfying(OperationFailure.class, e -> assertThat(e.status()).isEqualTo(404));
  }
}

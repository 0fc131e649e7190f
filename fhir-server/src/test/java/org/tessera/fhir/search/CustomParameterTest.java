package org.tessera.fhir.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tessera.fhir.store.Resources.json;
import static org.tessera.fhir.store.Resources.puts;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tessera.fhir.store.CodeSets;
import org.tessera.fhir.store.CustomParameters;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.SearchIndex;
import org.tessera.fhir.store.Transaction;
import org.tessera.fhir.store.UnsupportedExpression;
import org.tessera.fhir.store.Write;
import tools.jackson.databind.node.ObjectNode;

/// https://hl7.org/fhir/R4/searchparameter.html
class CustomParameterTest {
  private static ObjectNode person(String id, String colour) {
    return json(
        ("{'resourceType':'Patient','id':'%s','extension':[{'url':'urn:eye','valueCoding':"
                + "{'system':'urn:colour','code':'%s'}}]}")
            .formatted(id, colour));
  }

  private static ObjectNode parameter(String status) {
    ObjectNode parameter =
        json(
            "{'resourceType':'SearchParameter','id':'eye','url':'http://example.org/eye',"
                + "'name':'eye','description':'eye','code':'eye','base':['Patient'],"
                + "'type':'token'}");
    parameter.put("status", status);
    return parameter.put("expression", "Patient.extension.where(url='urn:eye').value.as(Coding)");
  }

  private static String brown(Search search) {
    Map<String, List<String>> asked = Map.of("eye", List.of("brown"), "_count", List.of("1000"));
    List<String> ids = new ArrayList<>();
    search.run(search.query("Patient", asked, true)).matches().forEach(r -> ids.add(r.id()));
    return String.join(" ", new TreeSet<>(ids));
  }

  private static void awaitIndexed(SearchIndex index, String name) throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      if (index.parameters().find("Patient", name).isPresent() && !index.isIndexing()) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("not indexed within 30 s");
  }

  @Test
  void an_added_parameter_finds_what_was_there_before_and_what_comes_after() throws Exception {
    try (var searching = Searching.empty()) {
      ResourceStore store = searching.store();
      store.index().start();
      store.commit(puts("rest", person("before", "brown"), person("blue", "blue")));
      assertThatThrownBy(() -> brown(searching.search())).isInstanceOf(InvalidSearch.class);
      store.commit(puts("rest", parameter("active")));
      awaitIndexed(store.index(), "eye");
      store.commit(puts("rest", person("after", "brown"), person("before", "brown")));
      assertThat(brown(searching.search())).isEqualTo("after before");
      store.commit(puts("rest", parameter("retired")));
      for (int i = 0;
          i < 600 && store.index().parameters().find("Patient", "eye").isPresent();
          i++) {
        Thread.sleep(50);
      }
      assertThatThrownBy(() -> brown(searching.search())).isInstanceOf(InvalidSearch.class);
      store.commit(puts("rest", person("later", "brown"), parameter("active")));
      awaitIndexed(store.index(), "eye");
      assertThat(brown(searching.search())).isEqualTo("after before later");
    }
  }

  @Test
  void what_is_written_while_the_index_is_built_is_found_too() throws Exception {
    try (var searching = Searching.empty();
        ExecutorService writers = Executors.newFixedThreadPool(4)) {
      ResourceStore store = searching.store();
      store.index().start();
      for (int batch = 0; batch < 10; batch++) {
        store.commit(people("old" + batch + "-", 300, "blue"));
      }
      List<Future<?>> running = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        String prefix = "new" + writer + "-";
        int batch = writer;
        running.add(
            writers.submit(() -> {
              for (int i = 0; i < 20; i++) {
                store.commit(people(prefix + i + "-", 10, "brown"));
                store.commit(people("old" + batch + "-", 10, "brown"));
              }
            }));
      }
      store.commit(puts("rest", parameter("active")));
      for (Future<?> writer : running) {
        writer.get();
      }
      awaitIndexed(store.index(), "eye");
      assertThat(brown(searching.search()).split(" ")).hasSize(4 * 20 * 10 + 4 * 10);
    }
  }

  private static Transaction people(String prefix, int number, String colour) {
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      writes.add(Write.Put.of(person(prefix + i, colour)));
    }
    return new Transaction("rest", writes);
  }

  /// The state a process leaves that ends half-way: some rows are done, the place is noted.
  @Test
  void a_search_while_the_index_is_not_complete_says_so_and_a_restart_goes_on() throws Exception {
    try (var searching = Searching.empty()) {
      ResourceStore store = searching.store();
      for (int batch = 0; batch < 4; batch++) {
        store.commit(people("p" + batch + "-", 200, "brown"));
      }
      store.commit(puts("rest", parameter("active")));
      execute(
          searching,
          "create function fhir.stop() returns trigger language plpgsql as $$ begin if new.next_pid"
              + " > (select min(pid) + 600 from fhir.res where id like 'p%') then raise 'stopped"
              + " here'; end if; return new; end $$");
      execute(
          searching,
          "create trigger stop before update on fhir.index_state"
              + " for each row execute function fhir.stop()");
      store.index().start();
      var search =
          new Search(
              searching.database().dataSource(),
              store.index(),
              CodeSets.stored(searching.database().dataSource()));
      assertThatThrownBy(() -> brown(search)).isInstanceOf(NotIndexedYet.class);
      store.index().close();
      execute(searching, "drop trigger stop on fhir.index_state");
      var restarted = new ResourceStore(searching.database().dataSource());
      restarted.index().start();
      awaitIndexed(restarted.index(), "eye");
      var after =
          new Search(
              searching.database().dataSource(),
              restarted.index(),
              CodeSets.stored(searching.database().dataSource()));
      assertThat(brown(after).split(" ")).hasSize(800);
      restarted.index().close();
    }
  }

  /// What an index is needed for is put off; what stands in the resources themselves is answered.
  @Test
  void while_a_reference_is_not_indexed_it_is_followed_forth_but_not_back() throws Exception {
    try (var searching = Searching.empty()) {
      ResourceStore store = searching.store();
      store.index().start();
      store.commit(puts("rest", json("{'resourceType':'Patient','id':'a'}")));
      String link = "{'resourceType':'Patient','id':'b','link':[{'other':{'reference':'Patient/a'}";
      store.commit(puts("rest", json(link + ",'type':'seealso'}]}")));
      execute(
          searching,
          "create function fhir.stop() returns trigger language plpgsql as $$ begin"
              + " if new.next_pid > old.next_pid then raise 'stopped here'; end if;"
              + " return new; end $$");
      execute(
          searching,
          "create trigger stop before update on fhir.index_state"
              + " for each row execute function fhir.stop()");
      ObjectNode parameter = parameter("active").put("code", "friend").put("type", "reference");
      store.commit(puts("rest", parameter.put("expression", "Patient.link.other")));
      while (store.index().parameters().find("Patient", "friend").isEmpty()) {
        Thread.sleep(20);
      }
      for (String put :
          List.of(
              "Patient?friend=Patient/a",
              "Patient?friend.gender=male",
              "Patient?_has:Patient:friend:gender=male",
              "Patient?_sort=friend",
              "Patient?_filter=friend eq Patient/a",
              "Patient?_id=a&_revinclude=Patient:friend",
              "Patient?_id=a&_revinclude=Patient:*",
              "Patient?_id=a&_revinclude=*")) {
        assertThatThrownBy(() -> searching.page(put))
            .as(put)
            .isInstanceOf(NotIndexedYet.class)
            .hasMessageContaining("friend");
      }
      for (String done : List.of("Patient:friend", "Patient:*", "*")) {
        assertThat(Searching.ids(searching.page("Patient?_id=b&_include=" + done).included()))
            .containsExactly("a");
      }
      execute(searching, "drop trigger stop on fhir.index_state");
      awaitIndexed(store.index(), "friend");
      assertThat(searching.found("Patient?friend=Patient/a")).isEqualTo("b");
      assertThat(Searching.ids(searching.page("Patient?_id=a&_revinclude=*").included()))
          .containsExactly("b");
    }
  }

  private static void execute(Searching searching, String sql) throws SQLException {
    try (var connection = searching.database().dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void search_tables_written_by_another_version_are_brought_up_to_date() throws Exception {
    try (var searching = Searching.withResources()) {
      execute(searching, "update fhir.ix set hs = '{}'");
      execute(searching, "truncate fhir.dat, fhir.str, fhir.qty");
      assertThat(searching.found("Patient?gender=female")).isEmpty();
      searching.store().index().start();
      awaitIndexed(searching.store().index(), "gender");
      assertThat(searching.found("Patient?gender=female")).isEqualTo("ann");
      assertThat(searching.found("Patient?birthdate=1950-03")).isEqualTo("ann bob");
      assertThat(searching.found("Observation?value-quantity=gt50")).isEqualTo("hb2");
    }
  }

  @ParameterizedTest(name = "{1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "token|Patient.name.given.upper()|not a path",
        "token|Patient.colour|no element",
        "date|Patient.name|nothing of Patient",
        "token|Observation.code|no alternative for Patient",
        "composite|Patient|only token",
        "token||needs an expression",
        "token|Patient.name.first() or true|not a path"
      })
  void an_expression_that_cannot_be_indexed_is_refused_with_the_reason(
      String type, String expression, String reason) {
    ObjectNode resource = parameter("active");
    resource.put("type", type);
    resource.put("expression", expression == null ? "" : expression);
    assertThatThrownBy(() -> CustomParameters.of(resource))
        .isInstanceOf(UnsupportedExpression.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "token|Patient.extension('urn:x').value.as(CodeableConcept)",
        "string|Patient.contact.name",
        "date|(Patient.extension.where(url='urn:x').value as dateTime)",
        "reference|Patient.link.other.where(resolve() is RelatedPerson)",
        "uri|Patient.meta.profile",
        "token|Patient.name.given[0]",
        "quantity|Patient.extension('urn:x').value.ofType(Quantity)"
      })
  void an_expression_of_the_supported_form_is_accepted(String type, String expression) {
    ObjectNode resource = parameter("active");
    resource.put("type", type);
    resource.put("expression", expression);
    assertThat(CustomParameters.of(resource)).hasSize(1);
  }
}

package org.tessera.fhir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tessera.fhir.store.Resources.delete;
import static org.tessera.fhir.store.Resources.json;
import static org.tessera.fhir.store.Resources.observation;
import static org.tessera.fhir.store.Resources.patient;
import static org.tessera.fhir.store.Resources.puts;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.store.Commit.Effect;

class ResourceStoreTest {
  private static TestDatabase database;
  private static ResourceStore store;
  private static ChangeLog log;

  @BeforeAll
  static void open() {
    database = TestDatabase.create("fhir");
    store = new ResourceStore(database.dataSource());
    log = new ChangeLog(database.dataSource());
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void a_resource_comes_back_as_it_was_put_with_its_version_and_time() {
    var sent = observation("o-back", "p-back", "1-8", "2020-02-03");
    Commit commit = store.commit(puts("rest", sent));
    StoredResource read = store.read("Observation", "o-back").orElseThrow();
    assertThat(read.version()).isEqualTo(1);
    assertThat(read.lastUpdated()).isEqualTo(commit.at());
    var content = read.content().orElseThrow();
    assertThat(content.at("/meta/versionId").stringValue()).isEqualTo("1");
    assertThat(content.at("/valueQuantity/value").toString()).isEqualTo("1.50");
    content.remove("meta");
    assertThat(content).isEqualTo(sent);
  }

  @Test
  void the_same_content_again_makes_no_version_whatever_version_it_claims() {
    store.commit(puts("rest", patient("p-same", "Ivanova")));
    long head = log.head();
    var again = patient("p-same", "Ivanova");
    again.putObject("meta").put("versionId", "77").put("lastUpdated", "2001-01-01T00:00:00Z");
    Commit commit = store.commit(puts("rest", again));
    assertThat(commit.outcomes())
        .containsExactly(new Commit.Outcome("Patient", "p-same", 1, Effect.UNCHANGED));
    assertThat(commit.sequence()).isEqualTo(head);
    assertThat(store.history("Patient", "p-same")).hasSize(1);
  }

  @Test
  void each_change_is_a_version_and_the_history_is_newest_first() {
    store.commit(puts("rest", patient("p-hist", "One")));
    store.commit(puts("rest", patient("p-hist", "Two")));
    store.commit(delete("rest", "Patient", "p-hist"));
    store.commit(puts("rest", patient("p-hist", "Four")));
    List<StoredResource> history = store.history("Patient", "p-hist");
    assertThat(history).extracting(StoredResource::version).containsExactly(4L, 3L, 2L, 1L);
    assertThat(history.get(1).content()).isEmpty();
    assertThat(
            store
                .read("Patient", "p-hist", 2)
                .orElseThrow()
                .content()
                .orElseThrow()
                .at("/name/0/family")
                .stringValue())
        .isEqualTo("Two");
    assertThat(store.read("Patient", "p-hist", 5)).isEmpty();
  }

  @Test
  void a_deleted_resource_is_present_without_content_and_deleting_it_again_changes_nothing() {
    store.commit(puts("rest", patient("p-del", "Gone")));
    assertThat(store.commit(delete("rest", "Patient", "p-del")).outcomes().getFirst().effect())
        .isEqualTo(Effect.DELETED);
    assertThat(store.read("Patient", "p-del").orElseThrow().content()).isEmpty();
    assertThat(store.commit(delete("rest", "Patient", "p-del")).outcomes().getFirst().effect())
        .isEqualTo(Effect.UNCHANGED);
    assertThat(store.commit(delete("rest", "Patient", "p-none")).outcomes().getFirst())
        .isEqualTo(new Commit.Outcome("Patient", "p-none", 0, Effect.UNCHANGED));
  }

  @Test
  void what_a_study_brought_is_not_overwritten_by_another_owner() {
    store.commit(puts("study:lung", patient("p-own", "Study")));
    assertThatThrownBy(() -> store.commit(puts("rest", patient("p-own", "Rest"))))
        .isInstanceOf(OwnerConflict.class)
        .hasMessageContaining("study:lung");
    assertThatThrownBy(() -> store.commit(delete("rest", "Patient", "p-own")))
        .isInstanceOf(OwnerConflict.class);
    assertThat(store.commit(puts("study:lung", patient("p-own", "Again"))).outcomes().getFirst())
        .isEqualTo(new Commit.Outcome("Patient", "p-own", 2, Effect.UPDATED));
  }

  @Test
  void a_write_that_expects_another_version_takes_its_whole_transaction_with_it() {
    store.commit(puts("rest", patient("p-match", "One")));
    var stale = new Write.Put(patient("p-match", "Two"), OptionalLong.of(3), "", false);
    var other = Write.Put.of(patient("p-beside", "Beside"));
    assertThatThrownBy(() -> store.commit(new Transaction("rest", List.of(other, stale))))
        .isInstanceOf(VersionConflict.class)
        .hasMessageContaining("Patient/p-match is at version 1");
    assertThat(store.read("Patient", "p-beside")).isEmpty();
    var right = new Write.Put(patient("p-match", "Two"), OptionalLong.of(1), "", false);
    assertThat(
            store.commit(new Transaction("rest", List.of(right))).outcomes().getFirst().version())
        .isEqualTo(2);
  }

  @Test
  void a_companion_is_written_only_when_its_group_changed() {
    assertThat(delivery("row-1", "2020-01-01", "delivery-1"))
        .containsExactly(Effect.CREATED, Effect.CREATED);
    assertThat(delivery("row-1", "2020-01-01", "delivery-2"))
        .containsExactly(Effect.UNCHANGED, Effect.SKIPPED);
    assertThat(delivery("row-1", "2020-01-02", "delivery-3"))
        .containsExactly(Effect.UPDATED, Effect.UPDATED);
    assertThat(store.history("Provenance", "prov-row-1")).hasSize(2);
    store.commit(delete("study:a", "Provenance", "prov-row-1"));
    assertThat(delivery("row-1", "2020-01-02", "delivery-3"))
        .as("a companion that is not there comes with a group that did not change")
        .containsExactly(Effect.UNCHANGED, Effect.CREATED);
  }

  private static List<Effect> delivery(String row, String date, String delivery) {
    var fact =
        new Write.Put(observation("o-" + row, "p", "1-8", date), OptionalLong.empty(), row, false);
    var provenance =
        json(
            "{'resourceType':'Provenance','id':'prov-%s','activity':{'text':'%s'}}"
                .formatted(row, delivery));
    var companion = new Write.Put(provenance, OptionalLong.empty(), row, true);
    return store
        .commit(new Transaction("study:a", List.of(companion, fact)))
        .outcomes()
        .reversed()
        .stream()
        .map(Commit.Outcome::effect)
        .toList();
  }

  @Test
  void a_resource_twice_in_a_transaction_or_of_an_unknown_type_is_refused() {
    assertThatThrownBy(() -> store.commit(puts("rest", patient("p-2", "A"), patient("p-2", "B"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Patient/p-2");
    assertThatThrownBy(() -> store.commit(puts("rest", json("{'resourceType':'Foo','id':'1'}"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.commit(puts("rest", patient("a b", "A"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void listeners_hear_the_changes_the_log_holds() {
    List<Change> heard = new ArrayList<>();
    var listening = new ResourceStore(database.dataSource());
    listening.onCommit(heard::addAll);
    long before = log.head();
    listening.commit(puts("rest", patient("p-l1", "A"), patient("p-l2", "B")));
    listening.commit(puts("rest", patient("p-l1", "C")));
    listening.commit(delete("rest", "Patient", "p-l2"));
    assertThat(log.after(before, 100)).isEqualTo(heard);
    assertThat(heard)
        .extracting(Change::sequence)
        .containsExactly(before + 1, before + 2, before + 3, before + 4);
    assertThat(heard.getFirst().resource().orElseThrow().at("/name/0/family").stringValue())
        .isEqualTo("A");
  }

  @Test
  void search_rows_after_many_changes_equal_those_of_a_store_that_saw_the_last_state_only()
      throws SQLException {
    store.commit(
        puts("rest", observation("o-rows", "p1", "1-8", "2020-01-01"), patient("p-rows", "Old")));
    store.commit(
        puts("rest", observation("o-rows", "p2", "2-8", "2021-01-01"), patient("p-rows", "New")));
    store.commit(delete("rest", "Patient", "p-rows"));
    store.commit(puts("rest", patient("p-rows", "Last")));
    try (var fresh = TestDatabase.create("fhir")) {
      new ResourceStore(fresh.dataSource())
          .commit(
              puts(
                  "rest",
                  observation("o-rows", "p2", "2-8", "2021-01-01"),
                  patient("p-rows", "Last")));
      assertThat(searchRows(database, "o-rows", "p-rows"))
          .isEqualTo(searchRows(fresh, "o-rows", "p-rows"))
          .hasSize(6);
    }
  }

  private static List<String> searchRows(TestDatabase of, String... ids) throws SQLException {
    String sql =
        "with wanted as (select pid, id from fhir.res where id = any(?)) select id || ' ' ||"
            + " hs::text from wanted join fhir.ix using (pid) union all select id || ' d ' || p ||"
            + " ' ' || lo || ' ' || hi from wanted join fhir.dat using (pid) union all select id ||"
            + " ' s ' || p || ' ' || v from wanted join fhir.str using (pid) union all select id ||"
            + " ' q ' || p || ' ' || lo || u || c || n from wanted join fhir.qty using (pid) order"
            + " by 1";
    try (var connection = of.dataSource().getConnection();
        var statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("text", ids));
      var rows = statement.executeQuery();
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }
}

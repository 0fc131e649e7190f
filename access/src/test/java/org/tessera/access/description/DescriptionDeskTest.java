package org.tessera.access.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.access.Person;
import org.tessera.access.Role;
import org.tessera.access.description.Edition.State;
import org.tessera.access.description.Unchanged.Reason;
import org.tessera.catalog.description.Described;
import org.tessera.catalog.description.Descriptions;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.vocabularies.Vocabularies;
import org.tessera.vocabularies.words.PhraseFiles;
import org.tessera.vocabularies.words.Phrases;
import org.tessera.vocabularies.words.Words;

class DescriptionDeskTest {
  private static final Words ENGLISH =
      Phrases.of(List.of(Phrases.FIRST), PhraseFiles.shipped("catalog", "access"))
          .in(Phrases.FIRST);

  private static final TestDatabase database = TestDatabase.create("access");
  private static final Person ANN = new Person("ann", "Ann", Set.of(Role.DATA_MANAGER));
  private static final Person OLA = new Person("ola", "Ola", Set.of(Role.DATA_MANAGER));

  @TempDir Path home;
  private CatalogIndex index;
  private DescriptionDesk desk;

  @BeforeEach
  void open() {
    DSL.using(database.dataSource(), SQLDialect.POSTGRES).execute("delete from access.description");
    index =
        new CatalogIndex(home.resolve("index"), Vocabularies.builtIn(), Descriptions.in(folder()));
    desk = new DescriptionDesk(database.dataSource(), index, folder(), InstantSource.system());
  }

  @AfterEach
  void close() {
    index.close();
  }

  @AfterAll
  static void end() {
    database.close();
  }

  @Test
  void what_is_written_and_looked_at_by_another_stands_in_the_catalogue_and_in_a_file()
      throws Exception {
    desk.save(ANN, biobank("St. Anna: \"images\"", "AT"), 0);
    desk.submit(ANN, "biobank", "st-anna", 1);
    assertThat(shown()).isEmpty();
    desk.publish(OLA, "biobank", "st-anna", 2);

    assertThat(shown()).containsExactly("St. Anna: \"images\"");
    assertThat(Descriptions.in(folder()).find("biobank", "st-anna").orElseThrow())
        .isEqualTo(biobank("St. Anna: \"images\"", "AT"));
    assertThat(desk.history("biobank", "st-anna"))
        .extracting(Edition::state, Edition::authorName, one -> one.decided().orElseThrow().name())
        .containsExactly(tuple(State.PUBLISHED, "Ann", "Ola"));
  }

  @Test
  void nobody_publishes_what_they_wrote_themselves() throws Exception {
    desk.save(ANN, biobank("St. Anna", "AT"), 0);
    desk.submit(ANN, "biobank", "st-anna", 1);

    refused(() -> desk.publish(ANN, "biobank", "st-anna", 2), Reason.OWN);
    assertThat(shown()).isEmpty();
  }

  @Test
  void what_is_wrong_is_told_when_review_is_asked_for_and_a_draft_may_be_unfinished()
      throws Exception {
    desk.save(
        ANN,
        new Described(
            "collection",
            "breast",
            "breast",
            Map.of("biobank", List.of("nowhere"), "status", List.of("Sleeping"))),
        0);

    refused(
        () -> desk.submit(ANN, "collection", "breast", 1),
        Reason.WRONG,
        "\"Sleeping\" is no collection status: one of Active, Ended, Other.",
        "there is no biobank \"nowhere\"");
  }

  @Test
  void a_later_version_replaces_the_published_one_only_when_it_is_published() throws Exception {
    publish(biobank("St. Anna", "AT"), 0);

    desk.save(ANN, biobank("St. Anna Hospital", "AT"), 3);
    assertThat(shown()).containsExactly("St. Anna");
    desk.submit(ANN, "biobank", "st-anna", 4);
    desk.giveBack(OLA, "biobank", "st-anna", 5, "Which country?");
    assertThat(desk.history("biobank", "st-anna").getFirst().remark()).isEqualTo("Which country?");
    desk.save(ANN, biobank("St. Anna Hospital", "DE"), 6);
    desk.submit(ANN, "biobank", "st-anna", 7);
    desk.publish(OLA, "biobank", "st-anna", 8);

    assertThat(shown()).containsExactly("St. Anna Hospital");
    assertThat(desk.history("biobank", "st-anna"))
        .extracting(Edition::number, Edition::state)
        .containsExactly(tuple(2, State.PUBLISHED), tuple(1, State.REPLACED));
  }

  @Test
  void what_was_withdrawn_is_gone_unless_others_name_it() throws Exception {
    publish(biobank("St. Anna", "AT"), 0);
    publish(
        new Described("collection", "breast", "breast", Map.of("biobank", List.of("st-anna"))), 0);

    refused(
        () -> desk.withdraw(OLA, "biobank", "st-anna", 3, "closed"),
        Reason.WRONG,
        "there is no biobank \"st-anna\"");
    assertThat(shown()).containsExactly("St. Anna");
    desk.withdraw(OLA, "collection", "breast", 3, "wrong");
    desk.withdraw(OLA, "biobank", "st-anna", 3, "closed");

    assertThat(shown()).isEmpty();
    assertThat(desk.history("biobank", "st-anna").getFirst().state()).isEqualTo(State.WITHDRAWN);
  }

  @Test
  void a_file_written_by_hand_is_shown_until_the_page_says_otherwise() throws Exception {
    Files.createDirectories(folder());
    Files.writeString(
        folder().resolve("holders.yaml"),
        "biobanks:\n  - { id: st-anna, name: By hand, country: AT }\n");
    index.describe(Descriptions.in(folder()));
    assertThat(shown()).containsExactly("By hand");

    publish(biobank("By page", "AT"), 0);
    assertThat(shown()).containsExactly("By page");
    desk.withdraw(OLA, "biobank", "st-anna", 3, "");
    assertThat(shown()).containsExactly("By hand");
  }

  @Test
  void of_two_who_change_it_at_once_one_is_told() throws Exception {
    desk.save(ANN, biobank("first", "AT"), 0);
    List<Callable<Boolean>> both = new ArrayList<>();
    for (Person person : List.of(ANN, OLA)) {
      both.add(() -> {
        try {
          desk.save(person, biobank(person.display(), "AT"), 1);
          return true;
        } catch (Unchanged e) {
          return false;
        }
      });
    }

    List<Boolean> kept = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (Future<Boolean> one : threads.invokeAll(both)) {
        kept.add(one.get());
      }
    }

    assertThat(kept).containsExactlyInAnyOrder(true, false);
  }

  @Test
  void a_file_that_a_stop_left_unwritten_is_there_after_the_next_start() throws Exception {
    publish(biobank("St. Anna", "AT"), 0);
    Path file = folder().resolve(Descriptions.file("biobank", "st-anna"));
    Files.delete(file);
    index.describe(Descriptions.none());

    desk.start();

    assertThat(file).exists();
    assertThat(shown()).containsExactly("St. Anna");
  }

  @Test
  void what_is_no_id_leads_to_no_file() {
    for (String id : List.of("../x", "", ".", "a/b", "x".repeat(65))) {
      refused(() -> desk.save(ANN, new Described("biobank", id, "x", Map.of()), 0), Reason.ID);
    }
    refused(() -> desk.save(ANN, new Described("person", "x", "x", Map.of()), 0), Reason.ID);
  }

  @Test
  void a_dataset_with_its_tables_is_published_by_a_second_person_and_read_from_its_file()
      throws Exception {
    Described dataset =
        new Described(
            "dataset",
            "mri",
            "Breast MRI",
            Map.of("collection", List.of("breast"), "version", List.of("1.0.0")),
            Map.of("class", List.of(Map.of("name", "High | \"grade\": G3", "patients", "50"))));

    publish(dataset, 0);

    assertThat(Descriptions.in(folder()).find("dataset", "mri")).contains(dataset);
    assertThat(index.descriptions().datasets("breast")).containsExactly(dataset);
  }

  @Test
  void a_dataset_that_asks_for_what_there_is_not_and_a_version_that_skips_one_are_given_no_review()
      throws Exception {
    desk.save(
        ANN,
        new Described(
            "dataset",
            "mri",
            "Breast MRI",
            Map.of(
                "collection",
                List.of("breast"),
                "version",
                List.of("3.0.0"),
                "cohort",
                List.of("{\"level\":\"patient\",\"where\":{\"shoe-size\":[\"44\"]}}")),
            Map.of(
                "change", List.of(change("1.0.0", "First"), change("3.0.0", "Everything is new")))),
        0);

    refused(
        () -> desk.submit(ANN, "dataset", "mri", 1),
        Reason.WRONG,
        "version 3.0.0 does not follow 1.0.0: one of 2.0.0, 1.1.0, 1.0.1.",
        "“shoe-size” says nothing of a patient.");
  }

  @Test
  void what_reads_otherwise_than_the_published_dataset_has_the_next_version_and_tells_why()
      throws Exception {
    publish(version("1.0.0", List.of()), 0);

    desk.save(ANN, version("1.0.0", List.of(change("1.0.0", "First"))), 3);
    refused(
        () -> desk.submit(ANN, "dataset", "mri", 4),
        Reason.WRONG,
        "Version 1.0.0 is published, so what reads otherwise is one of 2.0.0, 1.1.0, 1.0.1.");
    desk.save(ANN, version("1.1.0", List.of()), 4);
    refused(
        () -> desk.submit(ANN, "dataset", "mri", 5),
        Reason.WRONG,
        "Tell among the changes what is new in 1.1.0.");
    desk.save(ANN, version("1.1.0", List.of(change("1.1.0", "Ten patients more"))), 5);
    desk.submit(ANN, "dataset", "mri", 6);
    desk.publish(OLA, "dataset", "mri", 7);

    assertThat(index.descriptions().datasets("breast"))
        .extracting(one -> one.first("version"))
        .containsExactly("1.1.0");
  }

  private static Described version(String version, List<Map<String, String>> changes) {
    return new Described(
        "dataset",
        "mri",
        "Breast MRI",
        Map.of("collection", List.of("breast"), "version", List.of(version)),
        changes.isEmpty() ? Map.of() : Map.of("change", changes));
  }

  @Test
  void a_population_that_names_an_unknown_attribute_is_given_no_review() throws Exception {
    desk.save(
        ANN,
        new Described(
            "reference",
            "registry",
            "Registry",
            Map.of("origin", List.of("A table")),
            Map.of(
                "share", List.of(Map.of("attribute", "shoe-size", "value", "44", "number", "7")))),
        0);

    refused(
        () -> desk.submit(ANN, "reference", "registry", 1),
        Reason.WRONG,
        "“shoe-size” is nothing that patients are asked by.");
  }

  @Test
  void a_table_of_more_rows_than_anybody_reads_is_not_kept() {
    List<Map<String, String>> rows = Collections.nCopies(101, Map.of("name", "x"));

    refused(
        () ->
            desk.save(
                ANN, new Described("dataset", "mri", "MRI", Map.of(), Map.of("class", rows)), 0),
        Reason.LARGE);
  }

  private static Map<String, String> change(String version, String what) {
    return Map.of("version", version, "day", "2026-05-06", "what", what);
  }

  @Test
  void signs_that_are_no_text_and_yaml_in_a_value_stay_text() throws Exception {
    publish(
        new Described(
            "biobank",
            "st-anna",
            "a\u0000b",
            Map.of("description", List.of("- x: &y [1, 2]\n# no comment\n\"quoted\""))),
        0);

    Described shown = index.descriptions().find("biobank", "st-anna").orElseThrow();
    assertThat(shown.name()).isEqualTo("a b");
    assertThat(shown.first("description")).isEqualTo("- x: &y [1, 2]\n# no comment\n\"quoted\"");
  }

  private void publish(Described described, int revision) throws Unchanged {
    desk.save(ANN, described, revision);
    desk.submit(ANN, described.entity(), described.id(), revision + 1);
    desk.publish(OLA, described.entity(), described.id(), revision + 2);
  }

  private static void refused(ThrowingCallable act, Reason reason, String... problems) {
    assertThatExceptionOfType(Unchanged.class)
        .isThrownBy(act)
        .satisfies(e -> {
          assertThat(e.reason()).isEqualTo(reason);
          for (String problem : problems) {
            assertThat(e.problems().stream().map(one -> one.in(ENGLISH)))
                .anyMatch(said -> said.contains(problem));
          }
        });
  }

  private List<String> shown() {
    return index.descriptions().all("biobank").stream().map(Described::name).toList();
  }

  private static Described biobank(String name, String country) {
    return new Described("biobank", "st-anna", name, Map.of("country", List.of(country)));
  }

  private Path folder() {
    return home.resolve("catalogue");
  }
}

package org.tessera.catalog.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.mappings.BrokenRules;

class DescriptionsTest {
  @TempDir Path folder;

  @Test
  void a_collection_is_said_what_its_biobank_and_its_networks_say() throws IOException {
    var all =
        read(
            """
            networks: [{ id: alpine, name: Alpine network, status: Active }]
            biobanks: [{ id: anna, name: St. Anna, country: AT, network: [alpine] }]
            collections: [{ id: breast, biobank: anna, design: [Case-control, Longitudinal cohort], licence: CC BY 4.0 }]
            """);

    assertThat(all.of("breast", "biobank")).containsExactly("anna");
    assertThat(all.of("breast", "network")).containsExactly("alpine");
    assertThat(all.of("breast", "country")).containsExactly("AT");
    assertThat(all.of("breast", "design")).containsExactly("Case-control", "Longitudinal cohort");
    assertThat(all.of("other", "biobank")).isEmpty();
    assertThat(all.name("biobank", "anna")).contains("St. Anna");
    assertThat(all.name("country", "AT")).contains("Austria");
  }

  @Test
  void everything_that_is_wrong_is_told_at_once_with_its_line() {
    assertThatThrownBy(() ->
            read(
                """
                biobanks:
                  - { id: anna, name: St. Anna, country: Austria, network: [nowhere] }
                  - { id: anna, name: Twice }
                  - { id: "a b", name: Blank }
                collections:
                  - { id: breast, desing: [Case-control] }
                  - { id: lung, design: [Random], licence: [A, B] }
                """))
        .isInstanceOf(BrokenRules.class)
        .hasMessageContaining("Austria")
        .hasMessageContaining("nowhere")
        .hasMessageContaining("described twice")
        .hasMessageContaining("needs an id")
        .hasMessageContaining("desing")
        .hasMessageContaining("Random")
        .hasMessageContaining("has one value")
        .hasMessageContaining("holders.yaml:6");
  }

  @Test
  void a_dataset_has_tables_and_reads_again_what_it_was_written_as() throws IOException {
    var all =
        read(
            """
            datasets:
              - id: mri
                name: "Breast: MRI"
                collection: breast
                version: 1.1.0
                wanted-age: 40..
                change:
                  - { version: 1.0.0, day: 2026-01-02, what: "First, with \\"quotes\\"" }
                  - { version: 1.1.0, day: 2026-05-06, what: More patients }
                class: [{ name: High grade, cohort: "grade:G3", patients: 50 }]
            """);

    Described dataset = all.find("dataset", "mri").orElseThrow();
    assertThat(all.datasets("breast")).containsExactly(dataset);
    assertThat(all.datasets("lung")).isEmpty();
    assertThat(dataset.rows("change").getFirst()).containsEntry("what", "First, with \"quotes\"");
    assertThat(dataset.rows("class"))
        .containsExactly(Map.of("name", "High grade", "cohort", "grade:G3", "patients", "50"));
    Files.writeString(folder.resolve("holders.yaml"), dataset.yaml());
    assertThat(Descriptions.in(folder).find("dataset", "mri")).contains(dataset);
  }

  @Test
  void what_no_dataset_can_be_is_told_with_its_remedy() {
    assertThatThrownBy(() ->
            read(
                """
                datasets:
                  - { id: a, collection: breast, version: "2" }
                  - { id: b, version: 1.0.0 }
                  - { id: c, collection: breast, version: 1.0.0, wanted-age: 75..40, wanted-years: 99..2001, icd-10: [breast] }
                  - id: d
                    collection: breast
                    version: 1.3.0
                    change:
                      - { version: 1.0.0, day: 2026-02-30, what: First }
                      - { version: 1.2.0, day: 2026-03-01, what: Skips one }
                  - { id: e, collection: breast, version: 1.0.0, class: [malignant, { nmae: x }], shoe-size: 44 }
                references:
                  - { id: r, name: Nobody knows whence }
                """))
        .isInstanceOf(BrokenRules.class)
        .hasMessageContaining("\"2\" is no version (three numbers, such as 2.0.1)")
        .hasMessageContaining("a dataset needs a collection (collection: …)")
        .hasMessageContaining("\"75..40\" is no range")
        .hasMessageContaining("\"99..2001\" is no span of years")
        .hasMessageContaining("\"breast\" is no code of ICD-10")
        .hasMessageContaining("\"2026-02-30\" is no day")
        .hasMessageContaining("version 1.2.0 does not follow 1.0.0 (one of 2.0.0, 1.1.0, 1.0.1)")
        .hasMessageContaining("the last change is of version 1.2.0, the dataset is 1.3.0")
        .hasMessageContaining("\"class\" has rows of several cells")
        .hasMessageContaining("a row of \"class\" has no class")
        .hasMessageContaining("\"nmae\" is not known here")
        .hasMessageContaining("\"shoe-size\" is not known here")
        .hasMessageContaining("a reference needs a origin")
        .hasMessageContaining("a reference needs a distribution");
  }

  @Test
  void a_home_without_the_folder_says_nothing() {
    assertThat(Descriptions.in(folder.resolve("none")).all("network")).isEmpty();
  }

  private Descriptions read(String yaml) throws IOException {
    Files.writeString(folder.resolve("holders.yaml"), yaml);
    return Descriptions.in(folder);
  }
}

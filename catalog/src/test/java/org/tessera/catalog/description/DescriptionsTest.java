package org.tessera.catalog.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void a_home_without_the_folder_says_nothing() {
    assertThat(Descriptions.in(folder.resolve("none")).all("network")).isEmpty();
  }

  private Descriptions read(String yaml) throws IOException {
    Files.writeString(folder.resolve("holders.yaml"), yaml);
    return Descriptions.in(folder);
  }
}

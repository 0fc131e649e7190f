package org.tessera.etl.deidentify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.dicom.Dictionary;
import org.tessera.dicom.Table;
import org.tessera.dicom.Vr;
import org.tessera.mappings.BrokenRules;

class ProfilesTest {
  @TempDir private Path folder;

  @Test
  void the_published_strategies_are_ready_to_use() {
    assertThat(Profiles.builtIn().all().stream().map(Profile::name))
        .contains(
            "basic",
            "research",
            "chaimeleon-step-1",
            "chaimeleon-step-2",
            "procancer-i-stage-1",
            "procancer-i-stage-2",
            "incisive");
  }

  @Test
  void all_621_rows_of_the_standard_are_there_and_each_once() {
    Set<String> tags = new HashSet<>();
    Profiles.builtIn().shared().standard().forEach(row -> tags.add(row.text("tag", "")));
    assertThat(tags).hasSize(621).contains("00100010", "50xxxxxx", "60xx3000", "odd");
  }

  @Test
  void every_attribute_of_the_dictionary_has_a_rule_in_every_profile() {
    for (Profile profile : Profiles.builtIn().all()) {
      for (String[] row : Table.rows("elements.tsv")) {
        if (row[0].contains("x") || row[1].isEmpty() || row[0].endsWith("0000")) {
          continue;
        }
        int tag = Integer.parseUnsignedInt(row[0], 16);
        Vr vr = Dictionary.find(tag).orElseThrow().vrs().stream().findFirst().orElse(Vr.UN);
        assertThat(profile.table().find(tag, vr).source())
            .as("%s %s", profile.name(), row[0])
            .isNotEmpty();
      }
    }
  }

  @Test
  void a_site_adds_a_profile_words_and_its_own_rules() throws IOException {
    Files.createDirectories(folder.resolve("profiles"));
    Files.writeString(
        folder.resolve("profiles/ours.yaml"),
        """
        profile: ours
        title: Ours
        origin: our hospital
        options: [clean-descriptors, retain-full-dates]
        rules:
          - { attribute: StationName, action: keep, why: "the committee allowed it" }
        """);
    Files.writeString(folder.resolve("words-ours.csv"), "group,words\nours,gamma camera\n");
    Profiles profiles = Profiles.load(folder);
    Profile ours = profiles.find("ours").orElseThrow();
    assertThat(ours.options()).containsExactly("clean-descriptors", "retain-full-dates");
    assertThat(ours.table().keeps(0x00081010)).isTrue();
    assertThat(profiles.shared().cleaner().clean("Gamma camera of Zimmerlin"))
        .isEqualTo("Gamma camera");
  }

  @Test
  void what_cannot_be_right_is_told_all_at_once_with_file_and_line() throws IOException {
    Files.createDirectories(folder.resolve("profiles"));
    Files.writeString(
        folder.resolve("profiles/wrong.yaml"),
        """
        profile: other
        options: [retain-everything, retain-full-dates, retain-modified-dates]
        key: mine
        colour: red
        rules:
          - { attribute: PatientNam, action: keep }
          - { attribute: PatientName, action: hide }
        """);
    assertThatThrownBy(() -> Profiles.load(folder))
        .isInstanceOf(BrokenRules.class)
        .hasMessageContaining("no option retain-everything")
        .hasMessageContaining("dates cannot be both full and modified")
        .hasMessageContaining("no such key")
        .hasMessageContaining("\"colour\" is not known")
        .hasMessageContaining("profiles/wrong.yaml:6: PS3.6 has no such attribute")
        .hasMessageContaining("no action hide")
        .hasMessageContaining("the profile's name is not its file's");
  }
}

package org.tessera.etl.imaging.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.dicom.ContentItem;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Element;
import org.tessera.dicom.ElementRule;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.ValueElement;
import org.tessera.etl.SmallContents;
import org.tessera.mappings.Problems;
import org.tessera.mappings.RuleFiles;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reports, segmentations and structure sets as other programs write them, and damaged ones.
class ContentsTest {
  private static final Contents CONTENTS = contents();
  private static final Surroundings AROUND =
      new Surroundings(
          "2.25.1", text -> Integer.toHexString(text.hashCode()), Map.of(), _ -> false);

  private static Contents contents() {
    var problems = new Problems();
    var contents = new Contents(RuleFiles.builtIn("dicom"), problems);
    problems.throwIfAny();
    return contents;
  }

  private static ObjectNode real(String name) {
    Path at = Path.of("").toAbsolutePath();
    while (at != null) {
      Path file = at.resolve("shared/data/dicom/files").resolve(name);
      if (Files.exists(file)) {
        try {
          return CONTENTS.of(file, AROUND).orElseThrow();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      at = at.getParent();
    }
    return Assumptions.abort("no shared/data/dicom above the repository");
  }

  /// Kind, code and value of each observation.
  private static List<String> said(ObjectNode report) {
    List<String> said = new ArrayList<>();
    for (JsonNode one : report.path("observations")) {
      String value =
          one.has("quantity")
              ? one.at("/quantity/value").asString() + " " + one.at("/quantity/code").asString("")
              : one.at("/answer/coding/0/code").asString("");
      String name = one.path("kind").asString() + " " + one.at("/concept/coding/0/code").asString();
      said.add((name + " " + value).strip());
    }
    return said;
  }

  @Test
  void groups_of_a_report_are_read_with_their_findings_numbers_and_answers() {
    ObjectNode report = real("highdicom__sr_document_with_multiple_groups.dcm");
    assertThat(said(report))
        .hasSize(10)
        .contains(
            "group 121071 27925004",
            "group 121071 15825003",
            "group 121071 51282000",
            "group 125007");
    assertThat(said(report)).anyMatch(line -> line.endsWith("-119.07385253906 [hnsf'U]"));
    assertThat(said(report)).filteredOn(line -> line.endsWith(" mm")).hasSize(2);
    assertThat(said(report)).anyMatch(line -> line.endsWith("200.0 mm3"));
    assertThat(said(report)).anyMatch(line -> line.endsWith("371928007"));
    assertThat(report.at("/status").asString()).isEqualTo("preliminary");
  }

  @Test
  void codes_of_snomed_s_old_identifiers_lead_to_the_same_places() {
    ObjectNode report = real("highdicom__sr_document.dcm");
    JsonNode area =
        report
            .path("observations")
            .valueStream()
            .filter(one -> one.has("quantity"))
            .findFirst()
            .orElseThrow();
    assertThat(area.at("/quantity/value").decimalValue()).isEqualTo("1.7");
    assertThat(area.at("/site/coding/0/code").asString()).isEqualTo("T-D00F7");
    // They are none of SNOMED CT's, and FHIR has no URI of theirs.
    assertThat(area.at("/site/coding/0/system").asString("")).isEmpty();
    assertThat(area.at("/topography/coding/0/code").asString()).isEqualTo("T-11531");
  }

  @Test
  void a_number_without_a_value_is_left_out_and_the_others_stay() {
    assertThat(said(real("dcmjs__test_sample-sr.dcm"))).hasSize(3);
    assertThat(said(real("dcmjs__examples_data_structured_report.dcm")))
        .filteredOn(line -> line.startsWith("measurement"))
        .isNotEmpty()
        .allMatch(line -> line.split(" ", -1).length == 4);
  }

  @Test
  void a_document_of_another_template_has_a_title_and_nothing_measured() {
    ObjectNode report = real("pydicom__test-SR.dcm");
    assertThat(report.path("observations").size()).isZero();
    assertThat(report.at("/title/coding/0/display").asString()).isEqualTo("Diagnosis");
  }

  @Test
  void segments_have_their_property_region_and_algorithm() {
    ObjectNode seg = real("dcmjs__examples_data_QIICR_Test3_tumor_User1_Manual_Trial1.dcm");
    JsonNode first = seg.path("structures").path(0);
    assertThat(first.at("/label").asString()).isEqualTo("Neoplasm, Primary");
    assertThat(first.at("/region/coding/0/code").asString()).isEqualTo("T-53131");
    assertThat(first.at("/category/coding/0/code").asString()).isEqualTo("M-01000");
    assertThat(first.has("type")).isTrue();
    assertThat(seg.path("structures").size()).isEqualTo(2);
    assertThat(seg.path("refers").size()).isEqualTo(1);
  }

  @Test
  void regions_of_a_structure_set_are_told_with_their_series() {
    ObjectNode set = real("pydicom__rtstruct.dcm");
    assertThat(set.path("structures").valueStream().map(one -> one.path("label").asString()))
        .containsExactly("patient", "Isocenter 1", "Isocenter 2");
    assertThat(set.path("structures").path(0).path("algorithmType").asString()).isEqualTo("MANUAL");
    assertThat(set.path("refers").path(0).asString())
        .isEqualTo("1.2.826.0.1.3680043.8.498.2010020400001.2.1.1");
  }

  @Test
  void what_de_identification_put_in_the_place_of_a_text_is_not_told_as_one() {
    DataSet group =
        ContentItem.container(
            "DCM|125007|Measurement Group",
            ContentItem.text("DCM|111001|Algorithm Name", "Prostate MR"),
            ContentItem.text("DCM|111003|Algorithm Version", "REMOVED"),
            ContentItem.number("SCT|81827009|Diameter", "12", "UCUM|mm|mm"));
    ObjectNode report = CONTENTS.of(SmallContents.report("1", 1, group), AROUND);
    assertThat(report.at("/observations/0/deviceName").asString()).isEqualTo("Prostate MR");
    assertThat(report.toString()).doesNotContain("REMOVED");
  }

  @Test
  void a_report_that_says_too_much_is_cut_and_counted() {
    DataSet[] numbers = new DataSet[2_100];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = ContentItem.number("SCT|81827009|Diameter", Integer.toString(i), "UCUM|mm|mm");
    }
    ObjectNode report = CONTENTS.of(SmallContents.report("1", 1, numbers), AROUND);
    assertThat(report.path("observations").size()).isEqualTo(2_000);
    assertThat(report.path("left").asInt()).isEqualTo(100);
  }

  /// Leaves elements out, empties sequences and puts other bytes in the place of values.
  private static final class Damage implements ElementRule {
    private final Random random;

    Damage(long seed) {
      this.random = new Random(seed);
    }

    @Override
    public void enter(SequenceElement sequence) {}

    @Override
    public void leave() {}

    @Override
    public Optional<Element> apply(DataSet owner, Element element) {
      if (element.tag() == 0x00080016 || random.nextInt(12) != 0) {
        return Optional.of(element);
      }
      return switch (random.nextInt(3)) {
        case 0 -> Optional.empty();
        case 1 -> Optional.of(SequenceElement.of(element.tag(), List.of()));
        default -> {
          byte[] bytes = new byte[random.nextInt(1, 9) * 2];
          random.nextBytes(bytes);
          yield Optional.of(ValueElement.of(element.tag(), element.vr(), bytes));
        }
      };
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void what_is_damaged_says_less_and_never_fails(long seed) {
    DataSet report =
        SmallContents.report(
            "1", 1, ContentItem.container("DCM|125007|Measurement Group", SmallContents.parts(1)));
    for (int i = 0; i < 500; i++) {
      Damage damage = new Damage(seed * 1_000 + i);
      ObjectNode read = CONTENTS.of(report.rewrite(damage), AROUND);
      assertThat(read.path("observations").size()).isLessThanOrEqualTo(8);
      CONTENTS.of(SmallContents.segmentation("1", 1).rewrite(damage), AROUND);
      CONTENTS.of(SmallContents.structures("1", 1).rewrite(damage), AROUND);
    }
  }
}

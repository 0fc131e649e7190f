package org.tessera.etl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tessera.dicom.ContentItem;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Vr;
import org.tessera.etl.imaging.ImageArrivals;
import org.tessera.fhir.store.StoredResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Structured Reports, segmentations and structure sets, from the file to the resources.
class ImageContentsTest extends NodeTest {
  private static final String PATIENT = "004-000001";
  private static final int STUDY = 2;

  private void form() {
    node.load("tiny", TestNode.workbook(TestNode.patients(PATIENT + ",male,1950,")));
  }

  private Delivery deliver(byte[]... files) {
    try {
      var arriving =
          node.ingest.images().arrivals().open(new ImageArrivals.Label("tiny", "scan", "inbox"));
      for (byte[] file : files) {
        arriving.add(new ByteArrayInputStream(file));
      }
      Delivery delivery = node.journal.find(arriving.close()).orElseThrow();
      node.ingest.drain();
      return delivery;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] slice() {
    return SmallImage.of(PATIENT, STUDY, 1, 1).bytes();
  }

  private static byte[] report(DataSet... groups) {
    return SmallContents.bytes(SmallContents.report(PATIENT, STUDY, groups));
  }

  private List<ObjectNode> told(String type) {
    List<ObjectNode> resources = new ArrayList<>();
    for (String reference : node.texts("select unnest(told) from etl.imaging_study order by 1")) {
      if (reference.startsWith(type + "/")) {
        node.store
            .read(type, reference.substring(type.length() + 1))
            .flatMap(StoredResource::content)
            .ifPresent(resources::add);
      }
    }
    return resources;
  }

  /// Observations by the code they answer.
  private Map<String, ObjectNode> observations() {
    Map<String, ObjectNode> byCode = new TreeMap<>();
    for (ObjectNode one : told("Observation")) {
      byCode.put(one.at("/code/coding/0/code").asString(), one);
    }
    return byCode;
  }

  private static <T> T in(Map<String, T> map, String key) {
    return Objects.requireNonNull(map.get(key), key);
  }

  @Test
  void a_report_becomes_measurements_answers_and_what_they_were_made_with() {
    form();
    deliver(slice(), report(SmallContents.lesion(STUDY, "12.50")));

    Map<String, ObjectNode> made = observations();
    assertThat(made).containsOnlyKeys("121071", "81827009", "113041", "118565006", "121403");
    ObjectNode diameter = in(made, "81827009");
    assertThat(diameter.at("/valueQuantity/value").decimalValue()).isEqualTo("12.50");
    assertThat(diameter.at("/valueQuantity/code").asString()).isEqualTo("mm");
    assertThat(diameter.at("/valueQuantity/system").asString())
        .isEqualTo("http://unitsofmeasure.org");
    assertThat(diameter.at("/bodySite/coding/0/code").asString()).isEqualTo("41216001");
    assertThat(diameter.at("/bodySite/extension/0/valueCodeableConcept/coding/0/code").asString())
        .isEqualTo("7771000");
    assertThat(diameter.at("/identifier/0/value").asString()).startsWith("urn:oid:2.25.");
    ObjectNode mean = in(made, "113041");
    assertThat(mean.at("/extension").toString()).contains("373098007");
    assertThat(in(made, "118565006").at("/dataAbsentReason/coding/0/code").asString())
        .isEqualTo("114003");
    assertThat(in(made, "121403").at("/valueCodeableConcept/coding/0/system").asString())
        .isEqualTo("http://snomed.info/sct");
    ObjectNode group = in(made, "121071");
    assertThat(group.path("hasMember").size()).isEqualTo(4);
    String device = diameter.at("/device/reference").asString();
    JsonNode algorithm =
        node.store
            .read("Device", device.substring("Device/".length()))
            .flatMap(StoredResource::content)
            .orElseThrow();
    assertThat(algorithm.at("/deviceName/0/name").asString()).isEqualTo("Prostate MR");
    assertThat(told("DiagnosticReport")).hasSize(1);
    ObjectNode document = told("DiagnosticReport").getFirst();
    assertThat(document.at("/result/0/reference").asString())
        .isEqualTo("Observation/" + group.path("id").asString());
    assertThat(document.at("/status").asString()).isEqualTo("final");
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void a_measurement_names_the_series_it_was_taken_on() {
    form();
    deliver(slice(), report(SmallContents.lesion(STUDY, "12.50")));

    String study = node.texts("select resource_id from etl.imaging_study").getFirst();
    ObjectNode images =
        node.store.read("ImagingStudy", study).flatMap(StoredResource::content).orElseThrow();
    List<String> scans = new ArrayList<>();
    images
        .path("series")
        .forEach(series -> {
          if (series.at("/modality/code").asString().equals("MR")) {
            scans.add("urn:oid:" + series.path("uid").asString());
          }
        });
    ObjectNode diameter = in(observations(), "81827009");
    assertThat(diameter.at("/derivedFrom/0/reference").asString())
        .isEqualTo("ImagingStudy/" + study);
    assertThat(diameter.at("/derivedFrom/0/extension/0/valueOid").asString())
        .isEqualTo(scans.getFirst());
  }

  @Test
  void a_report_that_replaces_another_doubles_nothing() {
    form();
    deliver(slice(), report(SmallContents.lesion(STUDY, "12.50")));
    String first = in(observations(), "81827009").path("id").asString();
    DataSet replaced =
        ContentItem.reference("1.2.840.10008.5.1.4.1.1.88.33", SmallContents.uid(STUDY, 9, 1));
    DataSet series = DataSet.EMPTY.edit().putItems(0x00081199, replaced).build();
    DataSet before = DataSet.EMPTY.edit().putItems(0x00081115, series).build();
    Delivery corrected =
        deliver(
            SmallContents.bytes(
                SmallContents.report(PATIENT, STUDY, SmallContents.lesion(STUDY, "13.00"))
                    .edit()
                    .put(0x00080018, Vr.UI, SmallContents.uid(STUDY, 9, 2))
                    .putItems(0x0040A360, before)
                    .build()));

    assertThat(told("DiagnosticReport")).hasSize(1);
    ObjectNode now = in(observations(), "81827009");
    assertThat(now.at("/valueQuantity/value").decimalValue()).isEqualTo("13.00");
    assertThat(node.store.read("Observation", first).flatMap(StoredResource::content)).isEmpty();

    node.ingest.retract(corrected.id());
    node.ingest.drain();
    assertThat(in(observations(), "81827009").path("id").asString()).isEqualTo(first);
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void a_withdrawn_report_takes_its_measurements_along_and_leaves_the_images() {
    form();
    deliver(slice());
    Delivery delivery = deliver(report(SmallContents.lesion(STUDY, "12.50")));
    String gone = in(observations(), "81827009").path("id").asString();

    node.ingest.retract(delivery.id());
    node.ingest.drain();

    assertThat(told("Observation")).isEmpty();
    assertThat(node.store.read("Observation", gone).flatMap(StoredResource::content)).isEmpty();
    assertThat(node.count("select count(*) from etl.imaging_study where resource_id <> ''"))
        .isEqualTo(1);
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void segmentations_and_structure_sets_are_series_that_say_what_they_mark() {
    form();
    deliver(
        slice(),
        SmallContents.bytes(SmallContents.segmentation(PATIENT, STUDY)),
        SmallContents.bytes(SmallContents.structures(PATIENT, STUDY)));

    String study = node.texts("select resource_id from etl.imaging_study").getFirst();
    ObjectNode images =
        node.store.read("ImagingStudy", study).flatMap(StoredResource::content).orElseThrow();
    Map<String, JsonNode> series = new TreeMap<>();
    images.path("series").forEach(one -> series.put(one.at("/modality/code").asString(), one));
    assertThat(series).containsOnlyKeys("MR", "SEG", "RTSTRUCT");
    String scan = "urn:oid:" + in(series, "MR").path("uid").asString();
    assertThat(in(series, "SEG").toString()).contains("52988006", "SEMIAUTOMATIC", scan);
    assertThat(in(series, "RTSTRUCT").toString()).contains("41216001", "ORGAN", scan);
  }

  @Test
  void no_name_planted_in_a_report_or_label_is_in_anything_the_node_keeps() throws IOException {
    form();
    deliver(
        slice(),
        report(SmallContents.lesion(STUDY, "12.50")),
        SmallContents.bytes(SmallContents.segmentation(PATIENT, STUDY)),
        SmallContents.bytes(SmallContents.structures(PATIENT, STUDY)));

    List<byte[]> kept = new ArrayList<>();
    try (Stream<Path> files = Files.walk(home.resolve("dicom"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        kept.add(Files.readAllBytes(file));
      }
    }
    assertThat(kept).hasSize(4).noneMatch(SmallContents::names);
    assertThat(node.texts("select digest::text from etl.imaging_study"))
        .hasSize(1)
        .noneMatch(SmallContents::names);
    assertThat(told("Observation"))
        .hasSize(5)
        .noneMatch(one -> SmallContents.names(one.toString()));
  }

  @Test
  void a_report_of_another_kind_has_its_title_and_no_measurements() {
    form();
    DataSet other =
        SmallContents.report(PATIENT, STUDY, SmallContents.lesion(STUDY, "12.50"))
            .edit()
            .putItems(0x0040A043, ContentItem.code("LN|18748-4|Diagnostic Imaging Report"))
            .build();
    deliver(slice(), SmallContents.bytes(other));

    assertThat(told("Observation")).isEmpty();
    assertThat(told("DiagnosticReport").getFirst().at("/code/coding/0/code").asString())
        .isEqualTo("18748-4");
  }

  @Test
  void a_report_that_cannot_be_read_is_told_and_keeps_nothing_of_its_study() throws IOException {
    form();
    deliver(slice(), report(SmallContents.lesion(STUDY, "12.50")));
    String sha256 =
        node.texts("select sha256 from etl.imaging_instance where attributes->>'Modality' = 'SR'")
            .getFirst();
    try (Stream<Path> files = Files.walk(home.resolve("dicom"))) {
      Path kept = files.filter(file -> file.toString().contains(sha256)).findFirst().orElseThrow();
      Files.writeString(kept, "no DICOM");
    }

    deliver(SmallImage.of(PATIENT, STUDY, 1, 2).bytes());

    assertThat(node.texts("select digest->>'unread' from etl.imaging_study")).containsExactly("1");
    assertThat(node.texts("select state || trouble from etl.imaging_study"))
        .containsExactly("SETTLED");
    String study = node.texts("select resource_id from etl.imaging_study").getFirst();
    ObjectNode images =
        node.store.read("ImagingStudy", study).flatMap(StoredResource::content).orElseThrow();
    assertThat(images.path("numberOfInstances").asInt()).isEqualTo(3);
    assertThat(told("Observation")).isEmpty();
  }
}

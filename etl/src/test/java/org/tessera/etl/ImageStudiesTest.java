package org.tessera.etl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tessera.etl.imaging.ImageArrivals;
import org.tessera.etl.imaging.StudyTable;
import org.tessera.fhir.store.StoredResource;
import org.tessera.fhir.store.Transaction;
import org.tessera.fhir.store.Write;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class ImageStudiesTest extends NodeTest {
  private static final String PATIENT = "004-000001";

  private Delivery images(int study, int series, int... numbers) {
    try {
      var arriving =
          node.ingest.images().arrivals().open(new ImageArrivals.Label("tiny", "scan", "inbox"));
      for (int number : numbers) {
        arriving.add(
            new ByteArrayInputStream(SmallImage.of(PATIENT, study, series, number).bytes()));
      }
      Delivery delivery = node.journal.find(arriving.close()).orElseThrow();
      node.ingest.drain();
      return delivery;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Delivery form(String gender) {
    Delivery delivery =
        node.load(
                "tiny",
                TestNode.workbook(
                    TestNode.patients(PATIENT + "," + gender + ",1950,"),
                    TestNode.diagnoses(
                        PATIENT + ",1,2020-01-02,,,," + SmallImage.studyUid(1) + ",left")))
            .delivery();
    node.start(source -> source);
    node.ingest.drain();
    return delivery;
  }

  private String id(int study) {
    var secrets = node.pseudonymizer.secrets("tiny");
    return node.pseudonym("tiny", PATIENT)
        + "-is-"
        + secrets.digest(secrets.uid(SmallImage.studyUid(study)));
  }

  private Optional<ObjectNode> study(int study) {
    return node.store.read("ImagingStudy", id(study)).flatMap(StoredResource::content);
  }

  private StudyTable table() {
    return node.ingest.images().studies();
  }

  @Test
  void images_wait_for_their_patient_and_are_told_of_when_a_form_brings_them() {
    images(2, 1, 1, 2);
    assertThat(study(2)).isEmpty();
    assertThat(table().waiting(10)).hasSize(1);

    form("male");

    assertThat(table().waiting(10)).isEmpty();
    ObjectNode study = study(2).orElseThrow();
    assertThat(study.path("subject").path("reference").asString())
        .isEqualTo("Patient/" + node.pseudonym("tiny", PATIENT));
    assertThat(study.path("numberOfInstances").asInt()).isEqualTo(2);
    assertThat(study.path("series").path(0).path("bodySite").path("code").asString())
        .isEqualTo("41216001");
    assertThat(node.store.read("Endpoint", "tiny-dicomweb")).isPresent();
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void late_slices_make_the_next_version_of_the_same_study() {
    form("male");
    images(2, 1, 1, 2);
    images(2, 1, 3);
    images(2, 2, 1);

    StoredResource stored = node.store.read("ImagingStudy", id(2)).orElseThrow();
    assertThat(stored.content().orElseThrow().path("numberOfInstances").asInt()).isEqualTo(4);
    assertThat(stored.content().orElseThrow().path("series").size()).isEqualTo(2);
    assertThat(stored.version()).isEqualTo(3);
  }

  @Test
  void a_row_and_its_images_are_one_study_whichever_comes_first_or_is_corrected() {
    node.edit(
        "tiny/diagnosis.yaml",
        text ->
            text.replace("{patient}-dx{diagnosis_no}-img", "{patient}-is-{digest:study_uid}")
                .replace("status: available", "status: available\n    note: [ { text: site } ]"));
    Delivery first = form("male");
    assertThat(table().missing(10)).hasSize(1);
    images(1, 1, 1);
    assertThat(table().missing(10)).isEmpty();
    ObjectNode joined = study(1).orElseThrow();

    form("female");
    Delivery again = images(1, 1, 2);

    assertThat(joined.path("note").size()).isEqualTo(1);
    assertThat(joined.path("series").size()).isEqualTo(1);
    ObjectNode later = study(1).orElseThrow();
    assertThat(later.path("note").size()).isEqualTo(1);
    assertThat(later.path("numberOfInstances").asInt()).isEqualTo(2);

    node.ingest.retract(again.id());
    node.ingest.drain();
    assertThat(study(1).orElseThrow().path("numberOfInstances").asInt()).isEqualTo(1);
    assertThat(first.id()).isPositive();
  }

  @Test
  void a_patient_who_goes_takes_the_study_back_to_those_that_wait() {
    Delivery form = form("male");
    images(2, 1, 1);
    assertThat(study(2)).isPresent();

    node.ingest.retract(form.id());
    node.ingest.drain();
    node.start(source -> source);
    node.ingest.drain();

    assertThat(study(2)).isEmpty();
    assertThat(table().waiting(10)).hasSize(1);
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void withdrawn_images_take_their_study_along() {
    form("male");
    Delivery delivery = images(2, 1, 1);

    node.ingest.retract(delivery.id());
    node.ingest.drain();

    assertThat(study(2)).isEmpty();
    assertThat(table().of("tiny")).isEqualTo(List.of());
  }

  @Test
  void images_of_a_wrong_patient_can_be_sent_again_as_the_right_ones_at_once() throws IOException {
    node.load(
        "tiny",
        TestNode.workbook(
            TestNode.patients(PATIENT + ",male,1950,", "004-000002" + ",male,1951,")));
    Delivery wrong = arrive(SmallImage.of("004-000002", 2, 1, 1));
    node.ingest.drain();
    assertThat(node.count("select count(*) from etl.imaging_study where resource_id <> ''"))
        .isEqualTo(1);

    node.ingest.retract(wrong.id());
    Delivery right = arrive(SmallImage.of(PATIENT, 2, 1, 1));
    node.ingest.drain();

    assertThat(node.ingest.images().journal().counts(right.id()).orElseThrow().taken())
        .isEqualTo(1);
    assertThat(study(2)).isPresent();
    String other = node.pseudonym("tiny", "004-000002");
    assertThat(
            node.store
                .read("ImagingStudy", id(2).replace(node.pseudonym("tiny", PATIENT), other))
                .flatMap(StoredResource::content))
        .isEmpty();
    assertThat(node.differences()).isEmpty();
  }

  @Test
  void a_study_that_cannot_be_told_of_keeps_none_of_the_others() throws IOException {
    form("male");
    ObjectNode theirs =
        JsonNodeFactory.instance
            .objectNode()
            .put("resourceType", "ImagingStudy")
            .put("id", id(2))
            .put("status", "available");
    node.store.commit(new Transaction("somebody else", List.of(Write.Put.of(theirs))));
    arrive(
        SmallImage.of(PATIENT, 2, 1, 1),
        SmallImage.of(PATIENT, 3, 1, 1),
        SmallImage.of(PATIENT, 4, 1, 1));
    node.ingest.drain();

    assertThat(study(3)).isPresent();
    assertThat(study(4)).isPresent();
    assertThat(table().of("tiny"))
        .filteredOn(row -> row.state() == StudyTable.State.SETTLING)
        .extracting(StudyTable.Row::trouble)
        .containsExactly("owner-conflict");
  }

  private Delivery arrive(SmallImage... images) throws IOException {
    var arriving =
        node.ingest.images().arrivals().open(new ImageArrivals.Label("tiny", "scan", "inbox"));
    for (SmallImage image : images) {
      arriving.add(new ByteArrayInputStream(image.bytes()));
    }
    return node.journal.find(arriving.close()).orElseThrow();
  }
}

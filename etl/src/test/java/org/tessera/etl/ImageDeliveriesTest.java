package org.tessera.etl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.Tag;
import org.tessera.etl.Delivery.State;
import org.tessera.etl.FailingSource.Failure;
import org.tessera.etl.FailingSource.Killed;
import org.tessera.etl.imaging.ImageArrivals;
import org.tessera.etl.imaging.ImageCounts;
import org.tessera.etl.imaging.ImageJournal;
import org.tessera.etl.imaging.Instance;

class ImageDeliveriesTest extends NodeTest {
  private static final String PATIENT = "004-000001";
  private static final List<String> IDENTITIES =
      List.of("Zimmerli", "Oluwaseun", PATIENT, "19500304", "1.2.826.0.1.3680043.9.9002");
  private static final int CALLS_MAX = 200;

  private Delivery deliver(Map<String, byte[]> files) {
    try {
      ImageArrivals.Arriving arriving =
          node.ingest
              .images()
              .arrivals()
              .open(new ImageArrivals.Label("tiny", "a folder", "inbox"));
      Path folder = Files.createDirectories(home.resolve("sender"));
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
      arriving.move(folder);
      return node.journal.find(arriving.close()).orElseThrow();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Map<String, byte[]> slices(int study, int count) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 1; i <= count; i++) {
      files.put(
          "S" + study + "/IM%03d".formatted(i),
          SmallImage.of(PATIENT, study, 1 + i % 2, i).bytes());
    }
    return files;
  }

  private ImageJournal images() {
    return node.ingest.images().journal();
  }

  private ImageCounts counts(Delivery delivery) {
    return images().counts(delivery.id()).orElseThrow();
  }

  private List<String> rules(Delivery delivery) {
    return images().refused(delivery.id(), 100).stream().map(ImageJournal.Refused::rule).toList();
  }

  private State state(Delivery delivery) {
    return node.journal.find(delivery.id()).orElseThrow().state();
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> walk = Files.walk(home.resolve("dicom"))) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /// All there are, but those of the schema that is for identities.
  private List<String> tables() {
    return node.sql
        .fetch(
            "select quote_ident(table_schema) || '.' || quote_ident(table_name)"
                + " from information_schema.tables where table_type = 'BASE TABLE'"
                + " and table_schema not in ('pg_catalog', 'information_schema', 'identity')")
        .getValues(0, String.class);
  }

  /// Where an identity stands in what the node wrote, except in the zone that is for identities.
  private List<String> leaks() throws IOException {
    List<String> leaks = new java.util.ArrayList<>();
    for (Path file : kept()) {
      String text = file + new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      IDENTITIES.stream().filter(text::contains).forEach(leaks::add);
    }
    for (String table : tables()) {
      String text = node.sql.fetch("select t::text from " + table + " as t").toString();
      IDENTITIES.stream().filter(text::contains).map(id -> table + " " + id).forEach(leaks::add);
    }
    return leaks;
  }

  @Test
  void a_folder_of_images_is_kept_de_identified_under_the_hash_of_its_bytes() throws IOException {
    Delivery delivery = deliver(slices(1, 5));
    node.ingest.drain();

    assertThat(state(delivery)).isEqualTo(State.LOADED);
    assertThat(counts(delivery)).isEqualTo(new ImageCounts(5, 5, 0, 0, 0, 0));
    String uid = node.pseudonymizer.secrets("tiny").uid(SmallImage.studyUid(1));
    List<Instance> instances = images().usable("tiny", uid);
    assertThat(instances).hasSize(5);
    assertThat(kept())
        .extracting(path -> path.getFileName().toString())
        .containsExactlyInAnyOrderElementsOf(instances.stream().map(Instance::sha256).toList());
    var clean =
        (DicomFile)
            DicomReader.read(
                node.ingest.images().folder().path(instances.getFirst().sha256()),
                ReadOptions.whole());
    assertThat(clean.dataSet().string(Tag.PatientID)).contains(node.pseudonym("tiny", PATIENT));
    assertThat(instances.getFirst().attribute("MagneticFieldStrength")).isEqualTo("3");
    assertThat(instances.getFirst().attribute("AcquisitionPlane")).isEqualTo("AXIAL");
    assertThat(leaks()).isEmpty();
    try (Stream<Path> arriving = Files.list(home.resolve("arriving"))) {
      assertThat(arriving).isEmpty();
    }
  }

  @Test
  void what_cannot_be_taken_is_told_with_place_reason_and_remedy_and_the_rest_goes_on() {
    Map<String, byte[]> files = slices(1, 3);
    files.put("empty.dcm", new byte[0]);
    files.put("readme.txt", "for Mr Zimmerli".getBytes(StandardCharsets.UTF_8));
    byte[] whole = SmallImage.of(PATIENT, 1, 1, 20).bytes();
    files.put("short.dcm", Arrays.copyOf(whole, whole.length - 9));
    files.put("nobody.dcm", SmallImage.of(PATIENT, 2, 1, 1).without("PatientID").bytes());
    files.put("foreign.dcm", SmallImage.of("MRN5847362", 3, 1, 1).bytes());
    files.put("mixed-1.dcm", SmallImage.of(PATIENT, 4, 1, 1).bytes());
    files.put("mixed-2.dcm", SmallImage.of("004-000002", 4, 1, 2).bytes());
    files.put(".DS_Store", new byte[] {1});
    Delivery delivery = deliver(files);
    node.ingest.drain();

    assertThat(state(delivery)).isEqualTo(State.LOADED);
    assertThat(counts(delivery)).isEqualTo(new ImageCounts(11, 3, 0, 0, 7, 1));
    assertThat(rules(delivery))
        .containsExactlyInAnyOrder(
            "empty",
            "unreadable",
            "truncated",
            "no-patient",
            "patient-number",
            "mixed-patients",
            "mixed-patients");
    assertThat(images().refused(delivery.id(), 100))
        .allSatisfy(one -> assertThat(one.remedy()).isNotBlank())
        .allSatisfy(one -> assertThat(home.resolve("quarantine").resolve(one.sha256())).exists());
    assertThat(node.pseudonymizer.files(delivery.id())).containsValue("sender/empty.dcm");
  }

  @Test
  void the_same_instance_again_is_no_second_one_and_with_other_content_it_is_refused()
      throws IOException {
    deliver(slices(1, 2));
    node.ingest.drain();
    Map<String, byte[]> files = slices(1, 3);
    files.put("S1/other", SmallImage.of(PATIENT, 1, 2, 1).shade(90).bytes());
    files.put("S1/stolen", SmallImage.of("004-000009", 1, 1, 40).bytes());
    Map<String, byte[]> alone = new TreeMap<>();
    alone.put("stolen", files.remove("S1/stolen"));
    Delivery again = deliver(files);
    node.ingest.drain();
    Delivery stolen = deliver(alone);
    node.ingest.drain();

    assertThat(counts(again)).isEqualTo(new ImageCounts(4, 1, 2, 0, 1, 0));
    assertThat(rules(again)).containsExactly("other-content");
    assertThat(rules(stolen)).containsExactly("other-patient");
    assertThat(state(stolen)).isEqualTo(State.QUARANTINED);
    assertThat(kept()).hasSize(3);
  }

  @Test
  void a_file_that_stands_twice_in_one_delivery_is_kept_once() throws IOException {
    Map<String, byte[]> files = slices(1, 2);
    files.put("S1/copy", SmallImage.of(PATIENT, 1, 2, 1).bytes());
    Delivery delivery = deliver(files);
    node.ingest.drain();

    assertThat(counts(delivery)).isEqualTo(new ImageCounts(3, 2, 1, 0, 0, 0));
    assertThat(kept()).hasSize(2);
    assertThat(new ImageChecks(node.database.dataSource(), node.ingest.images().folder()).checks())
        .allMatch(Verification.Check::holds);
  }

  @Test
  void an_archive_is_taken_as_a_folder_is_and_its_tricks_lead_nowhere() throws IOException {
    Map<String, byte[]> entries = slices(1, 3);
    entries.put("../../escape.dcm", SmallImage.of(PATIENT, 1, 1, 30).bytes());
    entries.put("inner.zip", zip(slices(2, 1)));
    byte[] archive = zip(entries);
    Delivery delivery = receive(archive);
    node.ingest.drain();
    Delivery again = receive(archive);

    assertThat(counts(delivery)).isEqualTo(new ImageCounts(5, 3, 0, 0, 2, 0));
    assertThat(rules(delivery)).containsExactlyInAnyOrder("path", "nested-archive");
    assertThat(again.state()).isEqualTo(State.DUPLICATE);
    assertThat(home.resolve("archive")).isEmptyDirectory();
  }

  @Test
  void what_is_damaged_in_an_archive_is_told_and_the_rest_taken() throws IOException {
    byte[] archive = zip(slices(1, 3));
    Arrays.fill(archive, 200, 400, (byte) 7);
    Delivery delivery = receive(archive);
    node.ingest.drain();

    assertThat(counts(delivery)).isEqualTo(new ImageCounts(3, 2, 0, 0, 1, 0));
    assertThat(rules(delivery)).containsExactly("damaged-entry");
  }

  @Test
  void a_medium_is_taken_whole_and_what_its_directory_misses_is_told() throws IOException {
    Map<String, byte[]> files = slices(1, 2);
    files.put("DICOMDIR", MediaDirectory.of("S1\\IM001", "S1\\IM002", "S1\\IM003"));
    files.put("VIEWER.EXE", "MZ a program".getBytes(StandardCharsets.US_ASCII));
    Delivery delivery = deliver(files);
    node.ingest.drain();

    assertThat(counts(delivery)).isEqualTo(new ImageCounts(4, 2, 0, 0, 1, 1));
    assertThat(images().refused(delivery.id(), 10).getFirst().message()).contains("1 files");
  }

  @Test
  void pictures_that_may_show_a_name_are_held_and_not_among_those_to_use() throws IOException {
    Map<String, byte[]> files = slices(1, 1);
    files.put("burned", SmallImage.of(PATIENT, 1, 3, 9).with("BurnedInAnnotation", "YES").bytes());
    Delivery delivery = deliver(files);
    node.ingest.drain();

    assertThat(counts(delivery)).isEqualTo(new ImageCounts(2, 1, 0, 1, 0, 0));
    assertThat(node.ingest.images().held().list(10))
        .hasSize(1)
        .allMatch(one -> !one.reasons().isEmpty());
    assertThat(kept()).hasSize(1);
    assertThat(leaks()).isEmpty();
  }

  @Test
  void a_withdrawn_delivery_takes_its_instances_along() throws IOException {
    deliver(slices(1, 2));
    Delivery second = deliver(slices(2, 2));
    node.ingest.drain();

    assertThat(node.ingest.retract(second.id())).isTrue();
    node.ingest.drain();

    assertThat(state(second)).isEqualTo(State.RETRACTED);
    assertThat(kept()).hasSize(2);
    assertThat(node.count("select count(*) from etl.imaging_instance")).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Failure.class,
      names = {"KILL_BEFORE", "KILL_AFTER"})
  void after_a_kill_at_any_call_nothing_is_lost_and_nothing_doubled(Failure failure)
      throws IOException {
    boolean killed = true;
    int call = 0;
    while (killed) {
      call++;
      assertThat(call).isLessThan(CALLS_MAX);
      Delivery delivery = deliver(slices(call, 3));
      killed = kill(failure, call);
      node.start(source -> source);
      node.reception.forgetOriginals(node.ingest.images());
      node.ingest.images().start(List.of());
      node.ingest.drain();
      assertThat(state(delivery)).as("killed at call %d", call).isEqualTo(State.LOADED);
      assertThat(counts(delivery))
          .as("killed at call %d", call)
          .isEqualTo(new ImageCounts(3, 3, 0, 0, 0, 0));
    }
    assertThat(call).isGreaterThan(8);
    assertThat(kept()).hasSize(3 * call);
    assertThat(home.resolve("arriving")).isEmptyDirectory();
    assertThat(new ImageChecks(node.database.dataSource(), node.ingest.images().folder()).checks())
        .allMatch(Verification.Check::holds);
    assertThat(node.differences()).isEmpty();
  }

  private boolean kill(Failure failure, int call) {
    var failing = new FailingSource(node.database.dataSource(), failure, call);
    node.start(source -> failing.dataSource());
    try {
      node.ingest.drain();
    } catch (Killed e) {
      // The process is dead; the test goes on as its successor.
    }
    return failing.failed();
  }

  private Delivery receive(byte[] content) throws IOException {
    return node.reception.receive(
        new Reception.Submission("tiny", "export.zip", "page", false),
        new ByteArrayInputStream(content));
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}

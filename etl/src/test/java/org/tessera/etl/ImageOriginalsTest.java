package org.tessera.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.etl.Delivery.State;
import org.tessera.etl.FailingSource.Failure;
import org.tessera.etl.FailingSource.Killed;
import org.tessera.etl.Reception.Submission;
import org.tessera.etl.imaging.ImageArrivals;
import org.tessera.etl.imaging.ImageCounts;
import org.tessera.etl.imaging.ImageJournal;

/// Originals of images stay as long as somebody needs them, and no longer.
class ImageOriginalsTest extends NodeTest {
  private static final String PATIENT = "004-000001";
  private static final String TOKEN = "ab".repeat(32);

  private static byte[] zip(Charset names, Map<String, byte[]> entries) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes, names)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] slices(String folder) {
    return zip(
        StandardCharsets.UTF_8,
        Map.of(
            folder + "/1.dcm", SmallImage.of(PATIENT, 1, 1, 1).bytes(),
            folder + "/2.dcm", SmallImage.of(PATIENT, 1, 1, 2).bytes()));
  }

  private Delivery receive(String study, boolean dry, byte[] content) {
    return node.receive(new Submission(study, "export.zip", "page", dry), content);
  }

  private State state(Delivery delivery) {
    return node.journal.find(delivery.id()).orElseThrow().state();
  }

  private ImageCounts counts(Delivery delivery) {
    return node.ingest.images().journal().counts(delivery.id()).orElseThrow();
  }

  private ImageArrivals arrivals() {
    return node.ingest.images().arrivals();
  }

  private ImageArrivals.Arriving arriving() throws IOException {
    var arriving = arrivals().open(new ImageArrivals.Label("tiny", "a folder", "inbox"));
    arriving.add(new ByteArrayInputStream(SmallImage.of(PATIENT, 1, 1, 1).bytes()));
    return arriving;
  }

  @Test
  void an_archive_stays_until_all_deliveries_of_it_are_through() {
    byte[] archive = slices("scan");
    Delivery dry = receive("tiny", true, archive);
    Delivery first = receive("tiny", false, archive);
    Delivery again = receive("tiny", false, archive);
    Delivery other = receive("tinyfull", false, archive);
    node.ingest.drain();

    assertThat(List.of(state(dry), state(first), state(again), state(other)))
        .containsExactly(State.CHECKED, State.LOADED, State.DUPLICATE, State.LOADED);
    assertThat(counts(other).taken()).isEqualTo(2);
    assertThat(home.resolve("archive")).isEmptyDirectory();
  }

  @Test
  void a_dry_run_tells_what_would_be_taken() {
    byte[] archive =
        zip(
            StandardCharsets.UTF_8,
            Map.of(
                "1.dcm", SmallImage.of(PATIENT, 1, 1, 1).bytes(),
                "2.dcm", new byte[] {1},
                ".DS_Store", new byte[] {1}));
    Delivery dry = receive("tiny", true, archive);
    node.ingest.drain();

    assertThat(counts(dry)).isEqualTo(new ImageCounts(3, 1, 0, 0, 1, 1));
  }

  @Test
  void what_a_killed_process_was_about_to_forget_goes_at_the_start() throws IOException {
    Delivery archive = receive("tiny", false, slices("scan"));
    Delivery folder = node.journal.find(arriving().close()).orElseThrow();
    Delivery workbook =
        node.receive("tiny", "p.xlsx", TestNode.workbook(TestNode.patients(PATIENT + ",male,,")));
    node.ingest.drain();
    Files.write(home.resolve("archive").resolve(archive.sha256()), slices("scan"));
    Path files = home.resolve("arriving").resolve(folder.sha256()).resolve("files");
    Files.createDirectories(files);
    Files.write(files.resolve("1"), new byte[] {1});

    node.start(source -> source);
    node.reception.forgetOriginals(node.ingest.images());

    assertThat(home.resolve("arriving")).isEmptyDirectory();
    assertThat(home.resolve("archive"))
        .isDirectoryContaining(file -> file.endsWith(workbook.sha256()))
        .isDirectoryNotContaining(file -> file.endsWith(archive.sha256()));
  }

  @Test
  void a_group_whose_receipt_failed_is_received_later() throws IOException {
    var failing = new FailingSource(node.database.dataSource(), Failure.AWAY, 1);
    node.start(source -> failing.dataSource());
    ImageArrivals.Arriving one = arriving();
    ImageArrivals.Arriving two = arriving();
    assertThatThrownBy(one::close).isNotNull();
    two.handOver();
    failing.heal();
    assertThat(node.journal.latest(10)).isEmpty();

    arrivals().recover();
    arrivals().recover();
    node.ingest.drain();

    assertThat(node.journal.latest(10)).hasSize(2).allMatch(d -> d.state() == State.LOADED);
  }

  @Test
  void only_groups_in_nobodys_hand_are_taken_up_and_no_file_is_ever_deleted() throws IOException {
    arriving();
    Path unlabelled = home.resolve("arriving").resolve(TOKEN).resolve("files");
    Files.createDirectories(unlabelled);
    Files.write(unlabelled.resolve("1"), new byte[] {1});
    Files.createDirectories(home.resolve("arriving").resolve("cd".repeat(32)).resolve("files"));
    Files.createDirectories(home.resolve("arriving").resolve(TOKEN + "-unpacked"));

    arrivals().recover();

    assertThat(node.journal.latest(10)).isEmpty();
    assertThat(unlabelled.resolve("1")).exists();
    assertThat(home.resolve("arriving").resolve("cd".repeat(32))).doesNotExist();

    node.start(source -> source);
    node.ingest.images().start(List.of());

    assertThat(node.journal.latest(10)).hasSize(1);
    assertThat(unlabelled.resolve("1")).exists();
    assertThat(home.resolve("arriving").resolve(TOKEN + "-unpacked")).doesNotExist();
  }

  @Test
  void nothing_unpacked_is_left_of_an_archive_that_goes_to_quarantine() {
    Delivery delivery =
        receive("tiny", false, zip(StandardCharsets.UTF_8, Map.of("1.dcm", new byte[] {1, 2})));
    node.ingest.drain();

    assertThat(state(delivery)).isEqualTo(State.QUARANTINED);
    assertThat(home.resolve("arriving")).isEmptyDirectory();
    assertThat(home.resolve("archive").resolve(delivery.sha256())).exists();
  }

  @ParameterizedTest(name = "killed twice at call {0}")
  @ValueSource(ints = {8, 10, 12, 14})
  void what_a_delivery_wrote_that_is_given_up_does_not_stay(int call) throws IOException {
    var arriving = arriving();
    arriving.add(
        new ByteArrayInputStream(
            SmallImage.of(PATIENT, 1, 1, 2).with("BurnedInAnnotation", "YES").bytes()));
    Delivery delivery = node.journal.find(arriving.close()).orElseThrow();
    for (int process = 0; process < 2; process++) {
      var failing = new FailingSource(node.database.dataSource(), Failure.KILL_BEFORE, call);
      node.start(source -> failing.dataSource());
      assertThatThrownBy(() -> node.ingest.drain()).isInstanceOf(Killed.class);
    }
    node.start(source -> source);
    node.ingest.drain();

    assertThat(state(delivery)).isEqualTo(State.QUARANTINED);
    assertThat(new ImageChecks(node.database.dataSource(), node.ingest.images().folder()).checks())
        .allMatch(Verification.Check::holds);

    node.ingest.retry(node.journal.find(delivery.id()).orElseThrow(), "");
    node.ingest.drain();
    assertThat(counts(delivery)).isEqualTo(new ImageCounts(2, 1, 0, 1, 0, 0));
    assertThat(new ImageChecks(node.database.dataSource(), node.ingest.images().folder()).checks())
        .allMatch(Verification.Check::holds);
  }

  @Test
  void names_in_an_archive_may_be_of_an_old_code_page() {
    byte[] archive =
        zip(
            Charset.forName("IBM437"),
            Map.of("Mädchen/ü.dcm", SmallImage.of(PATIENT, 1, 1, 1).bytes(), "ö", new byte[0]));
    Delivery delivery = receive("tiny", false, archive);
    node.ingest.drain();

    assertThat(counts(delivery)).isEqualTo(new ImageCounts(2, 1, 0, 0, 1, 0));
    assertThat(node.pseudonymizer.files(delivery.id())).containsValue("ö");
  }

  @Test
  void while_a_disk_fails_a_delivery_waits_and_is_not_given_up() throws IOException {
    Delivery delivery = receive("tiny", false, slices("scan"));
    Path kept = home.resolve("dicom");
    Files.delete(kept);
    Files.writeString(kept, "in the way of the folder");
    for (int i = 0; i < 5; i++) {
      node.ingest.drain();
    }
    assertThat(state(delivery)).isEqualTo(State.LOADING);
    assertThat(home.resolve("arriving")).isEmptyDirectory();

    Files.delete(kept);
    Files.createDirectory(kept);
    node.ingest.drain();

    assertThat(state(delivery)).isEqualTo(State.LOADED);
  }

  @Test
  void a_file_that_cannot_be_read_is_refused_alone_and_kept() throws IOException {
    ImageArrivals.Arriving arriving = arriving();
    Path folder = Files.createDirectories(home.resolve("sender").resolve("scan"));
    Path locked = Files.write(folder.resolve("Zimmerli.dcm"), new byte[] {1, 2, 3});
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
    Assumptions.assumeFalse(Files.isReadable(locked), "this user may read every file");
    arriving.move(folder);
    Delivery delivery = node.journal.find(arriving.close()).orElseThrow();
    node.ingest.drain();

    assertThat(state(delivery)).isEqualTo(State.LOADED);
    assertThat(counts(delivery)).isEqualTo(new ImageCounts(2, 1, 0, 0, 1, 0));
    assertThat(node.ingest.images().journal().refused(delivery.id(), 10))
        .extracting(ImageJournal.Refused::rule)
        .containsExactly("unreadable");
    assertThat(home.resolve("quarantine"))
        .isDirectoryContaining(file -> file.endsWith("unreadable-" + delivery.id() + "-2"));
  }
}

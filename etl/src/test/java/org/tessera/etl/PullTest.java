package org.tessera.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tessera.dicom.net.AssociationFailure;
import org.tessera.dicom.net.InstanceSender;
import org.tessera.dicom.net.RemotePeer;
import org.tessera.dicom.net.SendResult;
import org.tessera.dicom.net.Verification;
import org.tessera.etl.Delivery.State;
import org.tessera.etl.imaging.ImageListener;
import org.tessera.etl.imaging.NetworkSettings;
import org.tessera.etl.imaging.pull.Pull;
import org.tessera.etl.imaging.pull.PullOrder;
import org.tessera.etl.imaging.pull.PullPlan;
import org.tessera.etl.imaging.pull.PullSchedule;
import org.tessera.etl.imaging.pull.Pulls;
import org.tessera.etl.imaging.pull.StudyFilter;

/// Against another maker's archive (`dcmqrscp` of Debian's package `dcmtk`); what needs it is
/// skipped where it is not installed.
class PullTest extends NodeTest {
  private static final Path ARCHIVE = Path.of("/usr/bin/dcmqrscp");
  private static final String PATIENT = "004-000001";
  private static final PullOrder.Manner ONCE = new PullOrder.Manner(false, false, false);

  private final int archivePort = freePort();
  private final int ownPort = freePort();
  private @Nullable Process archive;

  @SuppressWarnings("NullAway.Init")
  private ImageListener listener;

  @SuppressWarnings("NullAway.Init")
  private Pulls pulls;

  @SuppressWarnings("NullAway.Init")
  private Pulls.Node own;

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void listen() throws IOException {
    Map<String, String> all =
        Map.of("tessera.dicom.port", "" + ownPort, "tessera.dicom.callers", "ARCHIVE,SENDER");
    NetworkSettings settings = NetworkSettings.read(name -> all.getOrDefault(name, ""));
    listener =
        ImageListener.start(home, node.ingest.images(), settings, node.current()::studies, 0);
    own = new Pulls.Node(home, node.ingest.images(), listener, settings, node.current()::study);
    pulls = opened(Map.of());
  }

  /// As a node that starts does.
  private Pulls opened(Map<String, String> plan) throws IOException {
    return Pulls.open(node.database.dataSource(), own, PullPlan.read(plan));
  }

  @AfterEach
  void stop() throws Exception {
    pulls.close();
    listener.close();
    if (archive != null) {
      archive.destroy();
      archive.waitFor();
    }
  }

  /// An archive with studies, which knows where TINY is, or thinks so.
  private void archive(int portOfTiny, SmallImage... images) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(ARCHIVE), "dcmqrscp of dcmtk is not installed");
    Path folder = Files.createDirectories(home.resolve("archive"));
    Path settings = home.resolve("dcmqrscp.cfg");
    Files.writeString(
        settings,
        """
        NetworkTCPPort = %d
        MaxPDUSize = 16384
        MaxAssociations = 16
        HostTable BEGIN
        us = (TINY, 127.0.0.1, %d)
        HostTable END
        VendorTable BEGIN
        VendorTable END
        AETable BEGIN
        ARCHIVE %s RW (200, 1024mb) ANY
        AETable END
        """
            .formatted(archivePort, portOfTiny, folder));
    archive =
        new ProcessBuilder(ARCHIVE.toString(), "-c", settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("dcmqrscp.log").toFile())
            .start();
    RemotePeer peer = RemotePeer.parse(from(), "SENDER");
    awaitEcho(peer);
    List<Path> files = new ArrayList<>();
    for (SmallImage image : images) {
      files.add(Files.write(home.resolve("given-" + files.size()), image.bytes()));
    }
    InstanceSender.send(
        peer, files, result -> assertThat(result).isInstanceOf(SendResult.Sent.class));
  }

  private static void awaitEcho(RemotePeer peer) throws Exception {
    for (int i = 0; i < 100; i++) {
      try {
        Verification.echo(peer);
        return;
      } catch (AssociationFailure _) {
        Thread.sleep(100);
      }
    }
    throw new AssertionError("the archive did not start");
  }

  private String from() {
    return "ARCHIVE@127.0.0.1:" + archivePort;
  }

  private PullOrder listed(PullOrder.Manner manner, String... uids) {
    return new PullOrder(from(), "tiny", List.of(uids), StudyFilter.parse(""), manner);
  }

  private PullOrder having(String filter) {
    return new PullOrder(from(), "tiny", List.of(), StudyFilter.parse(filter), ONCE);
  }

  private Pull done(PullOrder order) throws Exception {
    return done(pulls.submit(order));
  }

  private Pull done(long id) throws Exception {
    Pull pull = pulls.find(id).orElseThrow();
    for (int i = 0; i < 600 && pull.state() == Pull.State.OPEN; i++) {
      Thread.sleep(50);
      pull = pulls.find(id).orElseThrow();
    }
    return pull;
  }

  private static SmallImage image(int study, int number) {
    return SmallImage.of(PATIENT, study, 1, number);
  }

  @Test
  void listed_studies_come_as_deliveries_and_what_is_missing_is_told_by_its_number()
      throws Exception {
    archive(ownPort, image(1, 1), image(1, 2), image(2, 1), image(3, 1));
    String nowhere = "1.2.3.4.5.6";

    Pull pull = done(listed(ONCE, SmallImage.studyUid(1), nowhere, SmallImage.studyUid(2)));

    assertThat(pull.state()).as(pull.message()).isEqualTo(Pull.State.PARTIAL);
    assertThat(pull.message()).isEqualTo("Study 2: the archive does not have it.");
    assertThat(pull.studies()).isEqualTo(new Pull.Studies(2, 0, 2));
    assertThat(pull.instances()).isEqualTo(3);
    node.ingest.drain();
    List<Delivery> deliveries = node.journal.latest(10);
    assertThat(deliveries)
        .hasSize(2)
        .allMatch(delivery -> delivery.via().equals("c-move"))
        .allMatch(delivery -> delivery.state() == State.LOADED);
    assertThat(node.pseudonymizer.name(deliveries.getFirst().id()))
        .contains("pulled from ARCHIVE (pull " + pull.id() + ")");
    assertThat(node.count("select count(*) from etl.imaging_instance")).isEqualTo(3);
    String journal = node.sql.fetch("select t::text from etl.pulled_study t").toString();
    assertThat(journal + pull).doesNotContain(SmallImage.studyUid(1), nowhere, PATIENT);
  }

  @Test
  void what_was_fetched_whole_is_fetched_again_only_on_wish_or_when_it_has_grown()
      throws Exception {
    archive(ownPort, image(1, 1));
    String uid = SmallImage.studyUid(1);
    assertThat(done(listed(ONCE, uid)).studies()).isEqualTo(new Pull.Studies(1, 0, 1));
    assertThat(done(listed(ONCE, uid)).studies()).isEqualTo(new Pull.Studies(1, 1, 0));
    var again = new PullOrder.Manner(false, true, false);
    assertThat(done(listed(again, uid)).instances()).isEqualTo(1);
    Path more = Files.write(home.resolve("more"), image(1, 2).bytes());
    InstanceSender.send(RemotePeer.parse(from(), "SENDER"), List.of(more), _ -> {});
    assertThat(done(listed(ONCE, uid)).instances()).isEqualTo(2);
  }

  @Test
  void studies_are_chosen_by_what_they_have_whatever_the_archive_can_search_by() throws Exception {
    archive(
        ownPort,
        image(1, 1).with("StudyDate", "20200102"),
        image(2, 1).with("StudyDate", "20210102").with("StudyDescription", "MR prostate"),
        image(3, 1).with("StudyDate", "20220102").with("StudyDescription", "MR knee"));

    assertThat(done(having("StudyDate=20210101-20211231")).studies().fetched()).isEqualTo(1);
    Pull described = done(having("StudyDescription=*knee*"));
    assertThat(described.studies().fetched()).as(described.message()).isEqualTo(1);
    // This archive does not search by manufacturer, and a study that does not say it is left.
    Pull unsaid = done(having("Manufacturer=SIEMENS"));
    assertThat(unsaid.instances()).isZero();
    assertThat(unsaid.message()).contains("do not have the Manufacturer asked for, or did not say");
  }

  @Test
  void a_node_that_takes_nothing_over_the_network_says_so() {
    listener.close();
    assertThatThrownBy(() -> pulls.submit(listed(ONCE, SmallImage.studyUid(1))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("set tessera.dicom.port");
  }

  @Test
  void an_archive_that_cannot_reach_us_leaves_a_record_with_what_to_do() throws Exception {
    archive(freePort(), image(1, 1));
    Pull pull = done(listed(ONCE, SmallImage.studyUid(1)));
    assertThat(pull.state()).isEqualTo(Pull.State.FAILED);
    assertThat(pull.message()).startsWith("Study 1: the archive");
    assertThat(node.journal.latest(10)).isEmpty();
  }

  @Test
  void an_archive_that_is_away_leaves_a_record_and_no_delivery() throws Exception {
    Pull pull = done(listed(ONCE, SmallImage.studyUid(1)));
    assertThat(pull.state()).isEqualTo(Pull.State.FAILED);
    assertThat(pull.message())
        .isEqualTo("The archive cannot be used: nobody answers at this address.");
  }

  @Test
  void the_clock_fetches_what_the_settings_plan() throws Exception {
    archive(ownPort, image(1, 1).with("StudyDate", "20200102"), image(2, 1));
    Map<String, String> plan =
        Map.of("tiny.from", from(), "tiny.where", "Modality=", "tiny.days", "10");
    assertThatThrownBy(() -> PullPlan.read(plan))
        .hasMessageContaining("tessera.dicom.pull.tiny.where: Modality needs a value");
    pulls.close();
    pulls = opened(Map.of("tiny.from", from(), "tiny.days", "10"));
    try (PullSchedule _ = PullSchedule.start(pulls, () -> LocalDate.of(2020, 1, 5))) {
      for (int i = 0; i < 600 && pulls.latest(1).isEmpty(); i++) {
        Thread.sleep(50);
      }
      Pull pull = done(pulls.latest(1).getFirst().id());
      assertThat(pull.state()).as(pull.message()).isEqualTo(Pull.State.DONE);
      assertThat(pull.scheduled()).isTrue();
      assertThat(pull.studies()).isEqualTo(new Pull.Studies(2, 0, 2));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tiny.form, x, 'expected <study>.from'",
    "tiny.days, 3, 'tessera.dicom.pull.tiny.from: is missing'",
    "nothing.from, A@b:1, 'tessera.dicom.pull.nothing.from: there is no study nothing'",
    "tiny.from, somewhere, 'tessera.dicom.pull.tiny.from: expected TITLE@host:port'",
    "tiny.from, https://me:secret@pacs/, 'tiny.from: expected an address such as'"
  })
  void a_plan_that_cannot_be_meant_is_named_with_what_would_be_right(
      String name, String value, String words) {
    assertThatThrownBy(
            () -> {
              pulls.close();
              pulls = opened(Map.of(name, value));
              PullSchedule.start(pulls, () -> LocalDate.of(2020, 1, 5)).close();
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(words);
  }

  @Test
  void a_list_is_read_with_remarks_and_one_that_is_none_is_refused_by_its_place() {
    assertThat(PullOrder.uids("1.2.3 # the first\n\n1.2.4,1.2.5\n1.2.3\n"))
        .containsExactly("1.2.3", "1.2.4", "1.2.5");
    assertThatThrownBy(() -> listed(ONCE, "1.2.3", "Sorglos"))
        .hasMessage("number 2 of the list is no UID");
    assertThatThrownBy(() -> having("")).hasMessageStartingWith("say which studies");
    assertThatThrownBy(() -> having("PixelData=1"))
        .hasMessageStartingWith("PixelData is no attribute that studies are searched by");
  }

  @Test
  void a_list_a_stop_broke_off_goes_on_under_its_number() throws Exception {
    archive(ownPort, image(1, 1), image(2, 1), image(2, 2), image(3, 1));
    String[] uids = {SmallImage.studyUid(1), SmallImage.studyUid(2), SmallImage.studyUid(3)};
    long id = pulls.submit(listed(ONCE, uids));
    pulls.close();

    pulls = opened(Map.of());

    Pull pull = done(id);
    assertThat(pull.state()).as(pull.message()).isEqualTo(Pull.State.DONE);
    assertThat(pull.studies()).isEqualTo(new Pull.Studies(3, 0, 3));
    assertThat(pull.instances()).isGreaterThanOrEqualTo(4);
    node.ingest.drain();
    assertThat(node.count("select count(*) from etl.imaging_instance")).isEqualTo(4);
  }

  @Test
  void what_the_clock_ordered_and_a_stop_broke_off_is_told_to_have_stopped() throws Exception {
    long id =
        node.count(
            "insert into etl.pull (study, archive, scheduled) values ('tiny', 'A', true)"
                + " returning id");
    pulls.close();
    pulls = opened(Map.of());
    assertThat(pulls.find(id).orElseThrow().state()).isEqualTo(Pull.State.STOPPED);
    assertThat(pulls.find(id).orElseThrow().message()).contains("ask again");
  }
}

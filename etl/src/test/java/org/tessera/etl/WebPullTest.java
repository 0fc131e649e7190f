package org.tessera.etl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tessera.etl.Delivery.State;
import org.tessera.etl.imaging.ImageListener;
import org.tessera.etl.imaging.NetworkSettings;
import org.tessera.etl.imaging.pull.Pull;
import org.tessera.etl.imaging.pull.PullOrder;
import org.tessera.etl.imaging.pull.PullPlan;
import org.tessera.etl.imaging.pull.Pulls;
import org.tessera.etl.imaging.pull.StudyFilter;

/// Fetching by DICOMweb: from another maker's archive, Orthanc, and from one that misbehaves. What
/// needs the first is skipped where it is not installed.
class WebPullTest extends NodeTest {
  private static final String PATIENT = "004-000001";

  private @Nullable Orthanc orthanc;
  private @Nullable HttpServer archive;
  private @Nullable ImageListener listener;
  private @Nullable Pulls pulls;

  @AfterEach
  void stop() {
    if (pulls != null) {
      pulls.close();
    }
    if (listener != null) {
      listener.close();
    }
    if (orthanc != null) {
      orthanc.close();
    }
    if (archive != null) {
      archive.stop(0);
    }
  }

  /// A node that takes nothing over the network: what is fetched by DICOMweb needs no port.
  private Pulls opened(Map<String, String> plan) throws IOException {
    if (pulls != null) {
      pulls.close();
    }
    NetworkSettings none = NetworkSettings.read(_ -> "");
    listener = ImageListener.start(home, node.ingest.images(), none, node.current()::studies, 0);
    var own = new Pulls.Node(home, node.ingest.images(), listener, none, node.current()::study);
    pulls = Pulls.open(node.database.dataSource(), own, PullPlan.read(plan));
    return pulls;
  }

  private Orthanc orthanc(SmallImage... images) throws Exception {
    Orthanc started = new Orthanc(home.resolve("orthanc")).start();
    orthanc = started;
    for (SmallImage image : images) {
      started.store(image.bytes());
    }
    return started;
  }

  private static Map<String, String> plan(Orthanc from) {
    return Map.of(
        "tiny.from",
        from.web(),
        "tiny.user",
        Orthanc.USER,
        "tiny.password",
        Orthanc.PASSWORD,
        "tiny.every-minutes",
        "0");
  }

  private static PullOrder order(String from, String where, String... uids) {
    return new PullOrder(
        from,
        "tiny",
        List.of(uids),
        StudyFilter.parse(where),
        new PullOrder.Manner(false, false, false));
  }

  private static Pull done(Pulls from, long id) throws Exception {
    Pull pull = from.find(id).orElseThrow();
    for (int i = 0; i < 600 && pull.state() == Pull.State.OPEN; i++) {
      Thread.sleep(50);
      pull = from.find(id).orElseThrow();
    }
    return pull;
  }

  private static SmallImage image(int study, int number) {
    return SmallImage.of(PATIENT, study, 1, number);
  }

  @Test
  void listed_studies_come_as_deliveries_and_what_is_missing_is_told_by_its_number()
      throws Exception {
    Orthanc from = orthanc(image(1, 1), image(1, 2), image(2, 1), image(3, 1));
    Pulls own = opened(plan(from));
    String nowhere = "1.2.3.4.5.6";
    PullOrder order =
        order(from.web(), "", SmallImage.studyUid(1), nowhere, SmallImage.studyUid(2));

    Pull pull = done(own, own.submit(order));

    assertThat(pull.message()).isEqualTo("Study 2: the archive does not have it.");
    assertThat(pull.studies()).isEqualTo(new Pull.Studies(2, 0, 2));
    assertThat(pull.instances()).isEqualTo(3);
    node.ingest.drain();
    assertThat(node.journal.latest(10))
        .hasSize(2)
        .allMatch(delivery -> delivery.via().equals("wado"))
        .allMatch(delivery -> delivery.state() == State.LOADED);
    assertThat(node.count("select count(*) from etl.imaging_instance")).isEqualTo(3);
    String journal = node.sql.fetch("select t::text from etl.pulled_study t").toString();
    assertThat(journal + pull)
        .doesNotContain(SmallImage.studyUid(1), nowhere, PATIENT, Orthanc.PASSWORD);

    assertThat(done(own, own.submit(order)).studies()).isEqualTo(new Pull.Studies(2, 2, 0));
    from.store(image(2, 2).bytes());
    assertThat(done(own, own.submit(order)).studies()).isEqualTo(new Pull.Studies(2, 1, 1));
  }

  @Test
  void studies_are_chosen_by_what_they_have() throws Exception {
    Orthanc from =
        orthanc(
            image(1, 1).with("StudyDate", "20200102"),
            image(2, 1).with("StudyDate", "20210102").with("StudyDescription", "MR prostate"),
            image(3, 1).with("StudyDate", "20220102").with("StudyDescription", "MR knee"));
    Pulls own = opened(plan(from));

    Pull dated = done(own, own.submit(order(from.web(), "StudyDate=20210101-20211231")));
    assertThat(dated.studies()).as(dated.message()).isEqualTo(new Pull.Studies(1, 0, 1));
    Pull described = done(own, own.submit(order(from.web(), "StudyDescription=*knee*")));
    assertThat(described.studies()).as(described.message()).isEqualTo(new Pull.Studies(1, 0, 1));
    Pull modality = done(own, own.submit(order(from.web(), "ModalitiesInStudy=MR")));
    assertThat(modality.studies()).as(modality.message()).isEqualTo(new Pull.Studies(3, 2, 1));
  }

  @Test
  void an_archive_that_asks_for_another_password_is_told_of_without_it() throws Exception {
    Orthanc from = orthanc(image(1, 1));
    Pulls own = opened(Map.of());
    Pull pull = done(own, own.submit(order(from.web(), "", SmallImage.studyUid(1))));
    assertThat(pull.state()).isEqualTo(Pull.State.FAILED);
    assertThat(pull.message())
        .isEqualTo("The archive cannot be used: it does not let us in (401).");
  }

  /// What an archive made up here answers for a study.
  @FunctionalInterface
  private interface Answer {
    void give(HttpExchange exchange, int study) throws Exception;
  }

  /// An archive whose studies have two instances each, and what it does when it is to give one.
  private String madeUp(Answer answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try {
            String asked = exchange.getRequestURI().toString();
            String uid = asked.replaceAll(".*(?:/studies/|0020000D=)([0-9.]+).*", "$1");
            if (asked.contains("?")) {
              json(exchange, uid);
            } else {
              answer.give(exchange, Integer.parseInt(uid.replaceAll(".*\\.", "")));
            }
          } catch (Exception e) {
            throw new IOException(e);
          } finally {
            exchange.close();
          }
        });
    server.start();
    archive = server;
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/web";
  }

  private static void json(HttpExchange exchange, String uid) throws IOException {
    byte[] found =
        """
        [{"0020000D": {"vr": "UI", "Value": ["%s"]}, "00201208": {"vr": "IS", "Value": [2]}}]
        """
            .formatted(uid)
            .getBytes(US_ASCII);
    exchange.sendResponseHeaders(200, found.length);
    exchange.getResponseBody().write(found);
  }

  /// Sends so many bytes of a study, all of them when it has fewer.
  private static void send(HttpExchange exchange, int study, int bytesMax) throws IOException {
    var body = new ByteArrayOutputStream();
    for (int number = 1; number < 3; number++) {
      body.writeBytes("\r\n--cut\r\nContent-Type: application/dicom\r\n\r\n".getBytes(US_ASCII));
      body.writeBytes(image(study, number).bytes());
    }
    body.writeBytes("\r\n--cut--\r\n".getBytes(US_ASCII));
    exchange
        .getResponseHeaders()
        .add("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=cut");
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write(body.toByteArray(), 0, Math.min(bytesMax, body.size()));
  }

  @Test
  void of_an_answer_that_breaks_off_the_whole_instances_stay_and_the_study_is_told_of()
      throws Exception {
    int half = image(1, 1).bytes().length + 200;
    String from =
        madeUp((exchange, study) -> send(exchange, study, study == 1 ? half : Integer.MAX_VALUE));
    Pulls own = opened(Map.of());

    Pull pull =
        done(own, own.submit(order(from, "", SmallImage.studyUid(1), SmallImage.studyUid(2))));

    assertThat(pull.message()).isEqualTo("Study 1: of 2 instances 1 came: its answer broke off.");
    assertThat(pull.studies()).isEqualTo(new Pull.Studies(2, 0, 1));
    node.ingest.drain();
    assertThat(node.count("select count(*) from etl.imaging_instance")).isEqualTo(3);
  }

  @Test
  void an_archive_that_sends_us_elsewhere_is_not_followed() throws Exception {
    String from =
        madeUp((exchange, _) -> {
          exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
          exchange.sendResponseHeaders(302, -1);
        });
    Pulls own = opened(Map.of());
    Pull pull = done(own, own.submit(order(from, "", SmallImage.studyUid(1))));
    assertThat(pull.message()).startsWith("Study 1: it sends us elsewhere (302)");
  }

  @Test
  void a_list_a_stop_broke_off_goes_on_with_what_is_left() throws Exception {
    var halted = new CountDownLatch(1);
    var again = new CountDownLatch(1);
    String from =
        madeUp((exchange, study) -> {
          if (study == 2 && halted.getCount() > 0) {
            halted.countDown();
            again.await();
          }
          send(exchange, study, Integer.MAX_VALUE);
        });
    Pulls before = opened(Map.of());
    String[] uids = {SmallImage.studyUid(1), SmallImage.studyUid(2), SmallImage.studyUid(3)};
    long id = before.submit(order(from, "", uids));
    halted.await();
    Path list = home.resolve("arriving/pulls/" + id);
    assertThat(Files.readString(list)).contains(uids);
    assertThat(Files.getPosixFilePermissions(list.getParent())).hasSize(3);
    assertThat(node.sql.fetch("select p::text from etl.pull p").toString())
        .doesNotContain(SmallImage.studyUid(1));

    Pulls after = opened(Map.of());
    again.countDown();
    Pull pull = done(after, id);

    assertThat(pull.state()).as(pull.message()).isEqualTo(Pull.State.DONE);
    assertThat(pull.studies()).isEqualTo(new Pull.Studies(3, 0, 3));
    assertThat(pull.instances()).as("the first study came once").isEqualTo(6);
    try (Stream<Path> left = Files.list(home.resolve("arriving/pulls"))) {
      assertThat(left).isEmpty();
    }
    node.ingest.drain();
    assertThat(node.count("select count(*) from etl.imaging_instance")).isEqualTo(6);
  }
}

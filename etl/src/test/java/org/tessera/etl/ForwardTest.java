package org.tessera.etl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.etl.FailingSource.Failure;
import org.tessera.etl.imaging.ImageArrivals;
import org.tessera.etl.imaging.ImageListener;
import org.tessera.etl.imaging.NetworkSettings;
import org.tessera.etl.imaging.forward.ForwardPlans;
import org.tessera.etl.imaging.forward.Forwarding;
import org.tessera.etl.imaging.forward.Forwards;

/// Against other makers' archives: Orthanc, and `storescp` of Debian's package `dcmtk`; what needs
/// one is skipped where it is not installed.
class ForwardTest extends NodeTest {
  private static final Path STORESCP = Path.of("/usr/bin/storescp");
  private static final String PATIENT = "004-000001";
  private static final Forwards.Pace FAST = new Forwards.Pace(50, 400);

  private @Nullable Orthanc orthanc;
  private @Nullable Process storescp;
  private @Nullable ImageListener listener;
  private @Nullable Forwards forwards;

  @AfterEach
  void stop() throws Exception {
    if (forwards != null) {
      forwards.close();
    }
    if (listener != null) {
      listener.close();
    }
    if (orthanc != null) {
      orthanc.close();
    }
    if (storescp != null) {
      storescp.destroy();
      storescp.waitFor();
    }
  }

  private Forwards forward(DataSource source, Map<String, String> settings) throws IOException {
    if (forwards != null) {
      forwards.close();
    }
    NetworkSettings none = NetworkSettings.read(_ -> "");
    if (listener == null) {
      listener = ImageListener.start(home, node.ingest.images(), none, node.current()::studies, 0);
    }
    var own = new ForwardPlans.Node(node.ingest.images(), listener, none, node.current()::study);
    forwards = Forwards.start(source, own, settings, FAST);
    return forwards;
  }

  private Forwards forward(Map<String, String> settings) throws IOException {
    return forward(node.database.dataSource(), settings);
  }

  private Orthanc orthanc() throws Exception {
    orthanc = new Orthanc(home.resolve("orthanc"));
    return orthanc.start();
  }

  private static Map<String, String> web(Orthanc archive) {
    return Map.of(
        "tiny.to", archive.web(), "tiny.user", Orthanc.USER, "tiny.password", Orthanc.PASSWORD);
  }

  private Delivery images(int study, int... numbers) throws IOException {
    return images(PATIENT, study, numbers);
  }

  private Delivery images(String patient, int study, int... numbers) throws IOException {
    var arriving =
        node.ingest.images().arrivals().open(new ImageArrivals.Label("tiny", "scan", "inbox"));
    for (int number : numbers) {
      arriving.add(new ByteArrayInputStream(SmallImage.of(patient, study, 1, number).bytes()));
    }
    Delivery delivery = node.journal.find(arriving.close()).orElseThrow();
    node.ingest.drain();
    return delivery;
  }

  private void patients() {
    node.load(
        "tiny",
        TestNode.workbook(TestNode.patients(PATIENT + ",male,1950,", "004-000002,male,1951,")));
    // What waits for its patient is looked at again when a node starts.
    node.start(source -> source);
    node.ingest.drain();
  }

  private static void await(String what, Callable<Boolean> reached) throws Exception {
    for (int i = 0; i < 600; i++) {
      if (reached.call()) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("not reached: " + what);
  }

  private Forwarding state() {
    return Optional.ofNullable(forwards).orElseThrow().state().getFirst();
  }

  private void upToDate(int sent) throws Exception {
    await(sent + " sent", () -> state().sent() == sent && state().standing().equals("current"));
  }

  @ParameterizedTest(name = "by {0}")
  @ValueSource(strings = {"STOW-RS", "C-STORE"})
  void what_is_told_of_goes_to_orthanc_once_and_late_slices_follow(String by) throws Exception {
    Orthanc archive = orthanc();
    Map<String, String> settings =
        by.equals("STOW-RS") ? web(archive) : Map.of("tiny.to", archive.title());
    images(1, 1, 2, 3);
    forward(settings);
    Thread.sleep(300);
    assertThat(archive.instances()).as("its patient is not there yet").isZero();

    patients();
    upToDate(3);
    images(1, 4);
    images(2, 1);
    upToDate(5);

    assertThat(archive.instances()).isEqualTo(5);
    String before = node.sql.fetch("select uid, at from etl.forwarded order by 1").toString();
    forward(settings);
    Thread.sleep(500);
    upToDate(5);
    assertThat(node.sql.fetch("select uid, at from etl.forwarded order by 1").toString())
        .as("nothing is sent again")
        .isEqualTo(before);
    String all = archive.get("/patients?expand").toString();
    assertThat(all).contains(node.pseudonym("tiny", PATIENT)).doesNotContain(PATIENT);
  }

  @Test
  void while_an_archive_is_away_what_is_to_be_sent_waits_and_its_trouble_is_told()
      throws Exception {
    Orthanc archive = orthanc();
    patients();
    images(1, 1);
    forward(web(archive));
    upToDate(1);

    archive.stop();
    images(2, 1, 2);
    await("trouble", () -> state().trouble().equals("nobody answers there"));
    assertThat(state().waiting()).isEqualTo(1);
    archive.start();

    upToDate(3);
    assertThat(archive.instances()).isEqualTo(3);
    assertThat(state().trouble()).isEmpty();
  }

  @Test
  void a_wrong_password_is_told_and_repeats_nothing() throws Exception {
    Orthanc archive = orthanc();
    patients();
    images(1, 1);
    forward(
        Map.of("tiny.to", archive.web(), "tiny.user", "archivist", "tiny.password", "forgotten"));

    await("trouble", () -> state().trouble().equals("it does not let us in (401)"));
    assertThat(state().text()).doesNotContain("forgotten", "archivist");
  }

  @ParameterizedTest(name = "killed at call {0}")
  @ValueSource(ints = {2, 3, 4, 5, 6, 7})
  void a_process_that_is_killed_while_it_sends_goes_on_where_it_was(int call) throws Exception {
    Orthanc archive = orthanc();
    patients();
    images(1, 1, 2);
    images(2, 1);
    var failing = new FailingSource(node.database.dataSource(), Failure.KILL_BEFORE, call);
    forward(failing.dataSource(), web(archive));
    Thread.sleep(1_500);

    forward(web(archive));

    upToDate(3);
    assertThat(archive.instances()).isEqualTo(3);
    assertThat(node.count("select count(*) from etl.forwarded where state = 'SENT'")).isEqualTo(3);
  }

  @Test
  void what_is_withdrawn_here_is_told_until_somebody_says_that_it_is_deleted_there()
      throws Exception {
    Orthanc archive = orthanc();
    patients();
    Delivery delivery = images("004-000002", 1, 1, 2);
    forward(web(archive));
    upToDate(2);

    node.ingest.retract(delivery.id());
    node.ingest.drain();
    assertThat(state().withdrawn()).isEqualTo(2);
    assertThat(state().text()).contains("2 instances there are no longer given by this node");

    // The same images again, now as the right patient's: the archive would keep the old ones.
    images(PATIENT, 1, 1, 2);
    Thread.sleep(500);
    assertThat(state().withdrawn()).isEqualTo(2);
    List<Forwarding.Withdrawn> withdrawn = Optional.ofNullable(forwards).orElseThrow().withdrawn();
    assertThat(withdrawn).hasSize(2).allMatch(one -> one.sopInstanceUid().startsWith("2.25."));

    String archiveName = state().archive();
    assertThat(Optional.ofNullable(forwards).orElseThrow().deletedThere("tiny", archiveName))
        .isEqualTo(2);
    upToDate(2);
    assertThat(state().withdrawn()).isZero();
  }

  @Test
  void instances_go_by_c_store_to_any_archive() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(STORESCP), "storescp of dcmtk is not installed");
    Path folder = Files.createDirectories(home.resolve("received"));
    int port = Orthanc.freePort();
    storescp =
        new ProcessBuilder(
                STORESCP.toString(), "-aet", "PACS1", "-od", folder.toString(), "+xa", "" + port)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("storescp.log").toFile())
            .start();
    patients();
    images(1, 1, 2, 3);
    forward(Map.of("tiny.to", "PACS1@127.0.0.1:" + port));

    upToDate(3);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(3);
    }
    assertThat(state().archive()).isEqualTo("PACS1");
  }

  @Test
  void one_instance_an_archive_cannot_use_does_not_keep_the_others() throws Exception {
    patients();
    images(1, 1, 2, 3, 4, 5);
    images(2, 1);
    String bad =
        node.sql.fetch("select min(uid) from etl.imaging_instance").getFirst().get(0, String.class);
    HttpServer archive =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    archive.createContext(
        "/",
        exchange -> {
          String sent = new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1);
          exchange.sendResponseHeaders(sent.contains(bad) ? 400 : 200, -1);
          exchange.close();
        });
    archive.start();
    try {
      forward(Map.of("tiny.to", "http://127.0.0.1:" + archive.getAddress().getPort()));
      upToDate(5);
      assertThat(state().refused()).isEqualTo(1);
      assertThat(node.sql.fetch("select uid, words from etl.forwarded where state = 'REFUSED'"))
          .singleElement()
          .satisfies(row -> {
            assertThat(row.get(0, String.class)).isEqualTo(bad);
            assertThat(row.get(1, String.class)).isEqualTo("it answers with 400");
          });
    } finally {
      archive.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "tiny.from; X@h:1; expected <study>.to",
        "none.to; X@h:1; there is no such study",
        "tiny.tls; yes; tiny.to: is missing",
        "tiny.to; X; expected TITLE@host:port",
        "tiny.to; https://user:secret@host/; a name and password stand in settings of their own",
      })
  void what_is_set_wrongly_keeps_the_node_from_starting(String name, String value, String words) {
    assertThatThrownBy(() -> forward(Map.of(name, value)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tessera.dicom.forward.")
        .hasMessageContaining(words)
        .hasMessageNotContaining("secret");
  }
}

package org.tessera.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.tessera.dicom.net.InstanceSender;
import org.tessera.dicom.net.RemotePeer;
import org.tessera.dicom.net.SendResult;
import org.tessera.etl.Delivery.State;
import org.tessera.etl.FailingSource.Failure;
import org.tessera.etl.imaging.ImageListener;
import org.tessera.etl.imaging.NetworkSettings;

/// Images over the network: one association is one delivery for the study that was called.
class ImageListenerTest extends NodeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private List<SendResult> send(String title, String titles, int count) throws Exception {
    List<Path> files = new ArrayList<>();
    Path folder = Files.createDirectories(home.resolve("sender"));
    for (int i = 1; i <= count; i++) {
      byte[] image = SmallImage.of("004-000001", 1, 1, i).bytes();
      files.add(Files.write(folder.resolve(Integer.toString(i)), image));
    }
    int port = freePort();
    List<SendResult> results = new ArrayList<>();
    try (ImageListener _ =
        ImageListener.start(
            home, node.ingest.images(), settings(port, titles), node.current()::studies, 0)) {
      InstanceSender.send(RemotePeer.of("127.0.0.1", port, title, "SENDER"), files, results::add);
      await(() -> groupsAreClosed(results));
    }
    return results;
  }

  private static NetworkSettings settings(int port, String titles) {
    Map<String, String> all =
        Map.of("tessera.dicom.port", Integer.toString(port), "tessera.dicom.titles", titles);
    return NetworkSettings.read(name -> all.getOrDefault(name, ""));
  }

  /// The listener hears of the end of an association after the sender does.
  private boolean groupsAreClosed(List<SendResult> results) {
    return results.stream().noneMatch(ImageListenerTest::isStored)
        || !node.sql.fetch("select 1 from etl.delivery").isEmpty();
  }

  private static boolean isStored(SendResult result) {
    return result instanceof SendResult.Sent;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(20);
    }
  }

  @Test
  void what_comes_over_one_association_is_a_delivery_for_the_study_that_is_called()
      throws Exception {
    assertThat(send("tiny", "", 3)).hasSize(3).allMatch(ImageListenerTest::isStored);
    node.ingest.drain();

    Delivery delivery = node.journal.latest(10).getFirst();
    assertThat(delivery.study()).isEqualTo("tiny");
    assertThat(delivery.via()).isEqualTo("c-store");
    assertThat(delivery.state()).isEqualTo(State.LOADED);
    assertThat(node.ingest.images().journal().counts(delivery.id()).orElseThrow().taken())
        .isEqualTo(3);
  }

  @Test
  void a_title_may_stand_for_a_study_and_one_that_stands_for_none_is_answered_so()
      throws Exception {
    assertThat(send("PACS1", "pacs1 = tinyfull", 1)).allMatch(ImageListenerTest::isStored);
    assertThat(node.journal.latest(10)).extracting(Delivery::study).containsExactly("tinyfull");

    assertThatThrownBy(() -> send("NOBODY", "pacs1 = tinyfull", 1))
        .hasMessage("rejected for good: the called AE title is not theirs");
    assertThat(node.journal.latest(10)).hasSize(1);
  }

  @Test
  void what_was_answered_as_stored_is_received_even_when_the_database_is_away_at_the_end()
      throws Exception {
    var failing = new FailingSource(node.database.dataSource(), Failure.AWAY, 1);
    node.start(source -> failing.dataSource());
    Path folder = Files.createDirectories(home.resolve("sender"));
    Path file = Files.write(folder.resolve("1"), SmallImage.of("004-000001", 1, 1, 1).bytes());
    int port = freePort();
    List<SendResult> results = new ArrayList<>();
    try (ImageListener _ =
        ImageListener.start(
            home, node.ingest.images(), settings(port, ""), node.current()::studies, 0)) {
      var peer = RemotePeer.of("127.0.0.1", port, "tiny", "SENDER");
      InstanceSender.send(peer, List.of(file), results::add);
      await(failing::failed);
    }
    assertThat(results).allMatch(ImageListenerTest::isStored);
    failing.heal();
    node.ingest.images().arrivals().recover();
    node.ingest.drain();

    assertThat(node.journal.latest(10)).extracting(Delivery::state).containsExactly(State.LOADED);
  }
}

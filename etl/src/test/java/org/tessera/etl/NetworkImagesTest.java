package org.tessera.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tessera.dicom.net.CommitmentRequest;
import org.tessera.dicom.net.InstanceReference;
import org.tessera.dicom.net.InstanceSender;
import org.tessera.dicom.net.RemotePeer;
import org.tessera.dicom.net.SendResult;
import org.tessera.dicom.net.Verification;
import org.tessera.etl.Delivery.State;
import org.tessera.etl.imaging.ImageListener;
import org.tessera.etl.imaging.NetworkSettings;

/// Images that come over the network, and what the node promises about them.
class NetworkImagesTest extends NodeTest {
  private static final String PATIENT = "004-000001";
  private static final String MR = "1.2.840.10008.5.1.4.1.1.4";

  private static NetworkSettings settings(Map<String, String> settings) {
    return NetworkSettings.read(name -> settings.getOrDefault(name, ""));
  }

  private ImageListener listen(Map<String, String> further) throws IOException {
    Map<String, String> all = new HashMap<>(further);
    try (var socket = new ServerSocket(0)) {
      all.put("tessera.dicom.port", Integer.toString(socket.getLocalPort()));
    }
    return ImageListener.start(
        home, node.ingest.images(), settings(all), node.current()::studies, 0);
  }

  private static RemotePeer peer(ImageListener listener, String title) {
    return RemotePeer.of("127.0.0.1", listener.port(), title, "SCANNER");
  }

  private List<InstanceReference> send(ImageListener listener, SmallImage... images)
      throws IOException {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < images.length; i++) {
      files.add(Files.write(home.resolve("sent-" + i), images[i].bytes()));
    }
    List<InstanceReference> sent = new ArrayList<>();
    InstanceSender.send(
        peer(listener, "TINY"), files, result -> sent.add(((SendResult.Sent) result).instance()));
    return sent;
  }

  /// The promise waits for the delivery, which nobody works on when the question comes.
  @Test
  void what_was_sent_is_promised_once_it_is_kept_and_not_before() throws Exception {
    try (ImageListener listener = listen(Map.of());
        var later = Executors.newSingleThreadScheduledExecutor()) {
      List<InstanceReference> sent =
          send(listener, image(1), image(2), image(3).with("PatientID", "nobody's number"));
      var held = image(4).with("BurnedInAnnotation", "YES").with("SeriesInstanceUID", "1.2.3.4");
      sent.addAll(send(listener, held));
      var never = new InstanceReference(MR, "1.2.3.4.5");
      var otherClass = new InstanceReference("1.2.840.10008.5.1.4.1.1.2", uid(sent, 0));
      var _ = later.schedule(() -> node.ingest.drain(), 700, TimeUnit.MILLISECONDS);

      List<InstanceReference> asked = new ArrayList<>(sent);
      asked.add(never);
      CommitmentRequest.Answer answer = CommitmentRequest.ask(peer(listener, "TINY"), asked);

      assertThat(answer.kept()).containsExactly(sent.get(0), sent.get(1));
      assertThat(answer.failed()).containsExactly(sent.get(2), sent.get(3), never);
      assertThat(CommitmentRequest.ask(peer(listener, "TINY"), List.of(otherClass)).kept())
          .isEmpty();
      assertThat(node.journal.latest(10))
          .allMatch(delivery -> delivery.via().equals("c-store"))
          .allMatch(delivery -> delivery.state() == State.LOADED);
    }
  }

  private static String uid(List<InstanceReference> sent, int at) {
    return sent.get(at).sopInstanceUid();
  }

  private static SmallImage image(int number) {
    return SmallImage.of(PATIENT, 1, 1, number);
  }

  @Test
  void what_has_lost_its_file_is_promised_no_more() throws Exception {
    try (ImageListener listener = listen(Map.of())) {
      List<InstanceReference> sent = send(listener, image(1));
      node.ingest.drain();
      assertThat(CommitmentRequest.ask(peer(listener, "TINY"), sent).kept()).isEqualTo(sent);
      try (var files = Files.walk(home.resolve("dicom"))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.delete(file);
        }
      }
      assertThat(CommitmentRequest.ask(peer(listener, "TINY"), sent).failed()).isEqualTo(sent);
    }
  }

  @Test
  void a_title_that_is_no_study_s_is_refused_before_anything_is_sent() throws Exception {
    try (ImageListener listener = listen(Map.of("tessera.dicom.titles", "LUNG-CT=tiny"))) {
      assertThat(Verification.echo(peer(listener, "lung-ct"))).isZero();
      assertThatThrownBy(() -> Verification.echo(peer(listener, "NOBODY")))
          .hasMessage("rejected for good: the called AE title is not theirs");
    }
  }

  @Test
  void only_callers_that_are_named_may_call_where_any_are() throws Exception {
    try (ImageListener listener = listen(Map.of("tessera.dicom.callers", "CT1,SCANNER@ct:104"))) {
      assertThat(Verification.echo(peer(listener, "TINY"))).isZero();
      var stranger = RemotePeer.of("127.0.0.1", listener.port(), "TINY", "STRANGER");
      assertThatThrownBy(() -> Verification.echo(stranger))
          .hasMessage("rejected for good: our AE title is not known there");
    }
  }

  @Test
  void other_machines_need_a_name_a_certificate_or_a_word_that_anybody_may() {
    Map<String, String> open =
        Map.of("tessera.dicom.port", "11112", "tessera.dicom.address", "0.0.0.0");
    assertThatThrownBy(() -> settings(open))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("name them (tessera.dicom.callers=CT1");
    Map<String, String> anybody = new HashMap<>(open);
    anybody.put("tessera.dicom.callers", "*");
    assertThat(settings(anybody).callers()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "port, many, 'tessera.dicom.port: a port is a number'",
    "port, 99999, 'tessera.dicom.port: a port is a number'",
    "titles, PACS1, 'tessera.dicom.titles: expected TITLE=study, found PACS1'",
    "callers, A-TITLE-FAR-TOO-LONG, 'tessera.dicom.callers: A-TITLE-FAR-TOO-LONG: an AE title has'",
    "callers, CT1@somewhere, 'tessera.dicom.callers: CT1@somewhere: expected TITLE@host:port'",
    "tls.client-certificates, maybe, 'is required or none'",
    "tls.trust-store, trust.p12, 'tessera.dicom.tls.key-store: TLS needs'",
    "tls.key-store, keys.p12, 'tessera.dicom.tls.trust-store: names the certificates'"
  })
  void a_setting_that_cannot_be_meant_is_named_with_what_would_be_right(
      String name, String value, String words) {
    assertThatThrownBy(() -> settings(Map.of("tessera.dicom." + name, value)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(words);
  }
}

package org.tessera.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.dicom.TransferSyntax;

class TlsTest {
  private static final String PASSWORD = "for-this-test";

  @TempDir Path folder;

  private SSLContext context(String name) throws Exception {
    return context(name, "dns:localhost,ip:127.0.0.1");
  }

  private SSLContext context(String name, String hosts) throws Exception {
    Path file = folder.resolve(name + ".p12");
    if (!Files.exists(file)) {
      var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
      var options =
          List.of(
              "-genkeypair -alias " + name + " -keyalg EC -groupname secp256r1 -storetype PKCS12",
              "-storepass for-this-test -dname CN=localhost -ext san=" + hosts);
      List<String> words = new ArrayList<>(List.of(keytool, "-keystore", file.toString()));
      options.forEach(line -> words.addAll(List.of(line.split(" "))));
      assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
    }
    var store = new TlsStores.Store(file, PASSWORD);
    return TlsStores.open(Optional.of(store), Optional.of(store));
  }

  @Test
  void instances_go_encrypted_between_two_that_trust_each_other() throws Exception {
    SSLContext context = context("ours");
    Path file = Instances.write(folder, 1, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    try (Inbox inbox = Inbox.open(folder, Inbox.settings(folder).over(context, true))) {
      List<SendResult> results = new ArrayList<>();
      InstanceSender.send(inbox.peer().over(context), List.of(file), results::add);
      assertThat(results).allSatisfy(it -> assertThat(it).isInstanceOf(SendResult.Sent.class));
      assertThat(inbox.files).hasSize(1);
    }
  }

  @Test
  void who_speaks_plainly_or_with_another_certificate_gets_no_association() throws Exception {
    SSLContext context = context("ours");
    SSLContext foreign = context("theirs");
    try (Inbox inbox = Inbox.open(folder, Inbox.settings(folder).over(context, true))) {
      assertThatThrownBy(() -> Verification.echo(inbox.peer())).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> Verification.echo(inbox.peer().over(foreign)))
          .isInstanceOf(IOException.class);
      assertThat(Verification.echo(inbox.peer().over(context))).isZero();
    }
  }

  @Test
  void a_trusted_certificate_of_another_host_is_not_taken() throws Exception {
    SSLContext context = context("elsewhere", "dns:archive.example");
    try (Inbox inbox = Inbox.open(folder, Inbox.settings(folder).over(context, false))) {
      assertThatThrownBy(() -> Verification.echo(inbox.peer().over(context)))
          .isInstanceOf(AssociationFailure.class)
          .hasMessageStartingWith("TLS failed");
    }
  }

  @Test
  void one_who_connects_and_then_keeps_silent_is_given_up_within_the_time_to_connect()
      throws Exception {
    SSLContext context = context("ours");
    try (var silent = new ServerSocket(0)) {
      var peer =
          new RemotePeer(
              "127.0.0.1",
              silent.getLocalPort(),
              "OTHER",
              "TESSERA",
              Duration.ofSeconds(1),
              NetLimits.USUAL,
              Optional.of(context));
      assertThatThrownBy(() -> Verification.echo(peer))
          .isInstanceOfSatisfying(
              AssociationFailure.class,
              it -> assertThat(it.kind()).isEqualTo(AssociationFailure.Kind.UNREACHABLE));
    }
  }

  /// TLS would wait behind the write for its own last word, and so would whoever ends the
  /// connection.
  @Test
  @Timeout(60)
  void a_write_that_nobody_takes_ends_although_tls_wants_to_take_its_leave() throws Exception {
    SSLContext context = context("ours");
    try (var server =
            context
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var plain = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
      Thread.ofVirtual().start(() -> handshakeAndSleep(server));
      Socket secure =
          context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
      try (Wire wire = new Wire(plain, secure, Duration.ofSeconds(1))) {
        wire.handshake(Duration.ofSeconds(30));
        assertThatThrownBy(() -> wire.write(new byte[256 << 20]))
            .isInstanceOf(AssociationFailure.class);
      }
    }
  }

  private static void handshakeAndSleep(ServerSocket server) {
    try (Socket taken = server.accept()) {
      ((SSLSocket) taken).startHandshake();
      Thread.sleep(Duration.ofMinutes(2));
    } catch (IOException | InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_key_store_that_cannot_be_opened_is_named_with_what_would_help() throws Exception {
    Path file = Files.writeString(folder.resolve("no.p12"), "nothing of the kind");
    var broken = Optional.of(new TlsStores.Store(file, PASSWORD));
    assertThatThrownBy(() -> TlsStores.open(broken, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no.p12 is no key store of PKCS#12, or has another password");
    var missing = Optional.of(new TlsStores.Store(folder.resolve("none.p12"), PASSWORD));
    assertThatThrownBy(() -> TlsStores.open(Optional.empty(), missing))
        .hasMessageContaining("there is no key store");
  }
}

package org.tessera.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.dicom.TransferSyntax;

class TlsTest {
  private static final char[] PASSWORD = "for-this-test".toCharArray();

  @TempDir Path folder;

  private SSLContext context(String name) throws Exception {
    Path file = folder.resolve(name + ".p12");
    if (!Files.exists(file)) {
      var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
      var options =
          List.of(
              "-genkeypair -alias " + name + " -keyalg EC -groupname secp256r1 -storetype PKCS12",
              "-storepass for-this-test -dname CN=localhost -ext san=dns:localhost,ip:127.0.0.1");
      List<String> words = new ArrayList<>(List.of(keytool, "-keystore", file.toString()));
      options.forEach(line -> words.addAll(List.of(line.split(" "))));
      assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
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
}

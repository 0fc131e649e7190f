package org.tessera.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/// Uses a fresh node once and ends it, so that the JVM can write down which classes a start and a
/// load need, and which methods run hot there (JEP 514, JEP 515).
final class Training {
  private static final List<String> ADDRESSES =
      List.of("/", "/catalogue?q=breast", "/sign-in", "/fhir/metadata", "/css/tessera.css");

  private static final int PATIENTS_PER_STUDY = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private Training() {}

  static void run(RunningNode node) throws IOException, InterruptedException {
    String port = Files.readString(node.home().path("node.port")).strip();
    try (var client = HttpClient.newHttpClient()) {
      for (String address : ADDRESSES) {
        client.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + address)).build(),
            BodyHandlers.discarding());
      }
    }
    node.context().getBean(SampleLoad.class).run(PATIENTS_PER_STUDY, PATIENCE);
    node.context().close();
  }
}

package org.tessera.etl;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Another maker's archive: Debian's packages `orthanc` and `orthanc-dicomweb`. What needs it is
/// skipped where they are not installed.
final class Orthanc implements AutoCloseable {
  static final String USER = "archivist";
  static final String PASSWORD = "made-up";
  private static final Path PROGRAM = Path.of("/usr/sbin/Orthanc");
  private static final Path PLUGIN = Path.of("/usr/share/orthanc/plugins/libOrthancDicomWeb.so");

  final int httpPort = freePort();
  final int dicomPort = freePort();
  private final Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private @Nullable Process process;

  Orthanc(Path folder) {
    Assumptions.assumeTrue(
        Files.isExecutable(PROGRAM) && Files.exists(PLUGIN),
        "orthanc and orthanc-dicomweb are not installed");
    this.folder = folder;
  }

  static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// Starts it with what it held before.
  Orthanc start() throws Exception {
    Path settings = Files.createDirectories(folder).resolve("orthanc.json");
    Files.writeString(
        settings,
        """
        { "Name": "ORTHANC", "StorageDirectory": "%1$s/db", "IndexDirectory": "%1$s/db",
          "HttpPort": %2$d, "DicomPort": %3$d, "DicomAet": "ORTHANC", "RemoteAccessAllowed": false,
          "AuthenticationEnabled": true, "RegisteredUsers": { "%4$s": "%5$s" },
          "Plugins": ["%6$s"], "DicomWeb": { "Enable": true, "Root": "/dicom-web/" } }
        """
            .formatted(folder, httpPort, dicomPort, USER, PASSWORD, PLUGIN));
    process =
        new ProcessBuilder(PROGRAM.toString(), settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("orthanc.log").toFile())
            .start();
    for (int i = 0; i < 300; i++) {
      try {
        get("/system");
        return this;
      } catch (IOException _) {
        Thread.sleep(100);
      }
    }
    throw new AssertionError("Orthanc did not start");
  }

  void stop() {
    if (process != null) {
      process.destroy();
      process.onExit().join();
    }
  }

  String web() {
    return "http://127.0.0.1:" + httpPort + "/dicom-web";
  }

  String title() {
    return "ORTHANC@127.0.0.1:" + dicomPort;
  }

  /// How many instances it has.
  int instances() throws Exception {
    return get("/statistics").path("CountInstances").asInt(-1);
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return JsonMapper.shared()
        .readTree(client.send(request(path).GET().build(), BodyHandlers.ofString()).body());
  }

  /// Stores a file by its own interface, over a connection of its own: it closes idle ones, and
  /// what is sent at that moment is lost.
  void store(byte[] file) throws IOException, InterruptedException {
    try (var own = HttpClient.newHttpClient()) {
      own.send(
          request("/instances").POST(BodyPublishers.ofByteArray(file)).build(),
          BodyHandlers.ofString());
    }
  }

  private HttpRequest.Builder request(String path) {
    byte[] pair = (USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  @Override
  public void close() {
    stop();
    client.close();
  }
}

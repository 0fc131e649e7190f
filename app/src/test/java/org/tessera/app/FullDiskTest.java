package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node whose disk is fuller than its mark allows.
class FullDiskTest {
  private static final String EVERYTHING = "tessera.inbox.free-mb-min=1000000000\n";

  @Test
  void nothing_is_taken_in_and_every_file_stays_with_its_sender(@TempDir Path folder)
      throws Exception {
    Path home = folder.resolve("home");
    try (var running = NodeInProcess.start(home, EVERYTHING + "tessera.inbox.settle-ms=100\n")) {
      NodeOverHttp node = running.http();
      Path inbox = home.resolve("inbox").resolve(NodeOverHttp.STUDY);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(inbox)))
          .isEqualTo("rwx------");
      Path file = Files.write(inbox.resolve("Patient.csv"), NodeOverHttp.patients(0, 3, 0));

      HttpResponse<String> refused = node.deliver("manager", NodeOverHttp.patients(0, 3, 0), "");

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("60");
      assertThat(refused.body()).contains("disk is full");
      // Several polls of the inbox later the file is where it was.
      Thread.sleep(4_000);
      assertThat(file).exists();
      assertThat(NodeOverHttp.json(node.get("/api/deliveries", "manager")).size()).isZero();
    }
  }
}

package org.tessera.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.tessera.app.Home;
import org.tessera.app.SampleDelivery;
import org.tessera.app.demo.DemoStudy;
import org.tessera.mappings.Mappings;
import org.tessera.vocabularies.Vocabularies;

/// Loads a generated workbook through a fresh node's command line and tells how long it took until
/// FHIR, OMOP and the catalogue have it.
///
/// Arguments: the repository's folder, the study (`breast`), the patients (`10000`), a scratch
/// folder.
public final class LoadBench {
  private static final long SEED = 42;

  private LoadBench() {}

  /// Runs the measurement and prints it.
  public static void main(String[] words) throws IOException, InterruptedException {
    Path repository = Path.of(words[0]).toAbsolutePath();
    DemoStudy study = DemoStudy.valueOf(words[1].toUpperCase(Locale.ROOT));
    int patients = Integer.parseInt(words[2]);
    Path scratch = Files.createDirectories(Path.of(words[3]).toAbsolutePath());
    Path workbook = scratch.resolve(study.study() + "-" + patients + ".xlsx");
    Path home = scratch.resolve("home-" + Instant.now().toEpochMilli());
    Instant begun = Instant.now();
    new SampleDelivery(
            Home.at(scratch.resolve("writer")), Mappings.builtIn(Vocabularies.builtIn()), SEED)
        .write(study, patients, workbook);
    print("workbook written", begun, Files.size(workbook) / 1_000_000 + " MB");

    Process node = start(repository, home);
    try {
      Instant up = Instant.now();
      awaitUp(home);
      print("node up (first start, cluster created)", up, "");
      Instant loading = Instant.now();
      int status = command(repository, home, "load", "--study", study.study(), workbook.toString());
      print("loaded: FHIR, OMOP and catalogue caught up", loading, "status " + status);
      command(repository, home, "report");
      Instant again = Instant.now();
      command(repository, home, "rebuild", "omop");
      print("OMOP rebuilt", again, "");
      command(repository, home, "verify");
    } finally {
      node.destroy();
      node.waitFor();
    }
  }

  private static Process start(Path repository, Path home) throws IOException {
    return new ProcessBuilder(
            repository.resolve("tessera").toString(),
            "serve",
            "--home",
            home.toString(),
            "--port",
            "0")
        .redirectErrorStream(true)
        .redirectOutput(home.resolveSibling("node.log").toFile())
        .start();
  }

  private static void awaitUp(Path home) throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofMinutes(5));
    try (var client = HttpClient.newHttpClient()) {
      while (Instant.now().isBefore(end)) {
        try {
          String port = Files.readString(home.resolve("node.port")).strip();
          var address = URI.create("http://127.0.0.1:" + port + "/actuator/health");
          var answer =
              client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
          if (answer.statusCode() == 200) {
            return;
          }
        } catch (IOException e) {
          // Not listening yet.
        }
        Thread.sleep(100);
      }
    }
    throw new IllegalStateException("the node did not come up");
  }

  private static int command(Path repository, Path home, String... words)
      throws IOException, InterruptedException {
    var command = new java.util.ArrayList<>(List.of(repository.resolve("tessera").toString()));
    command.addAll(List.of(words));
    command.addAll(List.of("--home", home.toString()));
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static void print(String what, Instant since, String more) {
    System.out.printf(
        "== %-48s %8.1f s  %s%n",
        what, Duration.between(since, Instant.now()).toMillis() / 1000.0, more);
  }
}

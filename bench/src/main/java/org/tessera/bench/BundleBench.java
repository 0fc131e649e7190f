package org.tessera.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// Posts generated transaction bundles to a FHIR server, ours or a peer, and tells how many
/// resources a second it takes.
///
/// Arguments: the server's FHIR address, bundles a run, the writers of each run (`1,4`), a bearer
/// token (or nothing).
public final class BundleBench {
  private final URI target;
  private final String token;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private BundleBench(URI target, String token) {
    this.target = target;
    this.token = token;
  }

  /// Runs the measurement and prints a table.
  public static void main(String[] words) throws Exception {
    var bench = new BundleBench(URI.create(words[0]), words.length > 3 ? words[3] : "");
    int bundles = Integer.parseInt(words[1]);
    bench.post(SyntheticBundle.providers());
    bench.run(Math.max(10, bundles / 4), 2, 1_000_000, "warm-up");
    long seed = 2_000_000;
    for (String writers : words[2].split(",", -1)) {
      bench.run(bundles, Integer.parseInt(writers), seed, writers + " writer(s)");
      seed += 1_000_000;
    }
  }

  private void run(int bundles, int writers, long seed, String name) throws Exception {
    List<SyntheticBundle.Text> texts = new ArrayList<>();
    long bytes = 0;
    int resources = 0;
    for (int i = 0; i < bundles; i++) {
      texts.add(SyntheticBundle.patient(seed + i));
      bytes += texts.getLast().json().length();
      resources += texts.getLast().resources();
    }
    List<Callable<Boolean>> posts = new ArrayList<>();
    for (SyntheticBundle.Text text : texts) {
      posts.add(() -> post(text));
    }
    long start = System.nanoTime();
    int failed = 0;
    try (var pool = Executors.newFixedThreadPool(writers)) {
      for (var done : pool.invokeAll(posts)) {
        failed += done.get() ? 0 : 1;
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%-14s %5d bundles of %d resources, %.2f MB each: %8.1f s %8.0f resources/s, %d failed%n",
        name,
        bundles,
        resources / bundles,
        bytes / 1e6 / bundles,
        seconds,
        resources / seconds,
        failed);
  }

  private boolean post(SyntheticBundle.Text text) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(target)
            .header("Content-Type", "application/fhir+json")
            .POST(HttpRequest.BodyPublishers.ofString(text.json()));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    var response = client.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      String body = response.body();
      System.err.println(
          response.statusCode() + " " + body.substring(0, Math.min(400, body.length())));
    }
    return response.statusCode() < 300;
  }
}

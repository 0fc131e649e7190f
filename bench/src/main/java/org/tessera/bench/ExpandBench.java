package org.tessera.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/// Pages through the expansion of all standard concepts of an imported bundle of [AthenaBundle],
/// over HTTP.
///
/// Arguments: the address of the FHIR server, a bearer token.
public final class ExpandBench {
  private static final int PAGES = 100;
  private static final int CODES = 1_000;

  private ExpandBench() {}

  /// Measures and prints.
  public static void main(String[] words) throws IOException, InterruptedException {
    String url = URLEncoder.encode("urn:omop:made-standard?fhir_vs", StandardCharsets.UTF_8);
    var random = new Random(1);
    try (var client = HttpClient.newHttpClient()) {
      long[] millis = new long[PAGES];
      for (int page = 0; page < PAGES; page++) {
        String query =
            "/ValueSet/$expand?url=%s&count=%d&offset=%d"
                .formatted(url, CODES, page == 0 ? 0 : random.nextInt(1_000_000));
        long begun = System.nanoTime();
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(URI.create(words[0] + query))
                    .header("Authorization", "Bearer " + words[1])
                    .build(),
                BodyHandlers.ofString());
        millis[page] = (System.nanoTime() - begun) / 1_000_000;
        if (answer.statusCode() != 200) {
          throw new IllegalStateException(answer.body());
        }
        if (page == 0) {
          String total = answer.body().replaceAll("(?s).*\"total\"\\s*:\\s*(\\d+).*", "$1");
          System.out.printf("%s codes; first page %d ms%n", total, millis[0]);
        }
      }
      long[] later = Arrays.copyOfRange(millis, 1, PAGES);
      Arrays.sort(later);
      System.out.printf(
          "%d pages of %,d codes at random places: median %d ms, 95th of 100 %d ms, longest %d"
              + " ms%n",
          later.length,
          CODES,
          later[later.length / 2],
          later[later.length * 95 / 100],
          later[later.length - 1]);
    }
  }
}

package org.tessera.catalog.harvest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks another catalogue for its document: bounded in size and time, following nobody elsewhere.
final class Fetch {
  static final int BYTES_MAX = 16 * 1024 * 1024;
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int OK = 200;

  private final HttpClient client;
  private final Duration wait;

  /// @param wait for the whole document
  Fetch(Duration wait) {
    this.wait = wait;
    client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /// The answer, whose status is that of success.
  HttpResponse<byte[]> get(URI address) throws Unreadable {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(wait)
            .header("Accept", "text/turtle, application/fhir+json;q=0.9")
            .header("User-Agent", "Tessera")
            .build();
    CompletableFuture<HttpResponse<byte[]>> asked =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), BYTES_MAX));
    try {
      return checked(asked.get(wait.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      asked.cancel(true);
      throw new Unreadable("it did not send all within " + wait.toSeconds() + " seconds");
    } catch (ExecutionException e) {
      throw new Unreadable(
          e.getCause() instanceof IOException
              ? "it did not answer, or sent more than " + BYTES_MAX / 1024 / 1024 + " MB"
              : "its answer could not be read");
    } catch (InterruptedException e) {
      asked.cancel(true);
      Thread.currentThread().interrupt();
      throw new Unreadable("the node stops");
    }
  }

  private static HttpResponse<byte[]> checked(HttpResponse<byte[]> answer) throws Unreadable {
    if (answer.statusCode() != OK) {
      throw new Unreadable("it answered with status " + answer.statusCode());
    }
    return answer;
  }

  /// Whether the answer says that it is JSON.
  static boolean isJson(HttpResponse<byte[]> answer) {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).endsWith("json");
  }
}

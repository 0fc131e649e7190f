package org.tessera.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A FHIR server as a client sees it.
final class FhirEndpoint {
  private static final int PAGES_MAX = 500;
  private static final int PAGE = 200;
  private static final int OK = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;
  private final String token;

  /// @param base the address of the server without a slash at its end
  /// @param token a bearer token; empty if the server wants none
  FhirEndpoint(String base, String token) {
    this.base = base;
    this.token = token;
  }

  /// What a server says to a search, over all its pages.
  ///
  /// @param matches `Type/id` in the order they came
  /// @param included `Type/id` of what came with the matches
  /// @param problem what the server says if the status is not 200, else empty
  record Answer(
      int status, List<String> matches, List<String> included, OptionalInt total, String problem) {
    boolean isRefusal() {
      return status != OK;
    }
  }

  /// Puts resources under their ids, in transactions.
  ///
  /// @throws IOException if the server does not take one
  void load(List<Map<String, Object>> resources) throws IOException, InterruptedException {
    for (int from = 0; from < resources.size(); from += PAGE) {
      List<Object> entries = new ArrayList<>();
      for (var resource : resources.subList(from, Math.min(from + PAGE, resources.size()))) {
        String address = resource.get("resourceType") + "/" + resource.get("id");
        entries.add(
            Map.of("resource", resource, "request", Map.of("method", "PUT", "url", address)));
      }
      transaction(
          JSON.writeValueAsString(
              Map.of("resourceType", "Bundle", "type", "transaction", "entry", entries)));
    }
  }

  /// Sends a transaction.
  ///
  /// @throws IOException if the server does not take it
  void transaction(String bundle) throws IOException, InterruptedException {
    HttpRequest request =
        request(base)
            .header("Content-Type", "application/fhir+json")
            .header("Prefer", "return=minimal")
            .POST(BodyPublishers.ofString(bundle))
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != OK) {
      throw new IOException(base + " answered " + answer.statusCode() + ": " + answer.body());
    }
  }

  /// Asks a question and follows its pages.
  ///
  /// @param post whether to ask by POST
  Answer search(Question question, boolean post) throws IOException, InterruptedException {
    String parameters = question.encoded() + (question.encoded().isEmpty() ? "" : "&");
    parameters += "_count=" + PAGE + "&_total=accurate";
    String address = question.path().isEmpty() ? base : base + "/" + question.path();
    HttpRequest first =
        post
            ? request(address + "/_search")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(parameters))
                .build()
            : request(address + "?" + parameters).build();
    List<String> matches = new ArrayList<>();
    List<String> included = new ArrayList<>();
    OptionalInt total = OptionalInt.empty();
    HttpRequest next = first;
    for (int page = 0; page < PAGES_MAX; page++) {
      HttpResponse<String> answer = client.send(next, BodyHandlers.ofString());
      if (answer.statusCode() != OK) {
        return new Answer(answer.statusCode(), List.of(), List.of(), total, said(answer.body()));
      }
      JsonNode bundle = JSON.readTree(answer.body());
      if (page == 0 && bundle.has("total")) {
        total = OptionalInt.of(bundle.get("total").asInt());
      }
      read(bundle, matches, included);
      String link = next(bundle);
      if (link.isEmpty()) {
        break;
      }
      next = request(link).build();
    }
    return new Answer(OK, matches, included, total, "");
  }

  /// Asks once and reads the whole answer, over one connection that is kept, by the simplest client
  /// there is: what an asynchronous one adds for itself would count for every server.
  ///
  /// @param path what follows the base, with its slash
  /// @return nanoseconds until the last byte was there
  /// @throws IOException if the answer is not 200
  long nanosOf(String path) throws IOException {
    URL address = URI.create((base + path).replace("|", "%7C")).toURL();
    long begun = System.nanoTime();
    var connection = (HttpURLConnection) address.openConnection();
    connection.setRequestProperty("Accept", "application/fhir+json");
    if (!token.isEmpty()) {
      connection.setRequestProperty("Authorization", "Bearer " + token);
    }
    if (connection.getResponseCode() != OK) {
      throw new IOException(base + path + " answered " + connection.getResponseCode());
    }
    try (InputStream body = connection.getInputStream()) {
      body.transferTo(OutputStream.nullOutputStream());
    }
    return System.nanoTime() - begun;
  }

  /// The text of a resource, compact; empty if it is not there.
  String text(String reference) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(request(base + "/" + reference).build(), BodyHandlers.ofString());
    return answer.statusCode() == OK ? JSON.readTree(answer.body()).toString() : "";
  }

  private HttpRequest.Builder request(String address) {
    var builder =
        HttpRequest.newBuilder(URI.create(address.replace("|", "%7C")))
            .timeout(PATIENCE)
            .header("Accept", "application/fhir+json");
    return token.isEmpty() ? builder : builder.header("Authorization", "Bearer " + token);
  }

  private static void read(JsonNode bundle, List<String> matches, List<String> included) {
    for (JsonNode entry : bundle.path("entry")) {
      JsonNode resource = entry.path("resource");
      String name =
          resource.path("resourceType").asString("") + "/" + resource.path("id").asString("");
      switch (entry.path("search").path("mode").asString("match")) {
        case "match" -> matches.add(name);
        case "include" -> included.add(name);
        default -> {
          // An outcome tells about the search.
        }
      }
    }
  }

  private static String next(JsonNode bundle) {
    for (JsonNode link : bundle.path("link")) {
      if (link.path("relation").asString("").equals("next")) {
        return link.path("url").asString("");
      }
    }
    return "";
  }

  private static String said(String body) {
    try {
      JsonNode issue = JSON.readTree(body).path("issue").path(0);
      return issue.path("diagnostics").asString(issue.path("details").path("text").asString(""));
    } catch (JacksonException _) {
      return body.substring(0, Math.min(body.length(), PAGE));
    }
  }
}

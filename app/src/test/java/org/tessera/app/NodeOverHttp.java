package org.tessera.app;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A node as its users reach it, by the address it left in its home; and the small study the tests
/// of deliveries give it, where every delivery is complete.
final class NodeOverHttp implements AutoCloseable {
  static final String STUDY = "complete";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path home;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, String> tokens = new TreeMap<>();

  NodeOverHttp(Path home) {
    this.home = home;
  }

  /// Puts the study and the settings into a home before its first start.
  static void prepare(Path home, String settings) throws IOException {
    Path study = Home.at(home).path("studies").resolve(STUDY);
    Files.createDirectories(study);
    Files.writeString(home.resolve("node.properties"), settings);
    Files.writeString(
        study.resolve("study.yaml"),
        """
        study: complete
        title: A study whose deliveries are complete
        description: One tab, for the tests of deliveries
        patient: { column: patient_number, pattern: '\\d{3}-\\d{6}', canonical: [trim, upper] }
        delivery: full
        missing: [""]
        forms: [patient.yaml]
        codes: [codes.csv]
        resources:
          - { resource: ResearchStudy, id: complete, status: active, title: Complete deliveries }
        """);
    Files.writeString(
        study.resolve("patient.yaml"),
        """
        form: Patient
        sheets: [Patient]
        columns:
          - { name: patient_number, type: patient, required: M }
          - { name: gender, type: code, list: gender, required: M }
          - { name: year_of_birth, type: integer, min: 1900, max: 2100 }
          - { name: comment, type: text }
        resources:
          - resource: Patient
            id: "{patient}"
            gender: { column: gender, translate: gender, as: code }
            birthDate: { column: year_of_birth, convert: year }
          - resource: ResearchSubject
            id: "{patient}-{study}"
            status: on-study
            study: { reference: ResearchStudy, id: "{study}" }
            individual: { reference: Patient, id: "{patient}" }
        """);
    Files.writeString(
        study.resolve("codes.csv"),
        """
        list,value,label,system,code,display,relationship,comment
        gender,male,male,http://hl7.org/fhir/administrative-gender,male,Male,equivalent,
        gender,female,female,http://hl7.org/fhir/administrative-gender,female,Female,equivalent,
        """);
  }

  /// A delivery of these patients, each with a remark of this length.
  static byte[] patients(int from, int to, int remarkCharacters) {
    var text = new StringBuilder("patient_number,gender,year_of_birth,comment\n");
    String remark = "r".repeat(remarkCharacters);
    for (int n = from; n < to; n++) {
      text.append(
          "004-%06d,%s,%d,%s%n"
              .formatted(n, n % 2 == 0 ? "male" : "female", 1930 + n % 60, remark));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  HttpResponse<String> get(String path, String account) throws IOException, InterruptedException {
    return client.send(request(path, account).GET().build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String account, Map<String, String> form)
      throws IOException, InterruptedException {
    String body =
        form.entrySet().stream()
            .map(one ->
                one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return client.send(
        request(path, account)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  /// Delivers a file as a program does.
  HttpResponse<String> deliver(String account, byte[] content, String further)
      throws IOException, InterruptedException {
    return client.send(
        request("/api/deliveries?study=" + STUDY + further, account)
            .header("Content-Type", "application/octet-stream")
            .header("X-File-Name", "Patient.csv")
            .POST(BodyPublishers.ofByteArray(content))
            .build(),
        BodyHandlers.ofString());
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }

  /// Waits until there is nothing more to do for a delivery.
  JsonNode settled(long delivery) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      JsonNode state = state(delivery);
      if (!state.path("open").asBoolean(true)) {
        return state;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("delivery " + delivery + " did not end");
  }

  JsonNode state(long delivery) throws IOException, InterruptedException {
    return json(get("/api/deliveries/" + delivery + "/state", "command"));
  }

  static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  /// @param account `command` for the home's own token, `` for nobody, or the role of a demo
  ///   account
  HttpRequest.Builder request(String path, String account)
      throws IOException, InterruptedException {
    String port = Files.readString(home.resolve("node.port")).strip();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    return account.isEmpty()
        ? request
        : request.header("Authorization", "Bearer " + token(account));
  }

  private String token(String account) throws IOException, InterruptedException {
    if (account.equals("command")) {
      return Files.readString(home.resolve("keys").resolve("command.token")).strip();
    }
    if (!tokens.containsKey(account)) {
      var answer =
          post(
              "/api/token",
              "",
              Map.of("username", "demo-" + account, "password", "tessera-demo-" + account));
      tokens.put(account, json(answer).path("access_token").asString());
    }
    return String.valueOf(tokens.get(account));
  }

  @Override
  public void close() {
    client.close();
  }
}

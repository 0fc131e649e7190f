package org.tessera.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tessera.fhir.store.Resources;
import tools.jackson.databind.JsonNode;

/// The requests of `rest/hostile-requests.tsv`, sent byte by byte: none is answered by a failure of
/// the server, none tells of its inside, each refusal says what is wrong, and the server goes on.
class HostileRequestsTest {
  /// So long nothing may take; what hangs is a failure of its own.
  private static final int PATIENCE_MILLIS = 60_000;

  private static final Pattern MACRO = Pattern.compile("⟪(?:x([0-9a-f]{2})|(\\d+):([^⟫]*))⟫");
  private static final Pattern INSIDE =
      Pattern.compile(
          "Exception|\\bat (?:org|java|tools|com)\\.|org\\.postgresql|SQLSTATE|\\bselect \\S+"
              + " from\\b|\\binsert"
              + " into\\b|fhir\\.(?:res|ix|str|dat|qty)\\b|\\.java:\\d|tools\\.jackson");

  private static TestServer server;

  /// One line of the file.
  record Hostile(String category, String status, String request, String headers, String body) {
    static Hostile of(String line) {
      String[] cells = line.split("\t", -1);
      return new Hostile(cells[0], cells[1], cells[2], cells[3], cells[4]);
    }

    @Override
    public String toString() {
      String all = request + " " + headers + " " + body;
      return all.substring(0, Math.min(all.length(), 160)).strip();
    }
  }

  private record Reply(int status, String headers, String body) {}

  @BeforeAll
  static void open() throws Exception {
    server = new TestServer();
    for (String body :
        List.of(
            "{\"resourceType\":\"Patient\",\"id\":\"sane\",\"name\":[{\"family\":\"Sane\"}]}",
            "{\"resourceType\":\"Organization\",\"id\":\"a\",\"name\":\"a\"}",
            "{\"resourceType\":\"Organization\",\"id\":\"b\",\"name\":\"b\",\"partOf\":{\"reference\":\"Organization/a\"}}",
            "{\"resourceType\":\"Organization\",\"id\":\"a\",\"name\":\"a\",\"partOf\":{\"reference\":\"Organization/b\"}}")) {
      JsonNode tree = Resources.json(body);
      String path =
          "/" + tree.path("resourceType").stringValue() + "/" + tree.path("id").stringValue();
      assertThat(server.send("PUT", path, body).statusCode()).isIn(200, 201);
    }
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
  }

  static Stream<Map.Entry<String, List<Hostile>>> categories() throws IOException {
    Map<String, List<Hostile>> all = new LinkedHashMap<>();
    try (InputStream file =
        HostileRequestsTest.class.getResourceAsStream("/rest/hostile-requests.tsv")) {
      String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .filter(line -> !line.startsWith("#"))
          .map(Hostile::of)
          .forEach(one -> all.computeIfAbsent(one.category(), any -> new ArrayList<>()).add(one));
    }
    assertThat(all.values().stream().mapToInt(List::size).sum()).isGreaterThan(1_000);
    return all.entrySet().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("categories")
  void a_hostile_request_is_answered_or_refused_in_words(Map.Entry<String, List<Hostile>> kind)
      throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Hostile hostile : kind.getValue()) {
      String found = fault(hostile, send(hostile));
      if (!found.isEmpty()) {
        wrong.add(found + ": " + hostile);
      }
    }
    assertThat(wrong).isEmpty();
    var sane = server.get("/Patient/sane");
    assertThat(sane.statusCode()).isEqualTo(200);
    assertThat(sane.body()).contains("Sane");
  }

  private static String fault(Hostile hostile, Reply reply) {
    if (!fits(hostile.status(), reply.status())) {
      return reply.status()
          + " where "
          + hostile.status()
          + " is right: "
          + shortened(reply.body());
    }
    if (INSIDE.matcher(reply.body()).find()) {
      return "tells of its inside: " + shortened(reply.body());
    }
    if (reply.status() < 400 || hostile.status().equals("container")) {
      return "";
    }
    if (hostile.request().startsWith("HEAD")) {
      return "";
    }
    boolean says =
        reply.body().contains("OperationOutcome") && reply.body().contains("diagnostics");
    return says ? "" : reply.status() + " without a word: " + shortened(reply.body());
  }

  private static boolean fits(String expected, int status) {
    return switch (expected) {
      case "<500" -> status >= 200 && status < 500;
      case "4xx", "container" -> status >= 400 && status < 500;
      default -> status == Integer.parseInt(expected);
    };
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(text.length(), 200)).replace('\n', ' ');
  }

  private static Reply send(Hostile hostile) throws IOException {
    URI base = URI.create(server.base());
    byte[] body = bytes(hostile.body());
    int space = hostile.request().indexOf(' ');
    var request = new ByteArrayOutputStream();
    request.write(bytes(hostile.request().substring(0, space) + " " + base.getPath()));
    request.write(bytes(hostile.request().substring(space + 1) + " HTTP/1.1\r\n"));
    request.write(bytes("Host: " + base.getAuthority() + "\r\nConnection: close\r\n"));
    request.write(bytes("Content-Length: " + body.length + "\r\n"));
    for (String header : hostile.headers().split(" ;; ", -1)) {
      request.write(bytes(header.isEmpty() ? "" : header + "\r\n"));
    }
    request.write(bytes("\r\n"));
    request.write(body);
    try (var socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request.toByteArray());
      byte[] answer = socket.getInputStream().readAllBytes();
      return reply(new String(answer, StandardCharsets.UTF_8));
    }
  }

  private static Reply reply(String answer) {
    int end = answer.indexOf("\r\n\r\n");
    assertThat(answer).as("an answer by HTTP").startsWith("HTTP/1.1 ").contains("\r\n\r\n");
    int status = Integer.parseInt(answer.substring(9, 12));
    return new Reply(status, answer.substring(0, end), answer.substring(end + 4));
  }

  /// What a cell of the file stands for.
  private static byte[] bytes(String cell) {
    var bytes = new ByteArrayOutputStream();
    Matcher macro = MACRO.matcher(cell);
    int at = 0;
    while (macro.find()) {
      bytes.writeBytes(cell.substring(at, macro.start()).getBytes(StandardCharsets.UTF_8));
      at = macro.end();
      if (macro.group(1) != null) {
        bytes.write(Integer.parseInt(macro.group(1), 16));
      } else {
        int times = Integer.parseInt(macro.group(2));
        bytes.writeBytes(macro.group(3).repeat(times).getBytes(StandardCharsets.UTF_8));
      }
    }
    bytes.writeBytes(cell.substring(at).getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }
}

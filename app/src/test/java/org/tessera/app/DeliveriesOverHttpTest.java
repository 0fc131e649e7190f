package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Deliveries as programs and browsers make them, on a real node that takes one megabyte at most.
class DeliveriesOverHttpTest {
  @TempDir static Path folder;
  private static Path home = Path.of("");
  private static @Nullable NodeInProcess running;
  private static NodeOverHttp node = new NodeOverHttp(home);

  @BeforeAll
  static void start() throws Exception {
    home = folder.resolve("home");
    running = NodeInProcess.start(home, "tessera.upload.mb-max=1\n");
    node = running.http();
  }

  @AfterAll
  static void stop() {
    if (running != null) {
      running.close();
    }
  }

  private static byte[] text(String csv) {
    return csv.getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode delivered(byte[] content, String further) throws Exception {
    HttpResponse<String> answer = node.deliver("manager", content, further);
    assertThat(answer.statusCode()).isEqualTo(202);
    long id = NodeOverHttp.json(answer).path("id").asLong();
    assertThat(answer.headers().firstValue("Location")).hasValue("/api/deliveries/" + id);
    return node.settled(id);
  }

  @Test
  void a_file_s_bad_cells_come_back_as_json_as_csv_and_in_the_own_workbook() throws Exception {
    JsonNode state =
        delivered(
            text("patient_number,gender\n004-900001,male\n004-900002,=cmd\n004-900003,female\n"),
            "");
    String own = "/deliveries/" + state.path("id").asString();

    assertThat(state.path("counts").path("accepted").asInt()).isEqualTo(2);
    JsonNode report = NodeOverHttp.json(node.get("/api" + own, "manager"));
    assertThat(report.path("rejections").path(0).path("cell").asString()).isEqualTo("B3");
    assertThat(NodeOverHttp.json(node.get(own + ".json", "manager"))).isEqualTo(report);
    String csv = node.get(own + "/rejections.csv", "manager").body();
    assertThat(csv.lines().skip(1)).singleElement().asString().contains(",B3,").contains("'=cmd");
    HttpResponse<String> workbook = node.get(own + "/workbook", "manager");
    assertThat(workbook.statusCode()).isEqualTo(200);
    assertThat(workbook.headers().firstValue("Content-Disposition").orElse(""))
        .contains("-returned.");
    assertThat(csv + report).doesNotContain("004-90000");
  }

  @Test
  void a_dry_run_reports_and_keeps_nothing_and_the_same_bytes_may_then_be_loaded()
      throws Exception {
    byte[] file = text("patient_number,gender\n004-800001,male\n004-800002,martian\n");
    JsonNode dry = delivered(file, "&dry=true");
    assertThat(dry.path("state").asString()).isEqualTo("CHECKED");
    assertThat(dry.path("counts").path("rejected").asInt()).isEqualTo(1);
    assertThat(dry.path("counts").path("resourcesCreated").asInt()).isZero();
    assertThat(delivered(file, "").path("state").asString()).isIn("LOADED", "WAITING");
    assertThat(delivered(file, "").path("state").asString()).isEqualTo("DUPLICATE");
  }

  @Test
  void removals_wait_for_a_confirmation_and_a_withdrawal_takes_everything() throws Exception {
    JsonNode first = delivered(NodeOverHttp.patients(0, 5, 0), "");
    if (first.path("state").asString().equals("WAITING")) {
      // What the other tests delivered is not in this file.
      decide(first.path("id").asLong(), "confirm");
    }
    JsonNode second = delivered(NodeOverHttp.patients(3, 6, 0), "");
    long id = second.path("id").asLong();
    assertThat(second.path("state").asString()).isEqualTo("WAITING");
    assertThat(second.path("counts").path("waiting").asInt()).isEqualTo(3);

    JsonNode removed = decide(id, "confirm");
    assertThat(removed.path("state").asString()).isEqualTo("LOADED");
    assertThat(removed.path("counts").path("removed").asInt()).isEqualTo(3);
    assertThat(
            node.post("/deliveries/" + id + "/removals/confirm", "manager", Map.of()).statusCode())
        .isEqualTo(409);

    assertThat(node.post("/deliveries/" + id + "/withdraw", "manager", Map.of()).statusCode())
        .isEqualTo(302);
    assertThat(node.settled(id).path("state").asString()).isEqualTo("RETRACTED");
    assertThat(node.get("/api/node/verify", "command").body()).contains("Everything agrees");
  }

  private static JsonNode decide(long id, String decision) throws Exception {
    String path = "/deliveries/" + id + "/removals/" + decision;
    assertThat(node.post(path, "manager", Map.of()).statusCode()).isEqualTo(302);
    return node.settled(id);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"'',401", "researcher,403", "committee,403", "auditor,403"})
  void who_is_not_meant_to_deliver_is_refused(String account, int status) throws Exception {
    assertThat(node.deliver(account, text("patient_number\n"), "").statusCode()).isEqualTo(status);
    assertThat(node.get("/api/deliveries", account).statusCode()).isEqualTo(status);
    // A form of nobody's is refused before it is asked who sends it.
    assertThat(node.post("/deliveries/1/withdraw", account, Map.of()).statusCode()).isEqualTo(403);
  }

  @Test
  void a_file_that_is_too_large_is_refused_and_leaves_nothing() throws Exception {
    long before = files("archive");
    HttpResponse<String> answer = node.deliver("manager", new byte[1_000_001], "");
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("larger than the 1 MB").contains("inbox");
    assertThat(files("archive")).isEqualTo(before);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"application/x-www-form-urlencoded", "multipart/form-data; boundary=b"})
  void a_form_in_the_place_of_a_file_is_refused_with_what_to_send(String type) throws Exception {
    long before = files("archive");
    var answer =
        node.send(
            node.request("/api/deliveries?study=" + NodeOverHttp.STUDY, "manager")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(text("patient_number,gender\n004-1,male\n")))
                .build());
    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.body()).contains("application/octet-stream", "--data-binary");
    assertThat(files("archive")).isEqualTo(before);
  }

  @Test
  void a_form_that_is_too_large_is_told_so_and_not_that_it_expired() throws Exception {
    var answer =
        node.send(
            node.request("/deliveries", "")
                .header("Accept", "text/html")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofByteArray(new byte[1_000_001]))
                .build());
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("The file is too large").contains("inbox");
  }

  @Test
  void the_plain_form_takes_several_files_and_names_what_is_missing() throws Exception {
    String file =
        """
        --b\r
        Content-Disposition: form-data; name="file"; filename="%s"\r
        \r
        %s\r
        """;
    String choice =
        """
        --b\r
        Content-Disposition: form-data; name="study"\r
        \r
        %s\r
        --b\r
        Content-Disposition: form-data; name="dry"\r
        \r
        true\r
        """;
    String two =
        file.formatted("a.csv", "patient_number,gender\n004-700001,male\n")
            + file.formatted("b.csv", "patient_number,gender\n004-700002,male\n");
    long before = NodeOverHttp.json(node.get("/api/deliveries", "manager")).size();
    assertThat(form(choice.formatted("complete") + two).headers().firstValue("Location"))
        .hasValueSatisfying(to -> assertThat(to).endsWith("/deliveries"));
    assertThat(NodeOverHttp.json(node.get("/api/deliveries", "manager")).size())
        .isEqualTo(before + 2);
    HttpResponse<String> unknown = form(choice.formatted("nowhere") + two);
    assertThat(unknown.statusCode()).isEqualTo(422);
    assertThat(unknown.body()).contains("Choose the study");
    HttpResponse<String> none = form(choice.formatted("complete") + file.formatted("", ""));
    assertThat(none.statusCode()).isEqualTo(422);
    assertThat(none.body()).contains("Choose at least one");
  }

  private static HttpResponse<String> form(String parts) throws Exception {
    return node.send(
        node.request("/deliveries", "manager")
            .header("Accept", "text/html")
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofString(parts + "--b--\r\n"))
            .build());
  }

  @Test
  void an_expired_form_and_a_missing_role_are_two_pages() throws Exception {
    var browser = node.request("/deliveries", "").header("Accept", "text/html");
    var expired = node.send(browser.POST(BodyPublishers.ofString("a=b")).build());
    assertThat(expired.statusCode()).isEqualTo(403);
    assertThat(expired.body()).contains("This form has expired").doesNotContain("another role");
    var role =
        node.send(
            node.request("/deliveries", "researcher").header("Accept", "text/html").GET().build());
    assertThat(role.statusCode()).isEqualTo(403);
    assertThat(role.body()).contains("another role").doesNotContain("expired");
  }

  @Test
  void static_files_may_be_kept_under_an_address_of_their_content_and_pages_never()
      throws Exception {
    HttpResponse<String> page = node.get("/deliveries", "manager");
    assertThat(page.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    for (String kind :
        new String[] {"css/tessera-[0-9a-f]{32}\\.css", "js/upload-[0-9a-f]{32}\\.js"}) {
      var address = Pattern.compile("/" + kind).matcher(page.body());
      assertThat(address.find()).as(kind).isTrue();
      HttpResponse<String> file = node.get(address.group(), "");
      assertThat(file.statusCode()).isEqualTo(200);
      assertThat(file.headers().firstValue("Cache-Control").orElse(""))
          .contains("max-age=31536000")
          .doesNotContain("no-store");
    }
    assertThat(page.body()).containsPattern("/webjars/htmx.org/[0-9.]+/dist/htmx.min.js");
  }

  @Test
  void the_trail_s_line_is_told_and_checked_and_the_signing_key_changes() throws Exception {
    HttpResponse<String> told = node.get("/api/node/audit", "command");
    String line = told.body().lines().reduce((a, b) -> b).orElse("");
    assertThat(line).matches("[0-9]+:[0-9a-f]{64}");
    assertThat(node.get("/api/node/audit?anchor=" + line, "command").body())
        .contains("Every row up to");
    String other = line.replaceFirst(".$", line.endsWith("0") ? "1" : "0");
    HttpResponse<String> differs = node.get("/api/node/audit?anchor=" + other, "command");
    assertThat(differs.statusCode()).isEqualTo(409);
    assertThat(node.get("/api/node/audit?anchor=x", "command").statusCode()).isEqualTo(400);
    assertThat(node.post("/api/node/rotate-key", "command", Map.of()).body())
        .contains("signed with a new key");
    assertThat(node.get("/api/deliveries", "manager").statusCode()).isEqualTo(200);
  }

  private static long files(String name) throws Exception {
    try (var all = Files.list(home.resolve(name))) {
      return all.count();
    }
  }
}

package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a node serves the viewer that stands in its home: to whom, and what it may do.
class ViewerOverHttpTest {
  @TempDir static Path folder;
  private static @Nullable NodeInProcess running;
  private static NodeOverHttp node = new NodeOverHttp(Path.of(""));

  @BeforeAll
  static void start() throws Exception {
    running = NodeInProcess.start(folder.resolve("home"), "");
    node = running.http();
    // Put there while the node runs, as the command does.
    Path viewer = Files.createDirectories(folder.resolve("home/viewer/assets"));
    Files.writeString(viewer.resolveSibling("index.html"), "<title>Viewer</title>");
    Files.writeString(viewer.resolveSibling("app.bundle.1.js"), "1;");
    Files.writeString(viewer.resolve("logo.svg"), "<svg/>");
  }

  @AfterAll
  static void stop() {
    if (running != null) {
      running.close();
    }
  }

  @Test
  void its_files_are_served_and_what_is_no_file_is_a_place_inside_it() throws Exception {
    assertThat(body("/viewer/")).contains("<title>Viewer</title>");
    assertThat(body("/viewer/viewer/complete?StudyInstanceUIDs=2.25.1"))
        .contains("<title>Viewer</title>");
    assertThat(body("/viewer/app.bundle.1.js")).isEqualTo("1;");
    assertThat(body("/viewer/assets/logo.svg")).isEqualTo("<svg/>");
    for (String path : new String[] {"/viewer/none.js", "/viewer/%2e%2e/owner.lock"}) {
      assertThat(node.get(path, "manager").statusCode()).as(path).isBetween(400, 404);
    }
  }

  @Test
  void it_is_told_of_every_study_and_of_this_node_alone() throws Exception {
    String settings = body("/viewer/app-config.js");
    assertThat(settings)
        .contains("\"sourceName\":\"complete\"")
        .contains("\"wadoRoot\":\"/dicomweb/complete\"")
        .contains("\"sourceName\":\"breast\"")
        .doesNotContain("://");
  }

  @Test
  void a_page_may_make_no_code_of_text_and_only_its_workers_may() throws Exception {
    assertThat(policy("/viewer/"))
        .contains("'wasm-unsafe-eval'", "worker-src 'self' blob:", "connect-src 'self'")
        .doesNotContain("'unsafe-eval'");
    assertThat(policy("/viewer/app.bundle.1.js")).contains("'unsafe-eval'");
    assertThat(policy("/")).doesNotContain("eval", "blob:");
  }

  @Test
  void who_may_not_see_patients_does_not_get_it() throws Exception {
    for (String path : new String[] {"/viewer/", "/viewer/app-config.js"}) {
      assertThat(node.get(path, "researcher").statusCode()).as(path).isEqualTo(403);
      assertThat(node.get(path, "").statusCode()).as(path).isIn(302, 401);
    }
  }

  private static String policy(String path) throws Exception {
    return node.get(path, "manager").headers().firstValue("Content-Security-Policy").orElse("");
  }

  private static String body(String path) throws Exception {
    HttpResponse<String> answer = node.get(path, "manager");
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }
}

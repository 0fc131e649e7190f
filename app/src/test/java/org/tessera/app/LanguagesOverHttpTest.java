package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguagesOverHttpTest {
  @TempDir static Path home;
  private static NodeInProcess node;

  @BeforeAll
  static void start() throws IOException {
    Files.createDirectories(home.resolve("languages"));
    Files.writeString(home.resolve("languages/fr.properties"), "sign-in.enter=Se connecter\n");
    node = NodeInProcess.start(home, "tessera.languages=en,ru,es,fr\n");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static HttpResponse<String> open(String path, String... headers)
      throws IOException, InterruptedException {
    var request = node.http().request(path, "").header("Accept", "text/html");
    return node.http()
        .send(headers.length == 0 ? request.build() : request.headers(headers).build());
  }

  @Test
  void a_page_is_in_the_language_the_browser_asks_for() throws Exception {
    var page = open("/sign-in", "Accept-Language", "ru-RU,ru;q=0.9,en;q=0.5");
    assertThat(page.body()).contains("<html lang=\"ru\"", "<h1>Вход</h1>");
    assertThat(page.headers().firstValue("Content-Language")).hasValue("ru");
    assertThat(page.headers().allValues("Vary").toString().toLowerCase(java.util.Locale.ROOT))
        .contains("accept-language", "cookie");
    assertThat(open("/sign-in", "Accept-Language", "de").body()).contains("<html lang=\"en\"");
  }

  @Test
  void a_chosen_language_counts_for_more_and_is_kept() throws Exception {
    var chosen = open("/sign-in?next=/requests&lang=es", "Accept-Language", "ru");
    assertThat(chosen.body())
        .contains("<html lang=\"es\"", "/sign-in?next=/requests&amp;lang=ru", "Русский");
    assertThat(chosen.headers().allValues("Set-Cookie"))
        .anySatisfy(cookie ->
            assertThat(cookie)
                .contains("tessera_language=es", "HttpOnly", "SameSite=Lax", "Path=/"));
    var again = open("/sign-in", "Accept-Language", "ru", "Cookie", "tessera_language=es");
    assertThat(again.body()).contains("<html lang=\"es\"");
  }

  @Test
  void a_language_that_is_not_offered_is_passed_over() throws Exception {
    var page = open("/sign-in?lang=tlh");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<html lang=\"en\"");
    assertThat(page.headers().allValues("Set-Cookie").toString()).doesNotContain("language");
    assertThat(open("/sign-in", "Cookie", "tessera_language=%3Cx%3E").body())
        .contains("<html lang=\"en\"");
  }

  @Test
  void an_operators_own_language_is_offered_and_is_english_where_it_says_nothing()
      throws Exception {
    assertThat(open("/sign-in?lang=fr").body())
        .contains("<html lang=\"fr\"", "Se connecter", "Français", "Skip to the content");
  }

  @Test
  void an_error_is_told_in_the_readers_language() throws Exception {
    var page = open("/nothing-here?a=1", "Accept-Language", "es");
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.body()).contains("Esta página no existe", "/nothing-here?a=1&amp;lang=ru");
  }

  @Test
  void a_theme_is_chosen_by_a_link_and_kept_in_a_cookie() throws Exception {
    var page = open("/sign-in?theme=dark");
    assertThat(page.body()).contains("data-theme=\"dark\"");
    assertThat(page.headers().allValues("Set-Cookie"))
        .anySatisfy(cookie ->
            assertThat(cookie).contains("tessera_theme=dark", "HttpOnly", "SameSite=Lax"));
    assertThat(open("/sign-in", "Cookie", "tessera_theme=light").body())
        .contains("data-theme=\"light\"");
    assertThat(open("/sign-in?theme=pink").body()).doesNotContain("data-theme");
  }

  @Test
  void what_programs_read_is_in_english_whatever_they_ask_for() throws Exception {
    var refused = open("/api/audit", "Accept-Language", "ru");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("Sign in");
  }
}

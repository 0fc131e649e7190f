package org.tessera.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.access.Node;
import org.tessera.catalog.index.CatalogProjection;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.store.Change;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The catalogue as machines of strangers read it: without a token.
class OpenCatalogueTest {
  private static TestDatabase database;
  private static Node node;

  @BeforeAll
  static void start(@TempDir Path home) throws IOException {
    Files.createDirectories(home.resolve("catalogue"));
    Files.writeString(
        home.resolve("catalogue/datasets.yaml"),
        """
        datasets:
          - id: mri
            name: "Breast <b>MRI</b>"
            collection: breast
            version: 1.0.0
            labelling-class: 1A
            access-level: open
            wanted-age: 40..75
            class: [{ name: "<i>High</i>", cohort: "grade:G3", patients: 50 }]
          - { id: broken, collection: breast, version: 1.0.0, cohort: '{"all":' }
          - { id: ct, collection: lung, version: 1.0.0 }
        references:
          - { id: registry, name: Registry, origin: A table, share: [{ attribute: age, value: 40..49, number: 7 }, { attribute: shoe-size, value: 44, number: 1 }] }
        """);
    database = TestDatabase.create("access");
    node = Node.start(database, home);
    var study =
        """
        {"resourceType":"ResearchStudy","id":"breast","status":"active","title":"Breast <b>cancer</b>"}\
        """;
    node.bean(CatalogProjection.class)
        .apply(
            List.of(
                new Change(
                    7,
                    "ResearchStudy",
                    "breast",
                    1,
                    Instant.parse("2026-02-03T04:05:06Z"),
                    Optional.of((ObjectNode) JsonMapper.shared().readTree(study)))));
  }

  @AfterAll
  static void stop() {
    node.close();
    database.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/catalogue/breast,text/turtle,text/turtle",
    "/catalogue/breast,application/ld+json,application/ld+json",
    "/catalogue/breast,'text/html,application/xhtml+xml,*/*;q=0.8',text/html",
    "/catalogue/breast,*/*,text/html",
    "/catalogue,text/turtle,text/turtle",
    "/catalogue,application/ld+json,application/ld+json",
    "/catalogue,*/*,text/html",
    "/api/catalogue/dcat.ttl,*/*,text/turtle",
    "/api/catalogue/dcat.jsonld,*/*,application/ld+json",
    "/api/catalogue/breast/dcat.ttl,text/html,text/turtle",
    "/api/catalogue/breast/dcat.jsonld,*/*,application/ld+json",
    "/api/catalogue/breast/schema.jsonld,*/*,application/ld+json",
    "/api/catalogue/breast/croissant.json,*/*,application/ld+json",
    "/api/catalogue/breast/datacite.json,*/*,application/vnd.datacite.datacite+json",
    "/catalogue/breast/datasets/mri,text/turtle,text/turtle",
    "/catalogue/breast/datasets/mri,application/ld+json,application/ld+json",
    "/catalogue/breast/datasets/mri,'text/html,*/*;q=0.8',text/html",
    "/api/catalogue/breast/datasets/mri/dcat.ttl,*/*,text/turtle",
    "/api/catalogue/breast/datasets/mri/dcat.jsonld,*/*,application/ld+json",
    "/api/catalogue/breast/datasets/mri/schema.jsonld,*/*,application/ld+json",
    "/api/catalogue/breast/datasets/mri/croissant.json,*/*,application/ld+json",
    "/api/catalogue/breast/datasets/mri/datacite.json,*/*,application/vnd.datacite.datacite+json",
    "/sitemap.xml,*/*,application/xml",
    "/robots.txt,*/*,text/plain"
  })
  void each_form_is_answered_in_its_own_type(String path, String accept, String type) {
    HttpResponse<String> answer = get(path, accept);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(type);
    assertThat(answer.body()).isNotBlank();
  }

  @Test
  void the_page_says_where_machines_read_it_and_carries_schema_org_that_cannot_end_its_script() {
    HttpResponse<String> page = get("/catalogue/breast", "text/html");

    assertThat(page.headers().allValues("Link"))
        .anyMatch(link ->
            link.contains("/api/catalogue/breast/dcat.ttl") && link.contains("text/turtle"));
    assertThat(page.headers().allValues("Vary"))
        .flatExtracting(vary -> List.of(vary.toLowerCase(Locale.ROOT).split(",\\s*", -1)))
        .contains("accept");
    String script =
        page.body()
            .split("<script type=\"application/ld\\+json\">", -1)[1]
            .split("</script>", 2)[0];
    assertThat(JsonMapper.shared().readTree(script).path("name").asString())
        .isEqualTo("Breast <b>cancer</b>");
    assertThat(script).doesNotContain("<");
    assertThat(page.body()).contains("Data version 7 of 2026-02-03");
  }

  @Test
  void the_site_map_lists_the_collections_under_the_address_robots_are_told() {
    String map = get("/sitemap.xml", "*/*").body();
    String robots = get("/robots.txt", "*/*").body();

    assertThat(map).contains("/catalogue/breast</loc>").contains("<lastmod>2026-02-03</lastmod>");
    assertThat(robots).contains("Sitemap: ").contains("/sitemap.xml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/catalogue/none",
        "/api/catalogue/none/dcat.ttl",
        "/api/catalogue/none/croissant.json"
      })
  void a_collection_that_is_not_there_is_not_found(String path) {
    assertThat(get(path, "text/turtle").statusCode()).isEqualTo(404);
  }

  @Test
  void a_dataset_has_a_page_a_label_and_a_place_on_the_site_map() {
    assertThat(get("/catalogue/breast/datasets/mri", "text/html").body())
        .contains("Breast &lt;b&gt;MRI&lt;/b&gt;", "v1.0.0", "labelling class 1A")
        .contains("fewer than 10 patients meet it, 50 needed", "&lt;i&gt;High&lt;/i&gt;")
        .doesNotContain("<b>MRI", "<i>High");
    assertThat(get("/catalogue/breast/datasets/mri/label", "text/html").body())
        .contains("Breast &lt;b&gt;MRI&lt;/b&gt;");
    assertThat(get("/catalogue/breast", "text/html").body())
        .contains("/catalogue/breast/datasets/mri");
    assertThat(get("/sitemap.xml", "*/*").body())
        .contains("/catalogue/breast/datasets/mri</loc>")
        .doesNotContain("datasets/ct");
  }

  @Test
  void a_cohort_that_cannot_be_read_is_told_on_the_page_of_its_dataset() {
    assertThat(get("/catalogue/breast/datasets/broken", "text/html").body())
        .contains("The cohort is no JSON, so nothing of it was understood.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/catalogue/lung/datasets/mri",
        "/catalogue/breast/datasets/ct",
        "/catalogue/lung/datasets/ct",
        "/catalogue/breast/datasets/none",
        "/api/catalogue/lung/datasets/mri/dcat.ttl",
        "/api/catalogue/breast/datasets/none/croissant.json",
        "/catalogue/breast/datasets/none/label",
        "/catalogue/references/none"
      })
  void a_dataset_of_another_collection_is_not_found(String path) {
    assertThat(get(path, "text/html").statusCode()).isEqualTo(404);
  }

  @Test
  void datasets_are_narrowed_by_facets_and_an_unknown_one_is_told() {
    assertThat(get("/catalogue/datasets?labelling-class=1A", "text/html").body())
        .contains("1 dataset<", "/catalogue/breast/datasets/mri\"")
        .doesNotContain("/catalogue/breast/datasets/broken\"");
    assertThat(get("/catalogue/datasets?%3Cx%3E=1&q=%22%3Cy%3E", "text/html").body())
        .contains("There is no filter “&lt;x&gt;”.")
        .doesNotContain("<x>", "<y>");
  }

  @Test
  void collections_datasets_and_a_population_stand_side_by_side() {
    String page =
        get(
                "/catalogue/compare?c=breast&c=breast/datasets/mri&c=nothing&c=references/none"
                    + "&against=references/registry",
                "text/html")
            .body();

    assertThat(page)
        .contains("Each is held against “Registry”")
        .contains("“shoe-size” is nothing that patients are asked by.")
        .contains("Patients they share", "fewer than 10");
    assertThat(get("/catalogue/references/registry", "text/html").body()).contains("A table");
    assertThat(get("/catalogue/compare?c=breast&against=%3Cx%3E", "text/html").body())
        .doesNotContain("<x>");
  }

  @Test
  void numbers_typed_into_a_facet_lead_to_an_address_that_can_be_cited() {
    HttpResponse<String> answer =
        get("/catalogue?sex=female&from.age=40&to.age=&in.sex=x&sort=size", "text/html");

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location").orElse(""))
        .endsWith("/catalogue?age=40..&sex=female&sort=size");
  }

  @Test
  void a_search_answers_programs_as_it_answers_people() {
    HttpResponse<String> answer =
        get("/api/catalogue?q=brest&shoe-size=44&sex=%3Cx%3E&page=9&sort=size", "*/*");

    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .isEqualTo("application/json");
    JsonNode tree = JsonMapper.shared().readTree(answer.body());
    assertThat(tree.path("words").asString()).isEqualTo("“brest”");
    assertThat(tree.path("notes").path(0).asString()).isEqualTo("“brest” was read as “breast”.");
    assertThat(tree.path("ignored")).hasSize(2);
    assertThat(tree.path("dataVersion").path("position").asInt()).isEqualTo(7);
    assertThat(tree.path("patients").isNull()).isTrue();
    assertThat(tree.path("collections").path(0).path("id").asString()).isEqualTo("breast");
    assertThat(tree.path("collections").path(0).path("matching").isNull()).isTrue();
    assertThat(tree.path("collections").path(0).path("why")).isNotEmpty();
    assertThat(tree.path("facets").has("sex")).isTrue();
    assertThat(tree.path("page").asInt()).isEqualTo(1);
    assertThat(tree.path("citation").asString()).contains("/catalogue?q=brest&sort=size");
  }

  @Test
  void a_search_says_what_it_understood_and_how_it_is_cited() {
    String page =
        get("/catalogue?q=brest%20OR%20%22no%20such%22&shoe-size=44&sex=%3Cx%3E", "text/html")
            .body();

    assertThat(page)
        .contains("In words: <span>“brest” OR “no such”</span>")
        .contains("“brest” was read as “breast”.")
        .contains("There is no filter “shoe-size”.")
        .contains("Sex: no ten patients here have the value “&lt;x&gt;”.")
        .contains("Why it matches", "“brest”: its title, description or id")
        .contains("Cite this search", "Data version 7 of 2026-02-03")
        .contains("/catalogue?q=brest%20OR%20%22no%20such%22<")
        .doesNotContain("<x>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?q=%22",
        "?q=%00",
        "?q=%3Cscript%3E",
        "?q=a%20OR",
        "?q=-",
        "?q=code:%22%22",
        "?q=*",
        "?q=%F0%9F%92%A5",
        "?q=a&q=b",
        "?sex=&sex=",
        "?%3Cx%3E=1",
        "?q=sex:none",
        "?q=nothing%20here"
      })
  void no_question_is_an_error(String question) {
    HttpResponse<String> page = get("/catalogue" + question, "text/html");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).doesNotContain("<script>").doesNotContain("<x>");
  }

  private static HttpResponse<String> get(String path, String accept) {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(node.uri(path)).header("Accept", accept).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

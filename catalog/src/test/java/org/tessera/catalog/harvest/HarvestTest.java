package org.tessera.catalog.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.catalog.Collection;
import org.tessera.catalog.Count;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.ValueCount;
import org.tessera.catalog.description.Descriptions;
import org.tessera.catalog.search.CatalogQuestion;
import org.tessera.catalog.standard.Holder;
import org.tessera.catalog.standard.Standards;
import org.tessera.mappings.Mappings;
import org.tessera.vocabularies.Vocabularies;

class HarvestTest {
  private static final String TURTLE = "text/turtle;charset=UTF-8";
  private static final Duration WAIT = Duration.ofSeconds(3);
  @TempDir Path folder;
  private HttpServer server;
  private Source source;
  private volatile String type = TURTLE;
  private volatile byte[] body = {};
  private volatile int status = 200;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/dcat.ttl");
    source = new Source("alpine", address, Duration.ofMinutes(60));
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] sent = body;
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/elsewhere");
    exchange.sendResponseHeaders(status, sent.length == 0 ? -1 : sent.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(sent);
    }
  }

  @Test
  void what_one_node_writes_another_reads() {
    body = node().turtle(version(), List.of(breast())).getBytes(StandardCharsets.UTF_8);

    Harvested read = read();

    assertThat(read.problem()).isEmpty();
    assertThat(read.collections())
        .containsExactly(
            new Elsewhere(
                "alpine",
                "Breast cancer",
                "Women of two hospitals",
                Optional.of("https://node.example.org/catalogue/breast"),
                "St. Anna",
                List.of("C50 Breast cancer", "MR Magnetic resonance"),
                List.of("C50"),
                List.of(),
                Optional.of("restricted"),
                OptionalLong.of(310),
                OptionalLong.of(480),
                "2026-11-22"));
  }

  @Test
  void miabis_on_fhir_is_read_too() {
    type = "application/fhir+json";
    body =
        """
        {"resourceType":"Bundle","entry":[
          {"resource":{"resourceType":"Organization","id":"b","name":"St. Anna"}},
          {"resource":{"resourceType":"Organization","id":"o","partOf":{"reference":"Organization/b"},"address":[{"country":"AT"}],
            "extension":[{"url":"https://fhir.bbmri-eric.eu/StructureDefinition/miabis-collection-design-extension",
              "valueCodeableConcept":{"coding":[{"code":"Other"}],"text":"Birth cohort"}}]}},
          {"resource":{"resourceType":"Group","name":"Newborns","managingEntity":{"reference":"Organization/o"},
            "extension":[{"url":"https://fhir.bbmri-eric.eu/StructureDefinition/miabis-number-of-subjects-extension","valueInteger":40}],
            "characteristic":[{"valueCodeableConcept":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10","code":"P07"}]}}]}}]}
        """
            .getBytes(StandardCharsets.UTF_8);

    Elsewhere found = read().collections().getFirst();

    assertThat(found.name()).isEqualTo("Newborns");
    assertThat(found.holder()).isEqualTo("St. Anna");
    assertThat(found.countries()).containsExactly("AT");
    assertThat(found.keywords()).containsExactly("Birth cohort");
    assertThat(found.codes()).containsExactly("P07");
    assertThat(found.patients()).hasValue(40);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "no turtle at all",
        "<html>Sign in</html>",
        "@prefix x: <",
        "deep",
        "deep in JSON",
        "large",
        "an array",
        "status 500",
        "status 302",
        "nothing"
      })
  void rubbish_changes_nothing_but_the_note(String rubbish) {
    body = node().turtle(version(), List.of(breast())).getBytes(StandardCharsets.UTF_8);
    var harvest = harvest();
    harvest.read(source);
    send(rubbish);

    harvest.read(source);

    Harvested after = harvest.sources().getFirst();
    assertThat(after.problem()).isNotEmpty().doesNotContain("html").doesNotContain("turtle at");
    assertThat(after.collections()).hasSize(1);
    assertThat(after.at()).isPresent();
  }

  private void send(String rubbish) {
    switch (rubbish) {
      case "deep" ->
          body = ("<x:a> <x:b> " + "[ <x:c> ".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
      case "deep in JSON" -> {
        type = "application/json";
        body = "[".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
      }
      case "large" -> {
        body = new byte[Fetch.BYTES_MAX + 1];
        Arrays.fill(body, (byte) ' ');
      }
      case "an array" -> {
        type = "application/json";
        body = "[]".getBytes(StandardCharsets.UTF_8);
      }
      case "status 500" -> status = 500;
      case "status 302" -> status = 302;
      case "nothing" -> body = new byte[0];
      default -> body = rubbish.getBytes(StandardCharsets.UTF_8);
    }
  }

  @Test
  void a_catalogue_that_is_away_is_shown_as_it_was_even_after_a_restart() {
    body = node().turtle(version(), List.of(breast())).getBytes(StandardCharsets.UTF_8);
    harvest().read(source);
    server.stop(0);

    var restarted = harvest();
    assertThat(restarted.sources().getFirst().collections()).hasSize(1);
    restarted.read(source);

    assertThat(restarted.sources().getFirst().problem()).startsWith("it did not answer");
    assertThat(restarted.sources().getFirst().collections()).hasSize(1);
  }

  @Test
  void a_catalogue_is_read_when_its_time_has_come_and_sooner_after_it_failed() {
    Instant now = Instant.parse("2026-11-22T08:00:00Z");
    var harvest = harvest();
    status = 500;
    harvest.look(now);
    status = 200;
    body = node().turtle(version(), List.of(breast())).getBytes(StandardCharsets.UTF_8);
    harvest.look(now.plusSeconds(60));
    assertThat(harvest.sources().getFirst().problem()).isNotEmpty();

    harvest.look(now.plusSeconds(301));
    assertThat(harvest.sources().getFirst().problem()).isEmpty();

    status = 500;
    harvest.look(now.plusSeconds(3_000));
    assertThat(harvest.sources().getFirst().problem()).isEmpty();
    harvest.look(now.plusSeconds(301 + 3_600));
    assertThat(harvest.sources().getFirst().problem()).isNotEmpty();
  }

  @Test
  void what_others_wrote_leads_nowhere_but_to_web_pages_and_is_cut() {
    body =
        """
        @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        <javascript:alert(1)> a dcat:Dataset ; dct:title "T\\u0000\\u202E%s" ; dcat:landingPage <data:text/html,x> ;
          <http://healthdataportal.eu/ns/health#numberOfUniqueIndividuals> "1e999999999" .
        """
            .formatted("a".repeat(5_000))
            .getBytes(StandardCharsets.UTF_8);

    Elsewhere found = read().collections().getFirst();

    assertThat(found.page()).isEmpty();
    assertThat(found.name()).hasSize(Plain.NAME_MAX).startsWith("T a");
    assertThat(found.patients()).isEmpty();
  }

  @Test
  void collections_elsewhere_are_found_by_words_and_by_what_is_told_of_collections() {
    body = node().turtle(version(), List.of(breast())).getBytes(StandardCharsets.UTF_8);
    var harvest = harvest();
    harvest.read(source);

    assertThat(found(harvest, "", Map.of())).isEqualTo(1);
    assertThat(found(harvest, "BREAST hosp*", Map.of())).isEqualTo(1);
    assertThat(found(harvest, "\"two hospitals\" -men", Map.of())).isEqualTo(1);
    assertThat(found(harvest, "\"hospitals two\"", Map.of())).isZero();
    assertThat(found(harvest, "breast -women", Map.of())).isZero();
    assertThat(found(harvest, "", Map.of("diagnosis", List.of("C50")))).isEqualTo(1);
    assertThat(found(harvest, "", Map.of("access-level", List.of("restricted")))).isEqualTo(1);
    assertThat(found(harvest, "", Map.of("country", List.of("AT")))).isZero();
    assertThat(found(harvest, "", Map.of("sex", List.of("female")))).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.url=ftp://x",
        "a.url=node",
        "a.url=http://user:secret@x/",
        "a.url=http://x y",
        "a.minutes=5",
        "a.link=http://x",
        "A B.url=http://x"
      })
  void a_setting_that_cannot_be_used_is_named(String setting) {
    String[] parts = setting.split("=", 2);

    assertThatThrownBy(() -> Source.all(Map.of(parts[0], parts[1])))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tessera.catalogue.harvest.")
        .hasMessageNotContaining("secret");
  }

  private static int found(Harvest harvest, String words, Map<String, List<String>> chosen) {
    return harvest.found(CatalogQuestion.of(words, chosen)).size();
  }

  private Harvest harvest() {
    return new Harvest(List.of(source), folder.resolve("harvest"), WAIT);
  }

  private Harvested read() {
    var harvest = harvest();
    harvest.read(source);
    return harvest.sources().getFirst();
  }

  private static DataVersion version() {
    return new DataVersion(4711, Instant.parse("2026-11-22T08:00:00Z"));
  }

  private static Standards node() {
    var holder =
        new Holder(
            "https://node.example.org",
            "St. Anna",
            Optional.empty(),
            Optional.empty(),
            List.of("http://data.europa.eu/eli/reg/2025/327/oj"),
            Optional.empty(),
            "en");
    return new Standards(holder, Mappings.builtIn(Vocabularies.builtIn()), Descriptions::none);
  }

  private static Collection breast() {
    return new Collection(
        "breast",
        "Breast cancer",
        "Women of two hospitals",
        Instant.parse("2025-03-01T10:00:00Z"),
        List.of(new ValueCount("female", "Female", Count.of(306))),
        List.of(new ValueCount("C50", "C50 Breast cancer", Count.of(306))),
        List.of(new ValueCount("MR", "MR Magnetic resonance", Count.of(306))),
        Optional.of(new Collection.AgeRange(30, 89)),
        Count.of(306),
        Count.of(480),
        Count.of(1600),
        Count.of(306));
  }
}

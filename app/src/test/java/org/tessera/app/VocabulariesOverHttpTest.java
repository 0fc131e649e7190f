package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The pages of vocabularies on a real node: what is found and how, what a licence keeps to those
/// who keep the node's data, and how many rows are told of to whom.
class VocabulariesOverHttpTest {
  private static final String SECRET = "urn:example:secret-terms";
  private static final String OPEN = "urn:example:fruit";
  private static final String SNOMED = "http://snomed.info/sct";

  /// Malignant neoplasm of breast and urinary incontinence; the former may be told of to everybody.
  private static final String OFTEN = "254837009";

  private static final int OFTEN_PATIENTS = 11;
  private static final String SELDOM = "165232002";
  private static final int SELDOM_PATIENTS = 3;

  private static final Pattern NUMBER = Pattern.compile("<td class=\"number\">([^<]*)</td>");

  @TempDir static Path folder;
  private static @Nullable NodeInProcess running;
  private static NodeOverHttp node = new NodeOverHttp(Path.of(""));

  @BeforeAll
  static void start() throws Exception {
    running = NodeInProcess.start(folder.resolve("home"), "");
    node = running.http();
    assertThat(imported("command", system(OPEN, "fruit", "apple", "Apple", "Apfel")))
        .isEqualTo(200);
    assertThat(imported("command", licensed())).isEqualTo(200);
    recordDiagnoses();
    await("/vocabularies?q=Apfel", "apple");
    await(concept(SNOMED, SELDOM), "<td>condition_occurrence</td>");
  }

  @AfterAll
  static void stop() {
    if (running != null) {
      running.close();
    }
  }

  /// One patient each.
  private static void recordDiagnoses() throws Exception {
    var entries = new ArrayList<String>();
    for (int n = 0; n < OFTEN_PATIENTS + SELDOM_PATIENTS; n++) {
      entries.add(put("Patient/v" + n, "'gender':'female','birthDate':'1950'"));
      entries.add(
          put(
              "Condition/v" + n,
              "'subject':{'reference':'Patient/v%d'},'onsetDateTime':'2020-01-01','code':{'coding':[{'system':'%s','code':'%s'}]}"
                  .formatted(n, SNOMED, n < OFTEN_PATIENTS ? OFTEN : SELDOM)));
    }
    String bundle =
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[%s]}"
            .formatted(String.join(",", entries));
    HttpResponse<String> answer =
        node.send(
            node.request("/fhir", "admin")
                .header("Content-Type", "application/fhir+json")
                .POST(BodyPublishers.ofString(bundle))
                .build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static String put(String reference, String content) {
    String[] parts = reference.split("/", 2);
    return "{'request':{'method':'PUT','url':'%s'},'resource':{'resourceType':'%s','id':'%s',%s}}"
        .formatted(reference, parts[0], parts[1], content)
        .replace('\'', '"');
  }

  private static String system(
      String url, String id, String code, String display, String designation) {
    return """
    {"resourceType":"CodeSystem","id":"%s","url":"%s","version":"1","name":"Made","title":"Made %s",
     "status":"active","content":"complete","copyright":"CC0-1.0","concept":[
      {"code":"%s","display":"%s","designation":[{"language":"de","value":"%s"}],
       "concept":[{"code":"%s-below","display":"%s, a kind of"}]}]}
    """
        .formatted(id, url, id, code, display, designation, code, display);
  }

  private static String licensed() {
    return system(SECRET, "secret", "x1", "Guardedterm", "Hüterwort")
        .replace("CC0-1.0", "All rights reserved");
  }

  private static int imported(String account, String content) throws Exception {
    return node.send(
            node.request("/api/node/vocab", account)
                .header("X-File-Name", "made.json")
                .POST(BodyPublishers.ofString(content))
                .build())
        .statusCode();
  }

  /// The index of terms is made in the background, rows of OMOP shortly after a delivery.
  private static void await(String path, String content) throws Exception {
    for (int tries = 0; tries < 600 && !page(path, "manager").contains(content); tries++) {
      Thread.sleep(100);
    }
    assertThat(page(path, "manager")).contains(content);
  }

  private static String page(String path, String account) throws Exception {
    HttpResponse<String> answer = node.get(path, account);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }

  private static String concept(String system, String code) {
    return "/vocabularies/concept?system="
        + URLEncoder.encode(system, StandardCharsets.UTF_8)
        + "&code="
        + code;
  }

  @Test
  void nobody_imports_but_who_runs_the_node() throws Exception {
    for (String account : new String[] {"researcher", "auditor", "manager"}) {
      assertThat(imported(account, licensed())).as(account).isEqualTo(403);
    }
    assertThat(imported("", licensed())).isEqualTo(401);
  }

  @ParameterizedTest(name = "{0} finds {1}")
  @CsvSource({"apple,Apple", "Apfel,Apple", "Aple,Apple", "APFEL,Apple"})
  void a_concept_is_found_by_any_of_its_terms_and_by_a_mistyped_one(String typed, String term)
      throws Exception {
    assertThat(page("/vocabularies?q=" + typed, "researcher"))
        .contains(term + "</a>", "Made fruit");
  }

  @Test
  void a_search_is_narrowed_to_one_system() throws Exception {
    assertThat(page("/vocabularies?q=apple&system=" + SECRET, "researcher"))
        .doesNotContain("Apple</a>");
  }

  @Test
  void a_concept_is_shown_with_its_terms_and_its_place_in_the_hierarchy() throws Exception {
    assertThat(page(concept(OPEN, "apple"), "researcher"))
        .contains("Apfel", "CC0-1.0", "Apple, a kind of");
    assertThat(page(concept(OPEN, "apple-below"), "researcher")).contains("apple)</a>");
  }

  @Test
  void a_term_its_licence_keeps_here_is_for_those_who_keep_the_data() throws Exception {
    assertThat(page(concept(SECRET, "x1"), "manager")).contains("Guardedterm", "Hüterwort");
    assertThat(page("/vocabularies?q=Guardedterm", "manager")).contains("Guardedterm</a>");
    for (String path : new String[] {concept(SECRET, "x1"), concept(SECRET, "x1-below")}) {
      assertThat(page(path, "researcher"))
          .contains("x1", "All rights reserved")
          .doesNotContain("Guardedterm", "Hüterwort");
    }
    assertThat(page("/vocabularies?q=Hüterwort", "researcher"))
        .contains("<code>x1</code>")
        .doesNotContain("Guardedterm");
  }

  @Test
  void rows_are_told_as_every_number_is_and_exactly_to_those_who_see_patients() throws Exception {
    String often = concept(SNOMED, OFTEN);
    assertThat(numbers(often, "manager")).contains("11").doesNotContain("10");
    assertThat(numbers(often, "researcher")).contains("10").doesNotContain("11");
    String seldom = concept(SNOMED, SELDOM);
    assertThat(numbers(seldom, "manager")).contains("3");
    assertThat(numbers(seldom, "researcher"))
        .isNotEmpty()
        .allMatch(told -> told.contains("fewer than 10"));
  }

  /// What stands in the columns of numbers.
  private static List<String> numbers(String path, String account) throws Exception {
    return NUMBER
        .matcher(page(path, account))
        .results()
        .map(found -> found.group(1).replace("about ", "").strip())
        .toList();
  }

  @Test
  void a_study_that_means_a_code_is_named() throws Exception {
    assertThat(page(concept("http://hl7.org/fhir/administrative-gender", "male"), "researcher"))
        .contains("complete, list gender: male");
  }

  @ParameterizedTest
  @CsvSource({"urn:example:nowhere,x", "urn:example:fruit,<script>", "'',''"})
  void a_code_nobody_knows_is_not_found(String system, String code) throws Exception {
    HttpResponse<String> answer =
        node.get(concept(system, URLEncoder.encode(code, StandardCharsets.UTF_8)), "researcher");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).doesNotContain("<script>");
  }

  @Test
  void pages_of_vocabularies_are_for_those_who_are_signed_in() throws Exception {
    assertThat(node.get("/vocabularies", "").statusCode()).isEqualTo(401);
    assertThat(node.get(concept(OPEN, "apple"), "").statusCode()).isEqualTo(401);
  }
}

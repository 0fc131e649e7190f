package org.tessera.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.access.Node;
import org.tessera.access.identity.DemoAccounts;
import org.tessera.fhir.postgres.TestDatabase;

class DescriptionPagesTest {
  private static final String PAGE = "/descriptions/biobank/st-anna";

  private static TestDatabase database;
  private static Node node;
  private static String manager = "";
  private static String administrator = "";

  @BeforeAll
  static void start(@TempDir Path home) {
    database = TestDatabase.create("fhir", "access");
    node = Node.start(database, home);
    node.bean(DemoAccounts.class).create();
    manager = node.token("demo-manager", "tessera-demo-manager");
    administrator = node.token("demo-admin", "tessera-demo-admin");
  }

  @AfterAll
  static void stop() {
    node.close();
    database.close();
  }

  @Test
  void what_one_writes_and_another_publishes_is_a_page_of_the_catalogue() {
    String wrong = "act=submit&revision=0&name=St.+Anna&v.country=xx";
    var refused = node.post(PAGE, manager, wrong);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .contains("&quot;XX&quot; is no country: ISO 3166 alpha-2, such as AT.")
        .contains("value=\"St. Anna\"");

    String right = "act=submit&revision=1&name=St.+Anna&v.country=at&v.network=";
    assertThat(node.post(PAGE, manager, right).statusCode()).isEqualTo(302);
    assertThat(node.get("/catalogue/biobanks/st-anna", "").statusCode()).isEqualTo(404);
    assertThat(node.post(PAGE, manager, "act=publish&revision=3").body())
        .contains("Somebody else than its author");
    assertThat(node.post(PAGE, administrator, "act=publish&revision=2").body())
        .contains("Somebody changed it meanwhile");
    assertThat(node.post(PAGE, administrator, "act=publish&revision=3").statusCode())
        .isEqualTo(302);

    assertThat(node.get("/catalogue/biobanks/st-anna", "").body()).contains("St. Anna", "AT");
    assertThat(node.get("/descriptions", manager).body()).contains("published", "St. Anna");
  }

  @Test
  void a_dataset_is_written_with_tables_row_by_row() {
    String page = "/descriptions/dataset/mri";
    String wrong =
        "act=submit&revision=0&name=MRI&v.collection=breast&v.version=1.0.0"
            + "&v.class.name=High&v.class.patients=many&v.class.name=&v.class.patients="
            + "&v.class.name=Low&v.class.patients=20&v.class.exclusion=&v.class.exclusion=";
    var refused = node.post(page, manager, wrong);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .contains("&quot;many&quot; is no whole number: digits alone, such as 320.")
        .contains("name=\"v.class.name\"", "value=\"Low\"")
        .contains("Specification: labelling criteria");

    String right = wrong.replace("revision=0", "revision=1").replace("many", "50");
    assertThat(node.post(page, manager, right).statusCode()).isEqualTo(302);
    assertThat(node.post(page, administrator, "act=publish&revision=3").statusCode())
        .isEqualTo(302);
    // No study brought the collection yet.
    assertThat(node.get("/catalogue/breast/datasets/mri", "").statusCode()).isEqualTo(404);
    assertThat(node.get("/descriptions", manager).body()).contains("mri");
    assertThat(node.get(page, manager).body())
        .containsPattern("<option value=\"breast\"\\s+selected");
  }

  @Test
  void a_strange_id_or_entity_is_not_found_and_nobody_else_comes_in() {
    String researcher = node.token("demo-researcher", "tessera-demo-researcher");

    assertThat(node.get("/descriptions/person/x", manager).statusCode()).isEqualTo(404);
    assertThat(node.get("/descriptions/biobank/%3Cx%3E", manager).statusCode()).isIn(400, 404);
    assertThat(node.get("/descriptions", researcher).statusCode()).isEqualTo(403);
    assertThat(node.get("/descriptions", "").statusCode()).isEqualTo(401);
  }
}

package org.tessera.etl.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ui.ExtendedModelMap;
import org.springframework.web.server.ResponseStatusException;
import org.tessera.dicom.Limited;
import org.tessera.etl.Delivery;
import org.tessera.etl.Ingest;
import org.tessera.etl.Journal;
import org.tessera.etl.Reception;
import org.tessera.etl.Reception.Submission;
import org.tessera.etl.TestImages;
import org.tessera.etl.Zone;
import org.tessera.etl.pseudonym.Contexts;
import org.tessera.etl.pseudonym.Pseudonymizer;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.RuleFiles;
import org.tessera.vocabularies.Vocabularies;
import org.tessera.vocabularies.words.PhraseFiles;
import org.tessera.vocabularies.words.Phrases;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.linkbuilder.StandardLinkBuilder;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

class PagesTest {
  @TempDir private Path home;
  private TestDatabase database;
  private Journal journal;
  private Reception reception;
  private Ingest ingest;
  private DeliveryPages pages;
  private LookupPage lookup;

  @BeforeEach
  void open() throws IOException, URISyntaxException {
    database = TestDatabase.create("identity", "fhir", "etl");
    journal = new Journal(database.dataSource());
    var zone = new Zone(home);
    var pseudonymizer =
        Pseudonymizer.open(
            home, Contexts.separate(), database.identityDataSource(), (who, what, whom) -> {});
    reception = new Reception(journal, zone, pseudonymizer, () -> Set.of("tiny"), 0);
    Path studies = Path.of(Objects.requireNonNull(PagesTest.class.getResource("/studies")).toURI());
    Mappings mappings = Mappings.of(Vocabularies.builtIn(), RuleFiles.below(studies));
    ingest =
        new Ingest(
            new Ingest.Parts(
                database.dataSource(),
                journal,
                reception,
                zone,
                pseudonymizer,
                TestImages.intake(home, database.dataSource(), pseudonymizer, reception)),
            mappings,
            new ResourceStore(database.dataSource()));
    pages = new DeliveryPages(journal, ingest, pseudonymizer, mappings, new UploadLimit(512));
    lookup = new LookupPage(mappings, pseudonymizer);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Delivery load(String name, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Delivery delivery =
        reception.receive(
            new Submission("tiny", name, "page", false), new ByteArrayInputStream(bytes));
    ingest.drain();
    return delivery;
  }

  private static String rendered(String template, Map<String, Object> model) {
    var resolver = new ClassLoaderTemplateResolver();
    resolver.setPrefix("templates/");
    resolver.setSuffix(".html");
    var engine = new SpringTemplateEngine();
    engine.setTemplateResolver(resolver);
    engine.setLinkBuilder(new PlainLinks());
    engine.setTemplateEngineMessageSource(
        Phrases.of(List.of(Phrases.FIRST), PhraseFiles.shipped("etl")));
    return engine.process(template, new Context(Locale.ROOT, model));
  }

  /// Links as they stand, for there is no servlet here.
  private static final class PlainLinks extends StandardLinkBuilder {
    @Override
    protected String computeContextPath(
        IExpressionContext context, String base, Map<String, Object> parameters) {
      return "";
    }
  }

  @Test
  void the_list_shows_the_books_and_every_delivery_with_its_name() throws IOException {
    load("Patient.csv", "patient_number,gender\n004-000001,male\n");
    load("empty.csv", "");
    var model = new ExtendedModelMap();
    String html = rendered(pages.list(model), new HashMap<>(model));
    assertThat(html.replaceAll("<[^>]+>|\\s+", " ").replaceAll(" +", " "))
        .contains("2 deliveries received = 1 loaded + 1 in quarantine + 0 duplicates")
        .contains("Patient.csv")
        .contains("A tiny study");
    assertThat(html).contains("name=\"file\"").contains("/deliveries/1").doesNotContain("hx-get");
  }

  @Test
  void a_delivery_in_quarantine_shows_what_keeps_it_out_and_no_number_that_was_never_counted()
      throws IOException {
    Delivery delivery = load("Patient.csv", "patient_number,gender,gendre\n004-000001,male,male\n");
    var model = new ExtendedModelMap();
    String html = rendered(pages.one(delivery.id(), model), new HashMap<>(model));
    assertThat(html)
        .contains("in quarantine", "1 cell keeps the file out")
        .doesNotContain("0 rows", "0 cells", "0 patients", "0 resources");
  }

  @Test
  void an_empty_node_says_what_to_do() {
    var model = new ExtendedModelMap();
    assertThat(rendered(pages.list(model), new HashMap<>(model)))
        .contains("Nothing has been delivered yet");
  }

  @Test
  void a_delivery_shows_its_rejections_by_rule_with_address_and_remedy() throws IOException {
    Delivery delivery =
        load("Patient.csv", "patient_number,gender\n004-000001,male\n004-000002,martian\n");
    var model = new ExtendedModelMap();
    String html = rendered(pages.one(delivery.id(), model), new HashMap<>(model));
    assertThat(html)
        .contains("Patient!B3")
        .contains("martian")
        .contains("permissible")
        .contains("/deliveries/" + delivery.id() + "/workbook")
        .contains("2 rows read = 1 accepted + 1 rejected");
    assertThat(DeliveryJson.of(journal, delivery.id()))
        .containsEntry("study", "tiny")
        .doesNotContainValue("Patient.csv");
  }

  @Test
  void a_quarantined_delivery_offers_another_try_and_an_unknown_one_is_not_found()
      throws IOException {
    Delivery delivery = load("empty.csv", "");
    var model = new ExtendedModelMap();
    assertThat(rendered(pages.one(delivery.id(), model), new HashMap<>(model)))
        .contains("The file has no content")
        .contains("/deliveries/" + delivery.id() + "/retry");
    assertThatThrownBy(() -> pages.one(99, new ExtendedModelMap()))
        .isInstanceOf(ResponseStatusException.class);
    assertThatThrownBy(() -> pages.confirm(delivery.id()))
        .isInstanceOf(ResponseStatusException.class)
        .hasMessageContaining("409");
  }

  @Test
  void a_patient_is_found_by_number_in_any_spelling_and_by_pseudonym() throws IOException {
    load("Patient.csv", "patient_number,gender\n004-000001,male\n");
    var model = new ExtendedModelMap();
    String view = lookup.answer("tiny", " 004\u2013000001 ", "", () -> "ivanova", model);
    String pseudonym = String.valueOf(model.get("pseudonym"));
    assertThat(rendered(view, new HashMap<>(model))).contains(pseudonym).contains("004-000001");
    var back = new ExtendedModelMap();
    lookup.answer("tiny", "", pseudonym, () -> "ivanova", back);
    assertThat(back.get("number")).isEqualTo("004-000001");
    var none = new ExtendedModelMap();
    String empty = lookup.answer("tiny", "004-000099", "", () -> "ivanova", none);
    assertThat(rendered(empty, new HashMap<>(none)))
        .contains("This study has no patient of that number.");
  }

  @Test
  void no_stream_passes_its_limit() {
    var stream = new Limited(new ByteArrayInputStream(new byte[11]), 10);
    assertThatThrownBy(stream::readAllBytes).isInstanceOf(Limited.Exceeded.class);
  }
}

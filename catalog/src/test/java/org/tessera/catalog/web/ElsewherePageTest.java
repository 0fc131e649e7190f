package org.tessera.catalog.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tessera.catalog.web.ElsewhereView.From;
import org.tessera.catalog.web.ElsewhereView.Shown;
import org.tessera.vocabularies.words.PhraseFiles;
import org.tessera.vocabularies.words.Phrases;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

class ElsewherePageTest {
  @Test
  void what_others_tell_is_shown_with_its_origin_and_as_text() {
    String page =
        page(
            new ElsewhereView(
                List.of(
                    new Shown(
                        "<b>Breast</b>",
                        "https://node.example.org/catalogue/breast",
                        "alpine",
                        "2026-11-22",
                        "",
                        "St. Anna",
                        "310",
                        "",
                        "Clinical dataset",
                        ""),
                    new Shown("Lung", "", "alpine", "2026-11-22", "", "", "", "", "", "")),
                2,
                List.of(
                    new From("alpine", "node.example.org", "2026-11-22", 2, ""),
                    new From("away", "x.example.org", "", 0, "it did not answer"))));

    assertThat(page)
        .contains("In other catalogues: 2")
        .contains("&lt;b&gt;Breast&lt;/b&gt;")
        .contains("href=\"https://node.example.org/catalogue/breast\"")
        .contains("From the catalogue alpine, read on 2026-11-22")
        .contains("310")
        .contains("not read yet")
        .contains("it did not answer");
  }

  @Test
  void nothing_is_shown_where_no_other_catalogue_is_read() {
    assertThat(page(new ElsewhereView(List.of(), 0, List.of()))).isBlank();
  }

  private static String page(ElsewhereView view) {
    var templates = new ClassLoaderTemplateResolver();
    templates.setPrefix("templates/");
    templates.setSuffix(".html");
    var engine = new SpringTemplateEngine();
    engine.setTemplateResolver(templates);
    engine.setTemplateEngineMessageSource(
        Phrases.of(List.of(Phrases.FIRST), PhraseFiles.shipped("catalog")));
    var context = new Context();
    context.setVariables(Map.of("elsewhere", view));
    return engine.process("catalog/elsewhere", Set.of("found"), context);
  }
}

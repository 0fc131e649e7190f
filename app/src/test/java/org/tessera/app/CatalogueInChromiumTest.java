package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What somebody new does in the catalogue of the demonstration, by what the pages say.
@ExtendWith(DemoInChromium.Extension.class)
class CatalogueInChromiumTest {
  @Test
  void one_who_is_new_finds_women_with_an_mri_before_surgery_reads_why_and_saves_them(
      DemoInChromium demo) throws IOException {
    Page page = demo.fresh(true);
    page.navigate("/");
    DemoInChromium.follow(page, () -> page.locator("header").getByText("Cohorts").first().click());
    add(page, "Sex", "Female");
    DemoInChromium.press(page, "Age at diagnosis");
    page.getByLabel("From", new Page.GetByLabelOptions().setExact(true)).fill("40");
    page.getByLabel("to", new Page.GetByLabelOptions().setExact(true)).fill("60");
    DemoInChromium.press(page, "Add");
    page.getByLabel("Words and codes").fill("breast cancer");
    DemoInChromium.press(page, "Add");
    add(page, "Grade", "Grade 3");
    DemoInChromium.press(page, "Imaging modality");
    tick(page, "Magnetic resonance");
    page.getByText("before or after something else").click();
    page.getByLabel("which way").selectOption("before");
    page.locator("[name=nearLevel]").selectOption("treatment");
    page.locator("fieldset", having("Treatment")).getByLabel("Surgery").check();
    DemoInChromium.press(page, "Add");

    assertThat(page.locator("#found").textContent()).matches("[1-9]0 patients");
    assertThat(page.locator("main").textContent())
        .contains("so nobody can be singled out", "at most 90 days before");
    DemoInChromium.follow(page, () -> page.getByText("Save this cohort").click());
    DemoInChromium.signIn(page, "researcher");
    page.locator("#name").fill("MRI before surgery");
    DemoInChromium.follow(page, () -> page.locator("main button").first().click());
    assertThat(page.locator("h1").textContent()).isEqualTo("MRI before surgery");
    page.navigate("/cohorts/saved");
    assertThat(page.locator("main").textContent()).contains("MRI before surgery");
  }

  @Test
  void search_and_filters_need_no_script(DemoInChromium demo) throws IOException {
    Page page = demo.fresh(false);
    page.navigate("/");
    page.locator("#q").fill("brest cancer");
    DemoInChromium.follow(page, () -> page.locator("#q").press("Enter"));
    assertThat(page.locator("main .notice").textContent()).contains("“brest” was read as “breast”");
    String before = page.locator("main h2").first().textContent();
    Locator female = page.locator("#facet-sex a").first();
    DemoInChromium.follow(page, female::click);
    assertThat(page.url()).contains("q=brest", "sex=");
    assertThat(page.locator("#rule").textContent()).contains("Sex is");
    DemoInChromium.follow(page, () -> page.locator(".tokens a").last().click());
    assertThat(page.locator(".tokens").count()).as("after " + before).isZero();
  }

  @Test
  void an_address_with_filters_nobody_knows_shows_what_it_left_out(DemoInChromium demo)
      throws IOException {
    Page page = demo.fresh(true);
    page.navigate("/catalogue?shoe-size=43&sex=female");
    assertThat(page.locator("main .notice").textContent()).contains("shoe-size");
    assertThat(page.locator("#rule").textContent()).contains("Sex is Female");
  }

  @Test
  void charts_say_what_their_tables_say_and_no_number_that_is_not_told(DemoInChromium demo)
      throws IOException {
    Page page = demo.fresh(true);
    page.navigate("/catalogue/breast");
    Locator pyramid = page.locator("[data-chart=pyramid]");
    assertThat(pyramid.locator("svg").count()).isOne();
    assertThat(pyramid.locator("svg").textContent()).contains("Female", "fewer than 10");
    List<String> told = pyramid.locator("td").allTextContents();
    assertThat(pyramid.locator("svg text").allTextContents()).containsAll(told);
    assertThat(page.locator("[data-chart]:not(:has(svg))").count()).isZero();
    assertThat(page.locator(".picture:not([aria-hidden=true])").count()).isZero();
    assertThat(page.locator("[data-chart] table").first().isVisible()).isTrue();
    page.locator("main button", having("Show tables instead of charts")).click();
    assertThat(page.locator("[data-chart] svg").first().isVisible()).isFalse();
    assertThat(page.locator("[data-chart] .away table").count()).isZero();

    page.navigate("/catalogue/compare?c=breast&c=lung");
    assertThat(page.locator("details[data-sides] svg").count())
        .isEqualTo(page.locator("#sides .group").count());
    assertThat(page.locator("details[data-sides] svg").first().textContent()).contains("A 100 %");
  }

  @Test
  void without_script_charts_are_tables_with_bars(DemoInChromium demo) throws IOException {
    Page page = demo.fresh(false);
    page.navigate("/catalogue/breast");
    assertThat(page.locator("[data-chart] svg").count()).isZero();
    assertThat(page.locator("[data-chart=pyramid] table").isVisible()).isTrue();
    assertThat(page.locator("[data-chart=bars] meter").first().isVisible()).isTrue();
    page.navigate("/catalogue/compare?c=breast&c=lung");
    assertThat(page.locator("details[data-sides]").isVisible()).isFalse();
    assertThat(page.locator("#sides").isVisible()).isTrue();
  }

  @Test
  void single_keys_go_to_the_search_box_and_through_the_results(DemoInChromium demo)
      throws IOException {
    Page page = demo.fresh(true);
    page.navigate("/");
    page.keyboard().press("j");
    page.keyboard().press("j");
    assertThat(focused(page, "closest('article.card').previousElementSibling?.className"))
        .isEqualTo("card");
    page.keyboard().press("x");
    assertThat(page.locator("article.card:nth-of-type(2) input[name=c]").isChecked()).isTrue();
    page.keyboard().press("k");
    assertThat(focused(page, "textContent"))
        .isEqualTo(page.locator("article.card h3 a").first().textContent());
    page.keyboard().press("/");
    assertThat(focused(page, "id")).isEqualTo("q");
    page.keyboard().type("jkx?/");
    assertThat(page.locator("#q").inputValue()).isEqualTo("jkx?/");

    page.locator("h1").click();
    page.keyboard().press("?");
    Locator help = page.locator("dialog#keys");
    assertThat(help.isVisible()).isTrue();
    help.getByLabel("Use these single keys").uncheck();
    page.keyboard().press("Escape");
    page.keyboard().press("?");
    assertThat(help.isVisible()).as("turned off").isFalse();
    page.locator("#keys-open").click();
    assertThat(help.isVisible()).isTrue();
  }

  @Test
  void every_kind_of_image_and_how_it_was_taken_can_be_chosen(DemoInChromium demo)
      throws IOException {
    Page page = demo.fresh(false);
    page.navigate("/catalogue");
    assertThat(page.locator("#facet-modality").textContent()).contains("CT", "PT", "MR", "MG");
    for (String facet : List.of("field-strength", "slice-thickness", "echo-time", "manufacturer")) {
      assertThat(page.locator("#facet-" + facet).count()).as(facet).isPositive();
    }
  }

  private static Object focused(Page page, String what) {
    return page.evaluate("() => document.activeElement." + what);
  }

  private static void add(Page page, String attribute, String value) {
    DemoInChromium.press(page, attribute);
    tick(page, value);
    DemoInChromium.press(page, "Add");
  }

  private static void tick(Page page, String value) {
    page.locator("main form details[open] label")
        .filter(new Locator.FilterOptions().setHasText(value))
        .locator("input")
        .first()
        .check();
  }

  private static Page.LocatorOptions having(String text) {
    return new Page.LocatorOptions().setHasText(text);
  }
}

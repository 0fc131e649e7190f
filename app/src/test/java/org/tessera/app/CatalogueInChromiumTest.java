package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
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
    page.locator("fieldset", named("Treatment")).getByLabel("Surgery").check();
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

  private static Page.LocatorOptions named(String legend) {
    return new Page.LocatorOptions().setHasText(legend);
  }
}

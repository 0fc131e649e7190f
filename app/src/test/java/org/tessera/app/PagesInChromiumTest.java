package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRuleOptions;
import com.deque.html.axecore.args.AxeRunOnlyOptions;
import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/// Every page of the demonstration (`pages.csv`) against axe-core (WCAG 2.0 to 2.2, levels A and
/// AA, and axe's best practices), and against what axe does not see: a page wider than the screen,
/// a control the Tab key misses, a focus nobody sees, a skip link that is not first.
///
/// A screen and a phone, one light and one dark, with everything opened; with `-Dscreens=all` both
/// in both, and as the page comes as well.
@ExtendWith(DemoInChromium.Extension.class)
class PagesInChromiumTest {
  private static final List<String> TAGS =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");
  private static final List<Screen> SCREENS =
      List.of(
          new Screen(1280, 900, ColorScheme.LIGHT),
          new Screen(390, 844, ColorScheme.DARK),
          new Screen(1280, 900, ColorScheme.DARK),
          new Screen(390, 844, ColorScheme.LIGHT));

  /// Women with cancer of the breast or lung of whom there are MR images.
  private static final String WOMEN =
      """
      {"all":[{"level":"patient","where":{"sex":["female"]}},{"any":[{"level":"patient","where":\
      {"diagnosis":["C50"]}},{"level":"patient","where":{"diagnosis":["C34"]}}]},{"level":"series",\
      "where":{"modality":["MR"]}}]}\
      """;

  private record Screen(int width, int height, ColorScheme colours) {
    @Override
    public String toString() {
      return width + " px, " + colours;
    }
  }

  /// A request and a saved cohort, so that their pages have something to show.
  @BeforeAll
  static void ask(DemoInChromium demo) throws IOException {
    Page page = demo.of("researcher");
    page.navigate(address("/cohorts/saved/new?{women}"));
    page.locator("#name").fill("Women with MR");
    DemoInChromium.follow(page, () -> page.locator("main button").click());
    page.navigate("/requests/new?collection=breast");
    page.locator("#title").fill("Screening of dense breasts");
    page.locator("#justification")
        .fill("To compare readings of magnetic resonance images with mammography.");
    DemoInChromium.follow(page, () -> page.locator("main button").click());
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvFileSource(resources = "/pages.csv", numLinesToSkip = 1)
  void a_page_is_whole_for_eyes_keyboards_screen_readers_and_phones(
      @Nullable String role, String page, @Nullable String linkedFrom, DemoInChromium demo)
      throws IOException {
    Page open = demo.of(role == null ? "" : role);
    String address =
        linkedFrom == null ? address(page) : firstLink(open, address(linkedFrom), page);
    List<String> found = new ArrayList<>();
    boolean all = "all".equals(System.getProperty("screens"));
    for (Screen screen : SCREENS.subList(0, all ? SCREENS.size() : 2)) {
      open.setViewportSize(screen.width(), screen.height());
      open.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(screen.colours()));
      open.navigate(address);
      open.evaluate(script());
      if (all) {
        found.addAll(told(screen, "", axe(open)));
      }
      if (screen.colours() == ColorScheme.LIGHT) {
        found.addAll(told(screen, "keyboard: ", keyboard(open)));
      }
      open.evaluate("() => tesseraLook.openFolds()");
      found.addAll(told(screen, "all opened: ", axe(open)));
      found.addAll(told(screen, "too wide: ", strings(open, "() => tesseraLook.tooWide()")));
    }
    assertThat(found).isEmpty();
  }

  private static String address(String written) {
    return written.replace("{women}", "cohort=" + URLEncoder.encode(WOMEN, StandardCharsets.UTF_8));
  }

  /// The first address of this form that a page leads to.
  private static String firstLink(Page page, String from, String form) {
    page.navigate(from);
    Pattern wanted = Pattern.compile(form);
    for (Locator link : page.locator("main a").all()) {
      URI leads = URI.create(page.url()).resolve(link.getAttribute("href"));
      String address =
          leads.getRawPath() + (leads.getRawQuery() == null ? "" : "?" + leads.getRawQuery());
      if (wanted.matcher(address).matches()) {
        return address;
      }
    }
    throw new AssertionError(from + " leads to nothing like " + form);
  }

  private static List<String> told(Screen screen, String how, List<String> found) {
    return found.stream().map(one -> screen + ", " + how + one).toList();
  }

  private static List<String> axe(Page page) {
    var run = new AxeRunOnlyOptions();
    run.setType("tag");
    run.setValues(TAGS);
    var target = new AxeRuleOptions();
    target.setEnabled(true);
    var options = new AxeRunOptions();
    options.setRunOnly(run);
    options.setRules(Map.of("target-size", target));
    List<String> found = new ArrayList<>();
    // No page has a foreign frame, so axe need not open a page of its own to put frames together.
    for (Rule rule :
        new AxeBuilder(page).options(options).setLegacyMode(true).analyze().getViolations()) {
      for (CheckedNode node : rule.getNodes()) {
        found.add(rule.getId() + ": " + node.getFailureSummary() + " " + node.getHtml());
      }
    }
    return found;
  }

  private static List<String> keyboard(Page page) {
    List<String> expected = strings(page, "() => tesseraLook.stops()");
    List<String> found = new ArrayList<>();
    Set<Integer> reached = new HashSet<>();
    boolean first = !page.url().contains("/sign-in");
    boolean wrapped = false;
    for (int at = 0; at < expected.size() * 2 + 10; at++) {
      page.keyboard().press("Tab");
      var focus = (Map<?, ?>) page.evaluate("() => tesseraLook.focus()");
      if (focus == null && !wrapped) {
        // A page that sets the focus itself is gone through from there, then from its beginning.
        wrapped = true;
        continue;
      }
      if (focus == null) {
        break;
      }
      String stop = String.valueOf(focus.get("stop"));
      // A date has several parts to stop at, a group of radio buttons several to choose from.
      boolean again = !stop.isEmpty() && !reached.add(Integer.valueOf(stop));
      if (again && Boolean.FALSE.equals(focus.get("parts"))) {
        break;
      }
      if (first && Boolean.FALSE.equals(focus.get("skip"))) {
        found.add("the first stop is not the skip link but " + focus.get("html"));
      }
      first = false;
      if (Boolean.FALSE.equals(focus.get("seen")) || Boolean.FALSE.equals(focus.get("onScreen"))) {
        found.add("nobody sees the focus on " + focus.get("html"));
      }
    }
    for (int stop = 0; stop < expected.size(); stop++) {
      if (!reached.contains(stop)) {
        found.add("not reached: " + expected.get(stop));
      }
    }
    return found;
  }

  private static List<String> strings(Page page, String question) {
    return ((List<?>) Objects.requireNonNull(page.evaluate(question)))
        .stream().map(String::valueOf).toList();
  }

  private static String script() throws IOException {
    try (InputStream script =
        Objects.requireNonNull(PagesInChromiumTest.class.getResourceAsStream("/pages.js"))) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

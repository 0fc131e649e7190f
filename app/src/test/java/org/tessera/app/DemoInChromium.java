package org.tessera.app;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.util.FileSystemUtils;

/// A demonstration node in a process of its own and Chromium to look at it with, started once for
/// all tests that ask for them. Where there is no Chromium those tests are skipped, and say so.
final class DemoInChromium implements AutoCloseable {
  private final Path home;
  private final Process node;
  private final Playwright playwright;
  private final Browser browser;
  private final Map<String, BrowserContext> people = new TreeMap<>();

  private DemoInChromium(Path home, Process node) {
    this.home = home;
    this.node = node;
    // The driver's own browsers come from a host that a build does not reach; the system's serves.
    this.playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    this.browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium().getFirst())
                    .setArgs(List.of("--disable-gpu", "--disable-quic")));
  }

  private static DemoInChromium start() {
    try {
      Path home = Files.createTempDirectory("tessera-demo").resolve("home");
      Process node = NodeProcess.start(home, "demo", "-Xmx1g");
      NodeProcess.printed(node, home, "Done in");
      return new DemoInChromium(home, node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the demonstration began", e);
    }
  }

  private static List<Path> chromium() {
    return List.of("chromium", "chromium-browser", "google-chrome").stream()
        .map(Path.of("/usr/bin")::resolve)
        .filter(Files::isExecutable)
        .toList();
  }

  /// The page of one who is signed in, or of nobody; what was open before in it is left.
  ///
  /// @param role the role of a demonstration account, or `` for nobody
  Page of(String role) throws IOException {
    if (!people.containsKey(role)) {
      // axe is put into the page, which its own policy rightly refuses to anything foreign.
      var person =
          browser.newContext(
              new Browser.NewContextOptions().setBypassCSP(true).setBaseURL(address()));
      people.put(role, person);
      signIn(person.newPage(), role);
    }
    return people.get(role).pages().getFirst();
  }

  /// A page of nobody whom the node knows, in a browser as it comes.
  Page fresh(boolean scripts) throws IOException {
    return browser
        .newContext(
            new Browser.NewContextOptions().setBaseURL(address()).setJavaScriptEnabled(scripts))
        .newPage();
  }

  /// Fills in the sign-in page the node shows or, where it shows another, opens it first.
  static void signIn(Page page, String role) {
    if (role.isEmpty()) {
      return;
    }
    if (!page.url().contains("/sign-in")) {
      page.navigate("/sign-in");
    }
    page.locator("#username").fill("demo-" + role);
    page.locator("#password").fill("tessera-demo-" + role);
    page.locator("main button[type=submit]").click();
    page.waitForURL(address -> !address.contains("/sign-in"));
  }

  /// Presses a button of the page's main part by what it says, and waits for the page it leads to.
  static void press(Page page, String says) {
    Locator button =
        page.locator("main")
            .getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(says).setExact(true));
    follow(page, button::click);
  }

  /// Does what leads to another page, and waits for that page.
  static void follow(Page page, Runnable act) {
    page.waitForResponse(answer -> answer.request().isNavigationRequest(), act);
    page.waitForLoadState();
  }

  private String address() throws IOException {
    return "http://127.0.0.1:" + Files.readString(home.resolve("node.port")).strip();
  }

  @Override
  public void close() throws IOException {
    playwright.close();
    node.destroy();
    node.onExit().join();
    FileSystemUtils.deleteRecursively(home.getParent());
  }

  /// Gives tests the one node and browser of the run, and skips them where there is no browser.
  static final class Extension implements ExecutionCondition, ParameterResolver {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return chromium().isEmpty()
          ? ConditionEvaluationResult.disabled("no Chromium here: apt-get install chromium")
          : ConditionEvaluationResult.enabled("Chromium is here");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == DemoInChromium.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .computeIfAbsent(
              DemoInChromium.class, key -> DemoInChromium.start(), DemoInChromium.class);
    }
  }
}

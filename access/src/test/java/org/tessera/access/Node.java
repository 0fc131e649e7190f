package org.tessera.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tessera.catalog.CatalogConfiguration;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.store.ChangeLog;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.mappings.Mappings;
import org.tessera.vocabularies.Vocabularies;
import org.tessera.vocabularies.words.PhraseFiles;
import org.tessera.vocabularies.words.Phrases;

/// This house as it runs inside a node: its own pages on a real web server, and a stand-in that
/// answers for the routes of the other houses.
public final class Node implements AutoCloseable {
  public static final String ISSUER = "http://localhost/tessera-test";

  private final ServletWebServerApplicationContext context;

  private Node(ServletWebServerApplicationContext context) {
    this.context = context;
  }

  public static Node start(TestDatabase database, Path home, String... settings) {
    var defaults =
        Map.<String, Object>of(
            "tessera.home", home.toString(),
            "tessera.issuer", ISSUER,
            "server.port", "0",
            "server.address", "127.0.0.1",
            "logging.level.root", "off",
            "spring.main.banner-mode", "off");
    var application =
        new SpringApplicationBuilder(Wiring.class)
            .properties(defaults)
            .initializers(context -> outside((GenericApplicationContext) context, database))
            .run(settings);
    return new Node((ServletWebServerApplicationContext) application);
  }

  private static void outside(GenericApplicationContext context, TestDatabase database) {
    // The test's database outlives the node.
    context.registerBean(
        DataSource.class, database::dataSource, bean -> bean.setDestroyMethodName(""));
    context.registerBean(ResourceStore.class, () -> new ResourceStore(database.dataSource()));
    context.registerBean(ChangeLog.class, () -> new ChangeLog(database.dataSource()));
    context.registerBean(
        "messageSource",
        Phrases.class,
        () ->
            Phrases.of(List.of(Phrases.FIRST), PhraseFiles.shipped("frame", "access", "catalog")));
    Vocabularies vocabularies = Vocabularies.builtIn();
    context.registerBean(Vocabularies.class, () -> vocabularies);
    context.registerBean(Mappings.class, () -> Mappings.builtIn(vocabularies));
  }

  @EnableAutoConfiguration
  @Import({AccessConfiguration.class, CatalogConfiguration.class, OtherHouses.class})
  static class Wiring {}

  /// Answers 200 wherever no controller of this house does.
  @RestController
  static class OtherHouses {
    @RequestMapping("/**")
    String anything() {
      return "reached";
    }
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public URI uri(String path) {
    return URI.create(
        "http://127.0.0.1:" + Objects.requireNonNull(context.getWebServer()).getPort() + path);
  }

  /// A token for a name and a password, as curl gets it.
  public String token(String name, String password) {
    var response = post("/api/token", "", "username=" + name + "&password=" + password);
    return response.body().replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
  }

  public HttpResponse<String> get(String path, String token) {
    return send("GET", path, token, "");
  }

  public HttpResponse<String> post(String path, String token, String form) {
    return send("POST", path, token, form);
  }

  /// One request, without cookies; an empty token sends none.
  public HttpResponse<String> send(String method, String path, String token, String form) {
    var request =
        HttpRequest.newBuilder(uri(path))
            .method(method, HttpRequest.BodyPublishers.ofString(form))
            .header("Content-Type", "application/x-www-form-urlencoded");
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return send(HttpClient.newHttpClient(), request.build());
  }

  static HttpResponse<String> send(HttpClient client, HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A browser: keeps cookies, sends the anti-forgery token of the last page with each form.
  public Browser browser() {
    return new Browser();
  }

  /// A person's browser.
  public final class Browser {
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build();
    private String csrf = "";

    public HttpResponse<String> open(String path) {
      var request = HttpRequest.newBuilder(uri(path)).header("Accept", "text/html").build();
      return keepToken(send(client, request));
    }

    public HttpResponse<String> submit(String path, String form) {
      return keepToken(submitWithout(path, form + "&_csrf=" + csrf));
    }

    /// Sends a form as another site could make the browser send it.
    public HttpResponse<String> submitWithout(String path, String form) {
      var request =
          HttpRequest.newBuilder(uri(path))
              .header("Accept", "text/html")
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString(form))
              .build();
      return send(client, request);
    }

    public HttpResponse<String> signIn(String name, String password) {
      open("/sign-in");
      var answer = submit("/sign-in", "username=" + name + "&password=" + password);
      open("/account");
      return answer;
    }

    public List<HttpCookie> cookies() {
      return cookies.getCookieStore().getCookies();
    }

    private HttpResponse<String> keepToken(HttpResponse<String> page) {
      var found = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(page.body());
      if (found.find()) {
        csrf = found.group(1);
      }
      return page;
    }
  }

  public static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}

package org.tessera.access.identity;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.tessera.access.Role;

/// Who may take which route, and which routes leave a trace: `access/routes.csv`. The first line
/// that fits decides; what no line names is refused to everybody.
public final class Routes {
  private final List<Route> routes;

  private Routes(List<Route> routes) {
    this.routes = routes;
  }

  /// The table that ships with the product.
  public static Routes builtIn() {
    var file = Objects.requireNonNull(Routes.class.getResourceAsStream("/access/routes.csv"));
    try (var csv =
        CsvReader.builder().ofNamedCsvRecord(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      return new Routes(csv.stream().map(Route::of).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Route> all() {
    return routes;
  }

  /// Whether some line names this request, whoever may take it.
  boolean names(HttpServletRequest request) {
    return routes.stream().anyMatch(route -> route.matcher().matches(request));
  }

  /// Whether somebody may take a route.
  ///
  /// @param path of the whole address, such as `/fhir/Patient/1`
  public boolean allow(String method, String path, Set<Role> roles) {
    PathContainer asked = PathContainer.parsePath(path);
    return routes.stream()
        .filter(route -> route.fits(method, asked))
        .findFirst()
        .filter(route ->
            route.anyone() || route.signedIn() || !Collections.disjoint(route.who(), roles))
        .isPresent();
  }

  /// The name under which the audit trail records this request, empty if it leaves none.
  public Optional<String> audit(HttpServletRequest request) {
    return routes.stream()
        .filter(route -> route.matcher().matches(request))
        .findFirst()
        .map(Route::audit)
        .filter(name -> !name.isEmpty());
  }

  /// One line of the table.
  ///
  /// @param who the roles that may pass, any of them; with `anyone` or `signedIn` it is empty
  record Route(
      String method,
      String path,
      boolean anyone,
      boolean signedIn,
      Set<Role> who,
      String audit,
      PathPattern pattern,
      RequestMatcher matcher) {
    static Route of(NamedCsvRecord line) {
      String who = line.getField("who");
      boolean anyone = who.equals("anyone");
      boolean signedIn = who.equals("signed-in");
      Set<Role> roles =
          anyone || signedIn
              ? Set.of()
              : Arrays.stream(who.split(" ", -1))
                  .map(Role::valueOf)
                  .collect(Collectors.toUnmodifiableSet());
      String method = line.getField("method");
      String path = line.getField("path");
      return new Route(
          method,
          path,
          anyone,
          signedIn,
          roles,
          line.getField("audit"),
          PathPatternParser.defaultInstance.parse(path),
          matcher(method, path));
    }

    private static RequestMatcher matcher(String method, String path) {
      if (method.equals("*")) {
        return PathPatternRequestMatcher.pathPattern(path);
      }
      RequestMatcher asked =
          PathPatternRequestMatcher.pathPattern(HttpMethod.valueOf(method), path);
      // RFC 9110 section 9.3.2: HEAD is GET without the content, so whoever may GET may HEAD.
      return method.equals("GET")
          ? new OrRequestMatcher(
              asked, PathPatternRequestMatcher.pathPattern(HttpMethod.HEAD, path))
          : asked;
    }

    /// As the matcher has it, without a request.
    private boolean fits(String asked, PathContainer address) {
      boolean sameMethod =
          method.equals("*")
              || method.equals(asked)
              || (method.equals("GET") && asked.equals("HEAD"));
      return sameMethod && pattern.matches(address);
    }

    String[] authorities() {
      return who.stream().map(Role::authority).toArray(String[]::new);
    }
  }
}

package org.tessera.app.web;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/// Gives every page its frame: the places the signed-in person may go, and nothing else.
@ControllerAdvice
final class FrameAdvice {
  /// A place in the navigation and the roles that see it; no role means everybody.
  private record Destination(String path, String name, List<String> roles) {}

  private static final List<Destination> DESTINATIONS =
      List.of(
          new Destination("/", "Catalogue", List.of()),
          new Destination("/cohorts", "Cohorts", List.of()),
          new Destination("/requests", "Requests", List.of("RESEARCHER", "COMMITTEE")),
          new Destination("/deliveries", "Deliveries", List.of("DATA_MANAGER", "ADMINISTRATOR")),
          new Destination("/studies", "Studies", List.of("DATA_MANAGER", "ADMINISTRATOR")),
          new Destination("/imaging", "Imaging", List.of("DATA_MANAGER", "ADMINISTRATOR")),
          new Destination("/people", "People", List.of("ADMINISTRATOR")),
          new Destination("/audit", "Audit", List.of("AUDITOR", "ADMINISTRATOR")));

  private final Environment settings;

  FrameAdvice(Environment settings) {
    this.settings = settings;
  }

  /// One entry of the navigation.
  public record Place(String path, String name, boolean current) {}

  /// What the frame shows.
  public record Frame(String node, List<Place> places, @Nullable String person, boolean demo) {}

  @ModelAttribute("frame")
  Frame frame(HttpServletRequest request) {
    @Nullable Principal person = request.getUserPrincipal();
    List<Place> places =
        DESTINATIONS.stream()
            .filter(place ->
                place.roles().isEmpty() || place.roles().stream().anyMatch(request::isUserInRole))
            .map(place -> new Place(place.path(), place.name(), current(place.path(), request)))
            .toList();
    return new Frame(
        settings.getProperty("tessera.node-name", ""),
        places,
        person == null ? null : person.getName(),
        settings.getProperty("tessera.demo", Boolean.class, false));
  }

  private static boolean current(String path, HttpServletRequest request) {
    String asked = request.getRequestURI();
    return path.equals("/")
        ? asked.equals("/") || asked.startsWith("/catalogue")
        : asked.startsWith(path);
  }
}

package org.tessera.app.web;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.tessera.vocabularies.words.Phrases;

/// Gives every page its frame: the places the signed-in person may go, and nothing else; and the
/// languages and themes it can be read in.
@ControllerAdvice
final class FrameAdvice {
  /// A place in the navigation and the roles that see it; no role means everybody.
  private record Destination(String path, String name, List<String> roles) {}

  /// Stands for every role.
  private static final String SIGNED_IN = "signed-in";

  private static final List<Destination> DESTINATIONS =
      List.of(
          new Destination("/", "catalogue", List.of()),
          new Destination("/cohorts", "cohorts", List.of()),
          new Destination("/requests", "requests", List.of("RESEARCHER", "COMMITTEE")),
          new Destination("/deliveries", "deliveries", List.of("DATA_MANAGER", "ADMINISTRATOR")),
          new Destination("/studies", "studies", List.of("DATA_MANAGER", "ADMINISTRATOR")),
          new Destination(
              "/descriptions", "descriptions", List.of("DATA_MANAGER", "ADMINISTRATOR")),
          new Destination("/imaging", "imaging", List.of("DATA_MANAGER", "ADMINISTRATOR")),
          new Destination("/vocabularies", "vocabularies", List.of(SIGNED_IN)),
          new Destination("/people", "people", List.of("ADMINISTRATOR")),
          new Destination("/audit", "audit", List.of("AUDITOR", "ADMINISTRATOR")));

  private final Environment settings;
  private final Phrases phrases;

  FrameAdvice(Environment settings, Phrases phrases) {
    this.settings = settings;
    this.phrases = phrases;
  }

  /// One entry of the navigation.
  ///
  /// @param name its sentence is `frame.place.NAME`
  public record Place(String path, String name, boolean current) {}

  /// The same page in another language or theme.
  ///
  /// @param word the language's tag or the theme
  /// @param name of the language in itself
  public record Choice(String word, String name, String address, boolean current) {}

  /// What the frame shows. There are no choices on the answer to a form, which has no address.
  public record Frame(
      String node,
      List<Place> places,
      @Nullable String person,
      boolean demo,
      String theme,
      List<Choice> languages,
      List<Choice> themes) {}

  @ModelAttribute("frame")
  Frame frame(HttpServletRequest request, Locale language) {
    @Nullable Principal person = request.getUserPrincipal();
    List<Place> places =
        DESTINATIONS.stream()
            .filter(place ->
                place.roles().isEmpty()
                    || (person != null && place.roles().contains(SIGNED_IN))
                    || place.roles().stream().anyMatch(request::isUserInRole))
            .map(place -> new Place(place.path(), place.name(), current(place.path(), request)))
            .toList();
    boolean again = request.getMethod().equals("GET");
    PageAddress here = PageAddress.of(request);
    Theme theme = Theme.of(request);
    return new Frame(
        settings.getProperty("tessera.node-name", ""),
        places,
        person == null ? null : person.getName(),
        settings.getProperty("tessera.demo", Boolean.class, false),
        theme.word(),
        again ? languages(here, language) : List.of(),
        again ? themes(here, theme) : List.of());
  }

  private List<Choice> languages(PageAddress here, Locale present) {
    return phrases.languages().stream()
        .map(one -> {
          String tag = one.toLanguageTag();
          String address = here.with(PageConfiguration.LANGUAGE_PARAMETER, tag);
          return new Choice(tag, ownName(one), address, one.equals(present));
        })
        .toList();
  }

  private static List<Choice> themes(PageAddress here, Theme present) {
    return Arrays.stream(Theme.values())
        .map(theme ->
            new Choice(
                theme.word(), "", here.with(Theme.PARAMETER, theme.word()), theme == present))
        .toList();
  }

  /// What its speakers call a language, as at the head of a line.
  private static String ownName(Locale language) {
    String name = language.getDisplayName(language);
    int first = name.offsetByCodePoints(0, 1);
    return name.substring(0, first).toUpperCase(language) + name.substring(first);
  }

  private static boolean current(String path, HttpServletRequest request) {
    String asked = request.getRequestURI();
    return path.equals("/")
        ? asked.equals("/") || asked.startsWith("/catalogue")
        : asked.startsWith(path);
  }
}

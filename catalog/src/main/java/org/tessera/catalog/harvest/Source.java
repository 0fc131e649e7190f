package org.tessera.catalog.harvest;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Another catalogue, as the settings `tessera.catalogue.harvest.<name>.…` say.
///
/// @param name letters, digits and `-`
/// @param address what is asked for its document
/// @param pace how long its document counts
public record Source(String name, URI address, Duration pace) {
  private static final String PREFIX = "tessera.catalogue.harvest.";
  private static final long PACE_MINUTES = 360;
  private static final long PACE_MINUTES_MIN = 5;
  private static final long PACE_MINUTES_MAX = 60L * 24 * 31;

  /// Reads the settings.
  ///
  /// @param settings by name without `tessera.catalogue.harvest.`
  /// @throws IllegalStateException naming the setting that cannot be used, and what it should be
  public static List<Source> all(Map<String, String> settings) {
    Map<String, Map<String, String>> byName = new TreeMap<>();
    settings.forEach((setting, value) -> {
      int dot = setting.lastIndexOf('.');
      String name = dot < 0 ? "" : setting.substring(0, dot);
      String what = setting.substring(dot + 1);
      if (!name.matches("[A-Za-z0-9-]{1,40}") || !List.of("url", "minutes").contains(what)) {
        throw unusable(setting, "write " + PREFIX + "NAME.url and " + PREFIX + "NAME.minutes");
      }
      byName.computeIfAbsent(name, _ -> new TreeMap<>()).put(what, value.strip());
    });
    List<Source> sources = new ArrayList<>();
    byName.forEach(
        (name, said) -> sources.add(new Source(name, address(name, said), pace(name, said))));
    return List.copyOf(sources);
  }

  private static URI address(String name, Map<String, String> said) {
    String setting = name + ".url";
    try {
      URI address = new URI(Objects.requireNonNullElse(said.get("url"), ""));
      String scheme = Objects.requireNonNullElse(address.getScheme(), "");
      if (List.of("http", "https").contains(scheme)
          && address.getHost() != null
          && address.getUserInfo() == null) {
        return address;
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(sentence(setting, remedy()), e);
    }
    throw unusable(setting, remedy());
  }

  private static String remedy() {
    return "write an address such as https://node.example.org/api/catalogue/dcat.ttl";
  }

  private static Duration pace(String name, Map<String, String> said) {
    String minutes = said.getOrDefault("minutes", Long.toString(PACE_MINUTES));
    if (minutes.matches("\\d{1,6}")) {
      long number = Long.parseLong(minutes);
      if (number >= PACE_MINUTES_MIN && number <= PACE_MINUTES_MAX) {
        return Duration.ofMinutes(number);
      }
    }
    throw unusable(
        name + ".minutes",
        "write minutes from %d to %d".formatted(PACE_MINUTES_MIN, PACE_MINUTES_MAX));
  }

  private static IllegalStateException unusable(String setting, String remedy) {
    return new IllegalStateException(sentence(setting, remedy));
  }

  private static String sentence(String setting, String remedy) {
    return PREFIX + setting + " in node.properties cannot be used: " + remedy;
  }
}

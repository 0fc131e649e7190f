package org.tessera.fhir.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tessera.fhir.store.SearchParameter.Kind;

/// The search parameters that are indexed, from `definitions/search-parameters.tsv`: the standard's
/// own, their expressions resolved to element paths.
///
/// Composites, `phonetic`, `near`, `_text` and `_content` are not among them; `_id` and
/// `_lastUpdated` are columns.
public final class SearchParameters {
  private static final String COMMON = "Resource";
  private static final Map<String, Map<String, SearchParameter>> byType = load();

  private SearchParameters() {}

  /// The parameters of a resource type, by name.
  public static List<SearchParameter> of(String type) {
    return List.copyOf(byType.getOrDefault(type, Map.of()).values());
  }

  public static Optional<SearchParameter> find(String type, String name) {
    return Optional.ofNullable(byType.getOrDefault(type, Map.of()).get(name));
  }

  private static Map<String, Map<String, SearchParameter>> load() {
    Map<String, Map<String, SearchParameter>> loaded = new HashMap<>();
    for (String line : Definitions.lines("search-parameters.tsv")) {
      String[] cells = line.split("\t", -1);
      List<String> types = cells[0].equals(COMMON) ? ResourceTypes.all() : List.of(cells[0]);
      Kind kind = Kind.valueOf(cells[2].toUpperCase(Locale.ROOT));
      List<ParameterPath> paths = new ArrayList<>();
      for (String path : cells[3].split(" ", -1)) {
        paths.add(ParameterPath.parse(path));
      }
      List<String> targets = cells[4].isEmpty() ? List.of() : List.of(cells[4].split(" ", -1));
      for (String type : types) {
        loaded
            .computeIfAbsent(type, any -> new LinkedHashMap<>())
            .put(cells[1], new SearchParameter(type, cells[1], kind, List.copyOf(paths), targets));
      }
    }
    return loaded;
  }
}

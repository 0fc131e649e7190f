package org.tessera.fhir.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.tessera.fhir.store.SearchParameter.Kind;
import tools.jackson.databind.node.ObjectNode;

/// The search parameters that are indexed: the standard's own, from
/// `definitions/search-parameters.tsv` and `composites.tsv`, and those a node was given.
///
/// `_id` and `_lastUpdated` are columns and `_text`, `_content`, `_list`, `_has`, `_filter` are
/// answered in other ways, so they are not among them; nor is `near`, which is not supported.
public final class SearchParameters {
  private static final String COMMON = "Resource";
  private static final SearchParameters STANDARD = new SearchParameters(load());

  private final Map<String, Map<String, SearchParameter>> byType;
  private final Map<String, Extractor> extractors = new ConcurrentHashMap<>();

  private SearchParameters(Map<String, Map<String, SearchParameter>> byType) {
    this.byType = byType;
  }

  /// The parameters the standard defines.
  public static SearchParameters standard() {
    return STANDARD;
  }

  /// The parameters of a resource type, by name.
  public List<SearchParameter> of(String type) {
    return List.copyOf(byType.getOrDefault(type, Map.of()).values());
  }

  public Optional<SearchParameter> find(String type, String name) {
    return Optional.ofNullable(byType.getOrDefault(type, Map.of()).get(name));
  }

  /// These and more. A name the standard has taken keeps the standard's meaning.
  SearchParameters with(Collection<SearchParameter> more) {
    Map<String, Map<String, SearchParameter>> all = new HashMap<>();
    byType.forEach((type, parameters) -> all.put(type, new LinkedHashMap<>(parameters)));
    for (SearchParameter parameter : more) {
      all.computeIfAbsent(parameter.type(), any -> new LinkedHashMap<>())
          .putIfAbsent(parameter.name(), parameter);
    }
    return new SearchParameters(all);
  }

  /// What a resource leaves in the search tables: what it is searched by, and what it refers to.
  ///
  /// @param content as it stands in the table
  IndexRows extract(byte[] content) {
    byte[] plain = ResourceContent.plain(content);
    return extract(FhirJson.parseTrusted(plain), References.targets(plain));
  }

  /// @param targets what it refers to, as [References#targets] finds it
  IndexRows extract(ObjectNode resource, Set<String> targets) {
    IndexRows rows = extractor(resource.get("resourceType").stringValue()).rows(resource);
    targets.forEach(target -> rows.add(IndexKeys.referred(target)));
    return rows;
  }

  /// What the references of a parameter point to in this resource: addresses as they stand there.
  public List<String> references(SearchParameter parameter, ObjectNode resource) {
    return ReferencePaths.addresses(parameter, resource);
  }

  private Extractor extractor(String type) {
    return extractors.computeIfAbsent(type, any -> new Extractor(of(any)));
  }

  private static Map<String, Map<String, SearchParameter>> load() {
    Map<String, Map<String, SearchParameter>> loaded = new HashMap<>();
    for (String line : Definitions.lines("search-parameters.tsv")) {
      String[] cells = line.split("\t", -1);
      List<String> types = cells[0].equals(COMMON) ? ResourceTypes.all() : List.of(cells[0]);
      Kind kind = Kind.valueOf(cells[2].toUpperCase(Locale.ROOT));
      List<ParameterPath> paths =
          Arrays.stream(cells[3].split(" ", -1)).map(ParameterPath::parse).toList();
      List<String> targets = cells[4].isEmpty() ? List.of() : List.of(cells[4].split(" ", -1));
      for (String type : types) {
        put(loaded, new SearchParameter(type, cells[1], kind, paths, targets));
      }
    }
    Map<List<String>, List<CompositePath>> composites = new LinkedHashMap<>();
    for (String line : Definitions.lines("composites.tsv")) {
      List<String> cells = List.of(line.split("\t", -1));
      composites
          .computeIfAbsent(cells.subList(0, 2), any -> new ArrayList<>())
          .add(CompositePath.parse(cells.getFirst(), cells.subList(2, cells.size())));
    }
    composites.forEach((key, paths) ->
        put(loaded, new SearchParameter(key.getFirst(), key.getLast(), List.copyOf(paths))));
    loaded
        .values()
        .forEach(parameters -> {
          List<SearchParameter> all = List.copyOf(parameters.values());
          parameters.replaceAll((_, parameter) -> parameter.unitedFrom(all));
        });
    return loaded;
  }

  private static void put(
      Map<String, Map<String, SearchParameter>> loaded, SearchParameter parameter) {
    loaded
        .computeIfAbsent(parameter.type(), any -> new LinkedHashMap<>())
        .put(parameter.name(), parameter);
  }
}

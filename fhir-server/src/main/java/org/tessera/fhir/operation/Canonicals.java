package org.tessera.fhir.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tessera.fhir.search.Query;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.StoredResource;
import tools.jackson.databind.node.ObjectNode;

/// Finds definitions by canonical address, `url` or `url|version`: those that clients stored come
/// before those that ship with the product. https://hl7.org/fhir/R4/references.html#canonical
public final class Canonicals {
  private static final int CANDIDATES_MAX = 100;

  private final Optional<Search> search;
  private final List<DefinitionSource> sources;

  public Canonicals(Search search, List<DefinitionSource> sources) {
    this(Optional.of(search), sources);
  }

  private Canonicals(Optional<Search> search, List<DefinitionSource> sources) {
    this.search = search;
    this.sources = List.copyOf(sources);
  }

  /// Only what ships, without a store.
  public static Canonicals shipped(List<DefinitionSource> sources) {
    return new Canonicals(Optional.empty(), sources);
  }

  /// A definition that ships, by its id.
  public Optional<ObjectNode> read(String type, String id) {
    return sources.stream().flatMap(source -> source.read(type, id).stream()).findFirst();
  }

  /// The definition of this address; of several versions the one with the highest.
  public Optional<ObjectNode> find(String type, String canonical) {
    int bar = canonical.lastIndexOf('|');
    String url = bar < 0 ? canonical : canonical.substring(0, bar);
    String version = bar < 0 ? "" : canonical.substring(bar + 1);
    Map<String, List<String>> asked = new LinkedHashMap<>();
    asked.put("url", List.of(escaped(url)));
    if (!version.isEmpty()) {
      asked.put("version", List.of(escaped(version)));
    }
    Optional<ObjectNode> stored =
        stored(type, asked).stream().max((one, other) -> version(one).compareTo(version(other)));
    if (stored.isPresent()) {
      return stored;
    }
    return sources.stream()
        .flatMap(source -> source.find(type, url).stream())
        .filter(found -> version.isEmpty() || version(found).equals(version))
        .findFirst();
  }

  /// What is stored and fits these search parameters.
  List<ObjectNode> stored(String type, Map<String, List<String>> parameters) {
    Map<String, List<String>> asked = new LinkedHashMap<>(parameters);
    asked.put("_count", List.of(Integer.toString(CANDIDATES_MAX)));
    List<ObjectNode> found = new ArrayList<>();
    if (search.isPresent()) {
      for (StoredResource one : search.get().run(Query.parse(type, asked, true)).matches()) {
        one.content().ifPresent(found::add);
      }
    }
    return found;
  }

  static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("|", "\\|").replace(",", "\\,").replace("$", "\\$");
  }

  private static String version(ObjectNode definition) {
    return definition.path("version").asString("");
  }
}

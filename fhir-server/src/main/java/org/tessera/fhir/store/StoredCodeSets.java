package org.tessera.fhir.store;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Code sets from the ValueSet and CodeSystem resources of the store.
/// https://hl7.org/fhir/R4/valueset.html#expansion
final class StoredCodeSets implements CodeSets {
  private static final int CODES_MAX = 20_000;
  private static final int IMPORTS_MAX = 50;

  private final DataSource dataSource;
  private final Optional<Vocabularies> vocabularies;

  StoredCodeSets(DataSource dataSource, Optional<Vocabularies> vocabularies) {
    this.dataSource = dataSource;
    this.vocabularies = vocabularies;
  }

  @Override
  public Collection<Member> members(String valueSet) {
    return members(valueSet, new ArrayDeque<>());
  }

  @Override
  public Collection<Member> below(Member code) {
    return members(code.system(), hierarchy(code.system()).below(code.code()));
  }

  @Override
  public Collection<Member> above(Member code) {
    return members(code.system(), hierarchy(code.system()).above(code.code()));
  }

  private Set<Member> members(String valueSet, Deque<String> importing) {
    if (importing.contains(valueSet) || importing.size() > IMPORTS_MAX) {
      throw new UnknownCodeSet("the value set imports itself, or too many others");
    }
    ObjectNode resource =
        find("ValueSet", valueSet)
            .orElseThrow(() -> new UnknownCodeSet("the value set is not stored here"));
    importing.push(valueSet);
    Set<Member> all = new LinkedHashSet<>();
    JsonNode compose = resource.path("compose");
    for (JsonNode include : compose.path("include")) {
      all.addAll(part(include, importing));
    }
    if (compose.isMissingNode()) {
      contained(resource.path("expansion").path("contains"), all);
    }
    for (JsonNode exclude : compose.path("exclude")) {
      all.removeAll(part(exclude, importing));
    }
    importing.pop();
    return bounded(all);
  }

  private Set<Member> part(JsonNode part, Deque<String> importing) {
    Optional<Set<Member>> codes = Optional.empty();
    String system = part.path("system").asString("");
    if (part.has("concept")) {
      Set<Member> listed = new LinkedHashSet<>();
      part.get("concept")
          .forEach(concept -> listed.add(new Member(system, concept.path("code").asString(""))));
      codes = Optional.of(listed);
    } else if (part.has("filter")) {
      for (JsonNode filter : part.get("filter")) {
        Set<Member> filtered = filtered(system, filter);
        codes.ifPresent(filtered::retainAll);
        codes = Optional.of(filtered);
      }
    } else if (!system.isEmpty()) {
      codes = Optional.of(all(system));
    }
    for (JsonNode imported : part.path("valueSet")) {
      Set<Member> other = new LinkedHashSet<>(members(imported.asString(""), importing));
      codes.ifPresent(other::retainAll);
      codes = Optional.of(other);
    }
    return codes.orElseThrow(() -> new UnknownCodeSet("a part of the value set names no codes"));
  }

  private Set<Member> filtered(String system, JsonNode filter) {
    CodeTree hierarchy = hierarchy(system);
    String value = filter.path("value").asString("");
    String property = filter.path("property").asString("");
    boolean ofConcept = property.equals("concept") || property.equals("code");
    Set<String> codes =
        switch (ofConcept ? filter.path("op").asString("") : "") {
          case "is-a" -> hierarchy.below(value);
          case "descendent-of" -> {
            Set<String> below = new LinkedHashSet<>(hierarchy.below(value));
            below.remove(value);
            yield below;
          }
          case "is-not-a" -> {
            Set<String> others = new LinkedHashSet<>(hierarchy.all());
            others.removeAll(hierarchy.below(value));
            yield others;
          }
          case "=" -> hierarchy.known(Set.of(value));
          case "in" -> hierarchy.known(Set.of(value.split(",", -1)));
          default -> throw new UnknownCodeSet("the value set has a filter that is not supported");
        };
    return members(system, codes);
  }

  private static void contained(JsonNode contains, Set<Member> all) {
    for (JsonNode entry : contains) {
      if (entry.has("code") && !entry.path("abstract").asBoolean(false)) {
        all.add(new Member(entry.path("system").asString(""), entry.get("code").asString("")));
      }
      contained(entry.path("contains"), all);
    }
  }

  private Set<Member> all(String system) {
    Optional<ObjectNode> stored = find("CodeSystem", system);
    if (stored.isPresent() && !stored.get().path("content").asString("").equals("not-present")) {
      return members(system, Hierarchy.of(stored.get()).all());
    }
    Optional<CodeTree> imported = imported(system);
    if (imported.isPresent()) {
      return bounded(members(system, imported.get().all()));
    }
    Set<String> known = vocabularies.map(all -> all.codes(system)).orElse(Set.of());
    if (known.isEmpty()) {
      throw new UnknownCodeSet("the codes of a system of the value set are not known here");
    }
    return bounded(members(system, known));
  }

  private CodeTree hierarchy(String system) {
    Optional<CodeTree> stored = find("CodeSystem", system).map(Hierarchy::of);
    return stored
        .or(() -> imported(system))
        .orElseThrow(() -> new UnknownCodeSet("no CodeSystem of that system is stored here"));
  }

  private Optional<CodeTree> imported(String system) {
    return vocabularies.flatMap(all ->
        all.imported()
            .flatMap(file ->
                all.system(system)
                    .filter(known -> file.range(known.omopVocabulary()).size() > 0)
                    .map(known -> new ImportedTree(file, known.omopVocabulary(), CODES_MAX))));
  }

  private static Set<Member> members(String system, Collection<String> codes) {
    return codes.stream()
        .map(code -> new Member(system, code))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Set<Member> bounded(Set<Member> codes) {
    if (codes.size() > CODES_MAX) {
      throw new UnknownCodeSet("the value set has more than " + CODES_MAX + " codes");
    }
    return codes;
  }

  /// The resource of a canonical address (with or without version), or of `Type/id`.
  private Optional<ObjectNode> find(String type, String address) {
    int bar = address.lastIndexOf('|');
    String url = bar > 0 ? address.substring(0, bar) : address;
    String version = bar > 0 ? address.substring(bar + 1) : "";
    long seed = SearchParameters.standard().find(type, "url").orElseThrow().seed();
    long key = IndexKeys.reference(address);
    try (var connection = dataSource.getConnection();
        var statement =
            connection.prepareStatement(
                "select r.content from fhir.ix x join fhir.res r on r.pid = x.pid"
                    + " where (x.hs @> ? or x.key = ?) and x.pid >= ? and x.pid < ?"
                    + " order by r.last_updated desc limit 100")) {
      List<Long> hash = List.of(IndexKeys.uri(seed, url));
      statement.setArray(1, ResourceTable.bigints(connection, hash));
      statement.setLong(2, key);
      statement.setLong(3, ResourceTypes.firstPid(type));
      statement.setLong(4, ResourceTypes.endPid(type));
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          ObjectNode found = ResourceContent.decode(rows.getBytes(1));
          if (version.isEmpty() || found.path("version").asString("").equals(version)) {
            return Optional.of(found);
          }
        }
      }
      return Optional.empty();
    } catch (SQLException e) {
      throw new DatabaseFailure("a code set cannot be read", e);
    }
  }
}

package org.tessera.catalog.description;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tessera.mappings.Problem;
import org.tessera.mappings.Problems;
import org.tessera.mappings.RuleFiles;
import org.tessera.mappings.RuleNode;
import org.tessera.vocabularies.words.Said;

/// What a node's operator describes in the home's `catalogue` folder: networks, biobanks,
/// collections, imaging datasets, populations of reference. `docs/catalogue.md` shows a file.
public final class Descriptions {
  private static final String REMEDY = "see docs/catalogue.md";

  /// The folder of what was published from the page.
  private static final String EDITED = "edited/";

  /// What can be described.
  public static final List<String> ENTITIES =
      List.of("network", "biobank", "collection", "dataset", "reference");

  private static final Set<String> LISTS =
      ENTITIES.stream().map(entity -> entity + "s").collect(Collectors.toSet());

  private final Map<String, Map<String, Described>> all = new LinkedHashMap<>();
  private final List<Row> table = RowTable.read();
  private final List<Link> links = new ArrayList<>();
  private final List<Described> edited = new ArrayList<>();

  /// Somebody who is named.
  private record Link(RuleNode node, String entity, String id) {}

  private Descriptions() {
    ENTITIES.forEach(entity -> all.put(entity, new LinkedHashMap<>()));
  }

  /// Nothing described.
  public static Descriptions none() {
    return new Descriptions();
  }

  /// What the files of a folder say; nothing where there is no folder. What was published from the
  /// page ([#EDITED]) takes the place of what a file says of the same one.
  ///
  /// @throws org.tessera.mappings.BrokenRules naming every problem with its file and line
  public static Descriptions in(Path folder) {
    Problems problems = new Problems();
    Descriptions descriptions = of(RuleFiles.below(folder), problems);
    problems.throwIfAny();
    return descriptions;
  }

  /// What would be wrong if one of them were described so.
  ///
  /// @param folder of the files that hold the others
  public static List<Problem> problems(Path folder, Described described) {
    Problems problems = new Problems();
    String name = file(described.entity(), described.id());
    of(RuleFiles.below(folder).with(RuleFiles.of(name, described.yaml())), problems);
    return problems.found();
  }

  /// What is wrong with the files of a folder.
  public static List<Problem> problems(Path folder) {
    Problems problems = new Problems();
    of(RuleFiles.below(folder), problems);
    return problems.found();
  }

  /// What keeps a dataset from following the one that is published, in sentences: whatever reads
  /// otherwise has a version of its own, and tells what changed.
  public static List<Said> succession(Described published, Described next) {
    Optional<Version> was = Version.parse(published.first("version"));
    Optional<Version> is = Version.parse(next.first("version"));
    if (was.isEmpty() || is.isEmpty() || published.equals(next)) {
      return List.of();
    }
    if (!was.get().next().contains(is.get())) {
      return List.of(
          Said.of(
              "succession.version",
              was.get(),
              was.get().next().stream().map(Version::toString).collect(Collectors.joining(", "))));
    }
    boolean told =
        next.rows("change").stream()
            .anyMatch(row -> next.first("version").equals(row.get("version")));
    return told ? List.of() : List.of(Said.of("succession.change", is.get()));
  }

  /// Where below the folder one of them stands that was published from the page.
  public static String file(String entity, String id) {
    return EDITED + entity + "-" + id + ".yaml";
  }

  private static Descriptions of(RuleFiles files, Problems problems) {
    var descriptions = new Descriptions();
    List<String> names = files.names().stream().filter(name -> name.endsWith(".yaml")).toList();
    for (String name : names) {
      if (name.startsWith(EDITED)) {
        files.yaml(name, problems).ifPresent(node -> descriptions.read(node, problems));
      }
    }
    ENTITIES.forEach(entity -> descriptions.all(entity).forEach(descriptions.edited::add));
    for (String name : names) {
      if (!name.startsWith(EDITED)) {
        files.yaml(name, problems).ifPresent(node -> descriptions.read(node, problems));
      }
    }
    descriptions.links(problems);
    return descriptions;
  }

  /// Those of an entity, in the order of the files.
  public List<Described> all(String entity) {
    return List.copyOf(all.getOrDefault(entity, Map.of()).values());
  }

  /// One of them.
  public Optional<Described> find(String entity, String id) {
    return Optional.ofNullable(all.getOrDefault(entity, Map.of()).get(id));
  }

  /// All attributes there are, in their order.
  public List<Row> table() {
    return table;
  }

  /// The attributes of an entity that have a value there, in the order of the table.
  public List<Row> rows(Described described) {
    return table.stream()
        .filter(row -> row.entity().equals(described.entity()))
        .filter(row -> described.says(row.attribute()))
        .toList();
  }

  /// One attribute of an entity.
  ///
  /// @throws java.util.NoSuchElementException when there is none of that name
  public Row row(String entity, String attribute) {
    return table.stream()
        .filter(row -> row.entity().equals(entity) && row.attribute().equals(attribute))
        .findFirst()
        .orElseThrow();
  }

  /// The imaging datasets of a collection, in the order of the files.
  public List<Described> datasets(String collection) {
    return all("dataset").stream()
        .filter(dataset -> dataset.first("collection").equals(collection))
        .toList();
  }

  /// What is said of the patients of a collection: its own attribute, or that of its biobank and of
  /// the networks of that.
  ///
  /// @param attribute such as `licence`, `biobank`, `network` or `country`
  public List<String> of(String collection, String attribute) {
    Optional<Described> found = find("collection", collection);
    if (found.isEmpty()) {
      return List.of();
    }
    Optional<Described> biobank = find("biobank", found.get().first("biobank"));
    return switch (attribute) {
      case "network", "country" -> biobank.map(one -> one.values(attribute)).orElse(List.of());
      default -> found.get().values(attribute);
    };
  }

  /// What an entity is called; empty when the value is none of an entity's id.
  public Optional<String> name(String attribute, String value) {
    if (attribute.equals("country")) {
      return Form.COUNTRY.fits(value)
          ? Optional.of(Locale.of("", value).getDisplayCountry(Locale.ENGLISH))
          : Optional.empty();
    }
    return find(attribute, value).map(Described::name);
  }

  private void read(RuleNode node, Problems problems) {
    if (!(node instanceof RuleNode.Fields file)) {
      problems.add(
          node,
          "the file lists nothing",
          LISTS.stream().sorted().collect(Collectors.joining(": […], ", "", ": […]")));
      return;
    }
    file.onlyKnown(LISTS, problems);
    for (String entity : ENTITIES) {
      for (RuleNode one : file.all(entity + "s")) {
        if (one instanceof RuleNode.Fields fields) {
          entity(entity, fields, problems);
        }
      }
    }
  }

  private void entity(String entity, RuleNode.Fields fields, Problems problems) {
    List<Row> rows = table.stream().filter(row -> row.entity().equals(entity)).toList();
    Set<String> known = new LinkedHashSet<>(List.of("id", "name"));
    rows.forEach(row -> known.add(row.attribute()));
    fields.onlyKnown(known, problems);
    String id = fields.text("id", "");
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      problems.add(fields, "a " + entity + " needs an id of letters, digits, . _ and -", REMEDY);
      return;
    }
    if (edited.stream().anyMatch(one -> one.entity().equals(entity) && one.id().equals(id))) {
      return;
    }
    Map<String, List<String>> said = new LinkedHashMap<>();
    Map<String, List<Map<String, String>>> tables = new LinkedHashMap<>();
    var reader = new DescribedReader(problems);
    for (Row row : rows) {
      if (row.isTable()) {
        reader.rows(row, fields).ifPresent(read -> tables.put(row.attribute(), read));
      } else {
        reader
            .values(row, fields)
            .ifPresent(values -> {
              said.put(row.attribute(), values);
              link(row, fields, values);
            });
      }
    }
    var described = new Described(entity, id, fields.text("name", id), said, tables);
    reader.versions(described, fields);
    if (Objects.requireNonNull(all.get(entity)).put(id, described) != null) {
      problems.add(fields, "the " + entity + " \"" + id + "\" is described twice", "keep one");
    }
  }

  /// A collection is there by its study, whether it is described or not.
  private void link(Row row, RuleNode.Fields fields, List<String> values) {
    if (ENTITIES.contains(row.attribute()) && !row.attribute().equals("collection")) {
      values.forEach(other -> links.add(new Link(fields, row.attribute(), other)));
    }
  }

  /// Whoever is named must be described, in whichever file.
  private void links(Problems problems) {
    for (Link link : links) {
      if (find(link.entity(), link.id()).isEmpty()) {
        problems.add(
            link.node(), "there is no %s \"%s\"".formatted(link.entity(), link.id()), REMEDY);
      }
    }
  }
}

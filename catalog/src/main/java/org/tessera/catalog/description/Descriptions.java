package org.tessera.catalog.description;

import static java.util.stream.Collectors.joining;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.tessera.mappings.Problem;
import org.tessera.mappings.Problems;
import org.tessera.mappings.RuleFiles;
import org.tessera.mappings.RuleNode;
import tools.jackson.databind.json.JsonMapper;

/// The networks, biobanks and collections a node's operator describes in the home's `catalogue`
/// folder; `docs/catalogue.md` shows a file.
public final class Descriptions {
  private static final String TABLE = "/catalog/miabis.csv";
  private static final String REMEDY = "see docs/catalogue.md";

  /// The folder of what was published from the page.
  private static final String EDITED = "edited/";

  /// What can be described.
  public static final List<String> ENTITIES = List.of("network", "biobank", "collection");

  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  private final Map<String, Map<String, Described>> all = new LinkedHashMap<>();
  private final List<Row> table = readTable();
  private final List<Link> links = new ArrayList<>();
  private final List<Described> edited = new ArrayList<>();

  /// A line of the table of attributes.
  ///
  /// @param values the only ones there are; none for any text
  public record Row(
      String entity, String attribute, String label, boolean many, List<String> values) {}

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
    of(RuleFiles.below(folder).with(RuleFiles.of(name, yaml(described))), problems);
    return problems.found();
  }

  /// What is wrong with the files of a folder.
  public static List<Problem> problems(Path folder) {
    Problems problems = new Problems();
    of(RuleFiles.below(folder), problems);
    return problems.found();
  }

  /// Where below the folder one of them stands that was published from the page.
  public static String file(String entity, String id) {
    return EDITED + entity + "-" + id + ".yaml";
  }

  /// A description as a file holds it.
  public static String yaml(Described described) {
    var text = new StringBuilder(described.entity()).append("s:\n");
    text.append("  - id: ").append(quoted(described.id())).append('\n');
    if (!described.entity().equals("collection")) {
      text.append("    name: ").append(quoted(described.name())).append('\n');
    }
    described
        .said()
        .forEach((attribute, values) -> {
          if (!values.isEmpty()) {
            String all = values.stream().map(Descriptions::quoted).collect(joining(", ", "[", "]"));
            text.append("    ").append(attribute).append(": ");
            text.append(values.size() == 1 ? quoted(values.getFirst()) : all).append('\n');
          }
        });
    return text.toString();
  }

  /// A string of JSON is one of YAML.
  private static String quoted(String text) {
    return JsonMapper.shared().writeValueAsString(text);
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
        .filter(row -> !described.values(row.attribute()).isEmpty())
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
      return COUNTRIES.contains(value)
          ? Optional.of(Locale.of("", value).getDisplayCountry(Locale.ENGLISH))
          : Optional.empty();
    }
    return find(attribute, value).map(Described::name);
  }

  private void read(RuleNode node, Problems problems) {
    if (!(node instanceof RuleNode.Fields file)) {
      problems.add(
          node, "the file lists nothing", "networks: […], biobanks: […], collections: […]");
      return;
    }
    file.onlyKnown(Set.of("networks", "biobanks", "collections"), problems);
    for (String entity : ENTITIES) {
      for (RuleNode one : file.all(entity + "s")) {
        if (one instanceof RuleNode.Fields fields) {
          entity(entity, fields, problems);
        }
      }
    }
  }

  private void entity(String entity, RuleNode.Fields fields, Problems problems) {
    Set<String> known = new LinkedHashSet<>(List.of("id", "name"));
    table.stream()
        .filter(row -> row.entity().equals(entity))
        .forEach(row -> known.add(row.attribute()));
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
    for (Row row : table) {
      if (row.entity().equals(entity) && fields.has(row.attribute())) {
        List<String> values = values(row, fields, problems);
        said.put(row.attribute(), values);
        if (ENTITIES.contains(row.attribute())) {
          values.forEach(other -> links.add(new Link(fields, row.attribute(), other)));
        }
      }
    }
    Described before =
        Objects.requireNonNull(all.get(entity))
            .put(id, new Described(entity, id, fields.text("name", id), said));
    if (before != null) {
      problems.add(fields, "the " + entity + " \"" + id + "\" is described twice", "keep one");
    }
  }

  private static List<String> values(Row row, RuleNode.Fields fields, Problems problems) {
    RuleNode node = Objects.requireNonNull(fields.fields().get(row.attribute()));
    List<String> values = node.asTexts().stream().filter(value -> !value.isBlank()).toList();
    if (!row.many() && values.size() > 1) {
      problems.add(node, "\"" + row.attribute() + "\" has one value", "keep one of them");
    }
    for (String value : values) {
      if (!row.values().isEmpty() && !row.values().contains(value)) {
        problems.add(
            node,
            "\"" + value + "\" is no " + row.label().toLowerCase(Locale.ROOT),
            "one of " + String.join(", ", row.values()));
      }
      if (row.attribute().equals("country") && !COUNTRIES.contains(value)) {
        problems.add(node, "\"" + value + "\" is no country", "ISO 3166 alpha-2, such as AT");
      }
    }
    return values;
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

  private static List<Row> readTable() {
    try (var stream = Objects.requireNonNull(Descriptions.class.getResourceAsStream(TABLE), TABLE);
        var reader =
            CsvReader.builder()
                .ofNamedCsvRecord(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      List<Row> rows = new ArrayList<>();
      reader.forEach(row ->
          rows.add(
              new Row(
                  row.getField("entity"),
                  row.getField("attribute"),
                  row.getField("label"),
                  row.getField("many").equals("true"),
                  row.getField("values").isEmpty()
                      ? List.of()
                      : Arrays.asList(row.getField("values").split("\\|", -1)))));
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

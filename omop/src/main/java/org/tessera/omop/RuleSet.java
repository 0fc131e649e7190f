package org.tessera.omop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tessera.mappings.Problems;
import org.tessera.mappings.RuleFiles;
import org.tessera.mappings.RuleNode;
import org.tessera.vocabularies.Vocabularies;

/// The rules `mappings/omop/*.yaml`, compiled against the tables and codes of this node; a broken
/// one refuses to load, all of them named together.
final class RuleSet {
  private static final String INDEX = "tables.yaml";

  private final Map<String, ResourceRule> rules = new LinkedHashMap<>();

  /// What compiling a rule needs.
  record Context(CdmTables tables, EventTables events, ColumnRule.Compiler compiler) {}

  private RuleSet() {}

  /// @throws IllegalStateException naming every problem with its file
  static RuleSet load(CdmTables tables, Vocabularies vocabularies) {
    Problems problems = new Problems();
    RuleFiles files = RuleFiles.builtIn("omop");
    Map<?, ?> index = file(files, INDEX, problems);
    problems.throwIfAny();
    EventTables events = new EventTables(list(index.get("tables")), tables);
    References references = new References();
    Context context =
        new Context(
            tables, events, new ColumnRule.Compiler(new Concepts(vocabularies), references));
    RuleSet set = new RuleSet();
    for (Object type : list(index.get("resources"))) {
      set.add(String.valueOf(type), files, index.get("types"), context, problems);
    }
    problems.throwIfAny();
    return set;
  }

  private void add(
      String type, RuleFiles files, @Nullable Object types, Context context, Problems problems) {
    String name = type + ".yaml";
    try {
      ResourceRule rule = new ResourceRule(file(files, name, problems), types, context);
      rules.put(type, rule);
      EventTables.EventTable target = rule.defaultTable();
      if (target != null) {
        References.Target row = new References.Target(target.table().name(), target.field());
        context.compiler().references().put(type, row);
      }
    } catch (IllegalArgumentException | ClassCastException | NullPointerException e) {
      problems.add(name, 1, String.valueOf(e.getMessage()), "see mappings/omop/README.md");
    }
  }

  Optional<ResourceRule> of(String type) {
    return Optional.ofNullable(rules.get(type));
  }

  Set<String> types() {
    return rules.keySet();
  }

  private static List<?> list(@Nullable Object rule) {
    return rule instanceof List<?> list ? list : List.of();
  }

  private static Map<?, ?> file(RuleFiles files, String name, Problems problems) {
    return files.yaml(name, problems).map(RuleSet::plain).orElse(null) instanceof Map<?, ?> map
        ? map
        : Map.of();
  }

  /// The file's content as maps, lists, texts, whole numbers and truth values.
  private static Object plain(RuleNode node) {
    return switch (node) {
      case RuleNode.Scalar scalar when scalar.value().isBoolean() -> scalar.value().booleanValue();
      case RuleNode.Scalar scalar when scalar.value().isIntegralNumber() ->
          scalar.value().intValue();
      case RuleNode.Scalar scalar -> scalar.text();
      case RuleNode.Items list -> list.items().stream().map(RuleSet::plain).toList();
      case RuleNode.Fields fields -> {
        Map<String, Object> map = new LinkedHashMap<>();
        fields.fields().forEach((name, value) -> map.put(name, plain(value)));
        yield map;
      }
    };
  }
}

package org.tessera.omop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tessera.mappings.Condition;
import org.tessera.mappings.Problems;
import org.tessera.mappings.RuleCompiler;
import org.tessera.mappings.RuleFiles;
import org.tessera.mappings.RuleNode;
import org.tessera.vocabularies.Vocabularies;

/// The rules `mappings/omop/*.yaml`, compiled against the tables and codes of this node; a broken
/// one refuses to load, all of them named together.
final class RuleSet {
  private static final String INDEX = "tables.yaml";
  private static final String REMEDY = "see mappings/omop/README.md";

  private final Map<String, ResourceRule> rules = new LinkedHashMap<>();
  private final Concepts concepts;

  /// What compiling a rule needs.
  record Context(
      CdmTables tables,
      EventTables events,
      CdmConversions conversions,
      RuleCompiler rules,
      Problems problems) {
    Concepts concepts() {
      return conversions.concepts();
    }
  }

  private RuleSet(Concepts concepts) {
    this.concepts = concepts;
  }

  /// The rules that ship with the product.
  ///
  /// @throws org.tessera.mappings.BrokenRules naming every problem with its file and line
  static RuleSet load(CdmTables tables, Vocabularies vocabularies) {
    return load(RuleFiles.builtIn("omop"), tables, vocabularies);
  }

  /// The rules among these files.
  ///
  /// @throws org.tessera.mappings.BrokenRules naming every problem with its file and line
  static RuleSet load(RuleFiles files, CdmTables tables, Vocabularies vocabularies) {
    Problems problems = new Problems();
    RuleNode.Fields index = file(files, INDEX, problems);
    problems.throwIfAny();
    Context context =
        new Context(
            tables,
            new EventTables(fields(index.all("tables")), tables),
            new CdmConversions(new Concepts(vocabularies), new References()),
            RuleCompiler.forResources(vocabularies, Map.of(), Set.of(), problems),
            problems);
    List<ResourceRule.Type> types = new ArrayList<>();
    for (RuleNode.Fields type : fields(index.all("types"))) {
      int concept = type.number("concept").orElseThrow().intValueExact();
      types.add(new ResourceRule.Type(when(type, context.rules()), concept));
    }
    RuleSet set = new RuleSet(context.concepts());
    for (String type : index.texts("resources")) {
      set.add(type, file(files, type + ".yaml", problems), types, context);
    }
    problems.throwIfAny();
    return set;
  }

  private void add(
      String type, RuleNode.Fields file, List<ResourceRule.Type> types, Context context) {
    try {
      ResourceRule rule = new ResourceRule(file, types, context);
      rules.put(type, rule);
      EventTables.EventTable target = rule.defaultTable();
      if (target != null) {
        References.Target row = new References.Target(target.table().name(), target.field());
        context.conversions().references().put(type, row);
      }
    } catch (IllegalArgumentException e) {
      context.problems().add(file, String.valueOf(e.getMessage()), REMEDY);
    }
  }

  Optional<ResourceRule> of(String type) {
    return Optional.ofNullable(rules.get(type));
  }

  /// What the rules know of codes.
  Concepts concepts() {
    return concepts;
  }

  Set<String> types() {
    return rules.keySet();
  }

  /// The condition a piece stands under, none at all when it names none.
  static Condition when(RuleNode.Fields rule, RuleCompiler rules) {
    return rule.get("when").map(rules::condition).orElseGet(() -> new Condition.All(List.of()));
  }

  static List<RuleNode.Fields> fields(List<RuleNode> nodes) {
    return nodes.stream()
        .filter(RuleNode.Fields.class::isInstance)
        .map(RuleNode.Fields.class::cast)
        .toList();
  }

  private static RuleNode.Fields file(RuleFiles files, String name, Problems problems) {
    if (files.yaml(name, problems).orElse(null) instanceof RuleNode.Fields fields) {
      return fields;
    }
    problems.add(name, 1, "this file of rules is not there, or holds none", REMEDY);
    return new RuleNode.Fields(name, 1, Map.of());
  }
}

package org.tessera.catalog.dataset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tessera.catalog.description.Descriptions;
import org.tessera.catalog.index.Attributes;
import org.tessera.mappings.Problems;
import org.tessera.mappings.RuleFiles;
import org.tessera.mappings.RuleNode;

/// `mappings/catalog/datasets.yaml`: which clauses of a technical specification are asked of
/// patients, and by which attribute of the catalogue.
///
/// @param asks by clause, the attribute; an empty one where the clause is a cohort itself
/// @param targets by what is counted, `patients` or `studies`, the clause that says how many
/// @param counted by what people may write of the images, the attributes that are counted of them
record Clauses(
    Map<String, String> asks, Map<String, String> targets, Map<String, List<String>> counted) {
  private static final String FILE = "datasets.yaml";
  private static final String REMEDY = "see mappings/catalog/README.md";
  private static final String DATASET = "dataset";

  /// The rules that ship with the product.
  ///
  /// @throws org.tessera.mappings.BrokenRules naming every problem with its line
  static Clauses load(Attributes attributes) {
    return read(RuleFiles.builtIn("catalog"), attributes);
  }

  static Clauses read(RuleFiles files, Attributes attributes) {
    Problems problems = new Problems();
    Map<String, String> asks = new LinkedHashMap<>();
    Map<String, String> targets = new LinkedHashMap<>();
    Map<String, List<String>> images = new LinkedHashMap<>();
    Optional<RuleNode> file = files.yaml(FILE, problems);
    if (file.orElse(null) instanceof RuleNode.Fields fields) {
      fields.onlyKnown(Set.of("clauses", "targets", "counted"), problems);
      fields.all("clauses").forEach(one -> clause(one, attributes, asks, problems));
      fields
          .fields("targets")
          .fields()
          .forEach((counted, clause) -> {
            known(clause, clause.asText(), problems);
            targets.put(counted, clause.asText());
          });
      fields
          .fields("counted")
          .fields()
          .forEach((written, node) -> {
            known(node, written, problems);
            node.asTexts().forEach(name -> attribute(node, name, attributes, problems));
            images.put(written, node.asTexts());
          });
    }
    problems.throwIfAny();
    return new Clauses(asks, targets, images);
  }

  private static void clause(
      RuleNode node, Attributes attributes, Map<String, String> asks, Problems problems) {
    if (!(node instanceof RuleNode.Fields rule)) {
      problems.add(node, "a clause is a structure", REMEDY);
      return;
    }
    rule.onlyKnown(Set.of("clause", "attribute"), problems);
    String clause = rule.text("clause", "");
    String attribute = rule.text("attribute", "");
    known(rule, clause, problems);
    if (!attribute.isEmpty()) {
      attribute(rule, attribute, attributes, problems);
    }
    asks.put(clause, attribute);
  }

  private static void attribute(
      RuleNode node, String name, Attributes attributes, Problems problems) {
    if (attributes.shown(name).isEmpty()) {
      problems.add(node, "the catalogue has no attribute \"" + name + "\"", REMEDY);
    }
  }

  private static void known(RuleNode node, String clause, Problems problems) {
    boolean there =
        Descriptions.none().table().stream()
            .anyMatch(row -> row.entity().equals(DATASET) && row.attribute().equals(clause));
    if (!there) {
      problems.add(node, "nothing of a dataset is called \"" + clause + "\"", REMEDY);
    }
  }
}

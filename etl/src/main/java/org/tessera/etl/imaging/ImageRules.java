package org.tessera.etl.imaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tessera.mappings.Problems;
import org.tessera.mappings.ResourceSource;
import org.tessera.mappings.Rule;
import org.tessera.mappings.RuleCompiler;
import org.tessera.mappings.RuleFiles;
import org.tessera.mappings.RuleNode;
import org.tessera.mappings.Scope;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The rules of `mappings/dicom/imaging-study.yaml` and `structured-report.yaml`: the digest of a
/// study goes in, its resources come out.
final class ImageRules {
  private static final List<String> FILES = List.of("imaging-study.yaml", "structured-report.yaml");
  private static final Set<String> WORDS = Set.of("patient", "study", "key", "address");

  private final List<Rule> rules = new ArrayList<>();

  /// @throws org.tessera.mappings.BrokenRules with everything that is wrong with the files
  ImageRules(RuleFiles files, Vocabularies vocabularies) {
    var problems = new Problems();
    RuleCompiler compiler = RuleCompiler.forResources(vocabularies, Map.of(), WORDS, problems);
    for (String file : FILES) {
      if (files.yaml(file, problems).orElse(null) instanceof RuleNode.Fields root) {
        root.onlyKnown(Set.of("resources"), problems);
        root.all("resources").forEach(rule -> rules.add(compiler.compile(rule)));
      }
    }
    problems.throwIfAny();
    if (rules.isEmpty()) {
      throw new IllegalStateException(FILES + " hold no rules");
    }
  }

  /// What surrounds a study.
  record Around(String patient, String study, String key, String address) {
    private Map<String, JsonNode> words() {
      var json = JsonNodeFactory.instance;
      return Map.of(
          "patient", json.stringNode(patient),
          "study", json.stringNode(study),
          "key", json.stringNode(key),
          "address", json.stringNode(address));
    }
  }

  List<ObjectNode> resources(ObjectNode digest, Around around) {
    Scope scope = Scope.of((ResourceSource) () -> digest, around.words());
    List<ObjectNode> made = new ArrayList<>();
    for (Rule rule : rules) {
      JsonNode value = rule.evaluate(scope);
      if (value instanceof ObjectNode object) {
        made.add(object);
      } else if (value.isArray()) {
        value.forEach(each -> made.add((ObjectNode) each));
      }
    }
    return made;
  }
}

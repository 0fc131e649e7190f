package org.tessera.omop;

import java.util.ArrayList;
import java.util.List;
import org.tessera.mappings.Lookup;
import org.tessera.mappings.Rule;
import org.tessera.mappings.RuleCompiler;
import org.tessera.mappings.RuleNode;
import org.tessera.mappings.Scope;
import tools.jackson.databind.JsonNode;

/// What a fact is about: the standard concepts of the first place that has any, else what is said
/// at the first place that says something.
final class ConceptRule {
  private interface Place {
    List<Concepts.Found> find(Scope scope);
  }

  private final List<Place> places = new ArrayList<>();
  private final RuleCompiler rules;
  private final Concepts concepts;

  ConceptRule(List<RuleNode> rule, RuleCompiler rules, Concepts concepts) {
    this.rules = rules;
    this.concepts = concepts;
    rule.forEach(place -> places.add(compile(place)));
  }

  boolean isEmpty() {
    return places.isEmpty();
  }

  List<Concepts.Found> find(Scope scope) {
    List<Concepts.Found> unmapped = List.of();
    for (Place place : places) {
      List<Concepts.Found> found = place.find(scope);
      if (!found.isEmpty() && found.getFirst().standard() != null) {
        return found;
      }
      if (unmapped.isEmpty()) {
        unmapped = found;
      }
    }
    return unmapped;
  }

  private Place compile(RuleNode rule) {
    if (!(rule instanceof RuleNode.Fields fields)) {
      Lookup place = rules.lookup(List.of(rule));
      return scope -> concepts.of(place.first(scope));
    }
    List<RuleNode> pair = fields.all("pair");
    return pair.size() == 2
        ? pair(rules.lookup(pair.subList(0, 1)), rules.lookup(pair.subList(1, 2)))
        : translated(rules.lookup(fields.all("column")), rules.compile(fields));
  }

  /// The rule gives `system|code`; the row keeps what the source said.
  private Place translated(Lookup said, Rule rule) {
    return scope -> {
      String target = Rule.text(rule.evaluate(scope));
      int bar = target.indexOf('|');
      if (bar < 0) {
        return List.of();
      }
      JsonNode node = said.first(scope);
      String code = node.isObject() ? node.path("code").asString("") : Rule.text(node);
      Concepts.Found found = concepts.code(target.substring(0, bar), target.substring(bar + 1));
      return List.of(new Concepts.Found("", code, code, found.standard(), 0L));
    };
  }

  /// ICD-O-3 morphology and topography together are one concept: `8140/3-C34.1`.
  private Place pair(Lookup first, Lookup second) {
    return scope -> {
      JsonNode morphology = icdo(first, scope, '/');
      JsonNode topography = icdo(second, scope, '.');
      if (morphology.isMissingNode() || topography.isMissingNode()) {
        return List.of();
      }
      Concepts.Found found =
          concepts.code(
              morphology.path("system").asString(""),
              morphology.path("code").asString("") + "-" + topography.path("code").asString(""));
      return found.standard() == null ? List.of() : List.of(found);
    };
  }

  private static JsonNode icdo(Lookup place, Scope scope, char mark) {
    JsonNode found = Rule.none();
    for (JsonNode concept : place.all(scope)) {
      for (JsonNode coding : concept.path("coding")) {
        boolean icdo =
            coding.path("system").asString("").contains("icd-o-3")
                || coding.path("system").asString("").contains("2.16.840.1.113883.6.43");
        if (icdo && coding.path("code").asString("").indexOf(mark) >= 0) {
          found = coding;
        }
      }
    }
    return found;
  }
}

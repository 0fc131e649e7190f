package org.tessera.omop;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tessera.mappings.Condition;
import org.tessera.mappings.Lookup;
import org.tessera.mappings.RuleCompiler;
import org.tessera.mappings.RuleNode;
import org.tessera.mappings.Scope;
import tools.jackson.databind.JsonNode;

/// Which rows make episodes: a cancer (`kind: disease`) or its treatment (`kind: treatment`).
final class EpisodeRule {
  private final boolean treatment;
  private final @Nullable Condition when;
  private final @Nullable Lookup disease;

  EpisodeRule(RuleNode.Fields rule, RuleCompiler rules) {
    treatment = rule.text("kind", "").equals("treatment");
    when = rule.get("when").map(rules::condition).orElse(null);
    disease = rule.has("disease") ? rules.lookup(rule.all("disease")) : null;
  }

  void apply(
      Draft draft, CdmRow row, EventTables.EventTable event, Concepts.Found found, Scope at) {
    boolean icdo = found.standard() != null && found.standard().vocabulary().equals("ICDO3");
    if (!icdo && when != null && !when.holds(at)) {
      return;
    }
    long named = disease == null ? 0 : disease(disease.first(at));
    draft.parts.add(
        new Projected.EpisodePart(
            treatment,
            RowIds.of("episode", draft.key.type(), draft.key.id(), ""),
            named,
            row.id(),
            event.field(),
            Math.toIntExact(found.conceptId()),
            row.table().has(event.prefix() + "_source_value")
                ? row.get(event.prefix() + "_source_value")
                : null,
            Objects.requireNonNull(row.get(event.start())),
            event.end().isEmpty() ? null : row.get(event.end())));
  }

  private static long disease(JsonNode reference) {
    Projected.Key key = References.key(reference);
    return key == null ? 0 : RowIds.of("episode", key.type(), key.id(), "");
  }
}

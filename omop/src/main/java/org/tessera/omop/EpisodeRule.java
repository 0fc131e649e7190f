package org.tessera.omop;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Which rows make episodes: a cancer (`kind: disease`) or its treatment (`kind: treatment`).
final class EpisodeRule {
  private final boolean treatment;
  private final When when;
  private final @Nullable FhirPath disease;

  EpisodeRule(Map<?, ?> rule) {
    treatment = "treatment".equals(rule.get("kind"));
    when = When.compile(rule.get("when"));
    disease = rule.get("disease") instanceof String path ? FhirPath.parse(path) : null;
  }

  void apply(Draft draft, CdmRow row, RuleSet.Context context, Concepts.Found found, Fact fact) {
    boolean icdo = found.standard() != null && found.standard().vocabulary().equals("ICDO3");
    if (!icdo && !when.holds(fact.resource(), fact.item())) {
      return;
    }
    EventTables.EventTable event = context.events().named(row.table().name());
    long named = disease == null ? 0 : disease(disease.first(fact.resource(), fact.item()));
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

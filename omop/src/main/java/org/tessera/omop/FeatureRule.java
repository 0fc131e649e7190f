package org.tessera.omop;

import java.util.List;
import java.util.Objects;
import org.tessera.mappings.RuleNode;
import org.tessera.mappings.Scope;

/// What is measured in an image: each value a row of an event table on the image's own date, and a
/// row of `image_feature` that ties the two together (MI-CDM).
final class FeatureRule {
  private static final String TABLE = "image_feature";

  private final RowRule rule;
  private final EventTables events;
  private final CdmTable table;

  /// @param rule the rows' own rule, in which `item` is an element of the image
  FeatureRule(RuleNode.Fields rule, RuleSet.Context context) {
    RuleSet.Context inner =
        new RuleSet.Context(
            context.tables(),
            context.events(),
            context.conversions(),
            context.rules().items(),
            context.problems());
    this.rule = new RowRule(0, rule, inner);
    this.table = context.tables().table(TABLE);
    this.events = context.events();
  }

  void apply(Draft draft, CdmRow image, Scope at, String slot) {
    int before = draft.rows.size();
    String reason = draft.reason;
    rule.apply(draft, at, slot + ".feature");
    draft.reason = reason;
    String date = Objects.requireNonNull(events.find(image.table().name())).start();
    for (CdmRow value : List.copyOf(draft.rows.subList(before, draft.rows.size()))) {
      EventTables.EventTable event = Objects.requireNonNull(events.find(value.table().name()));
      value.set(event.start(), image.get(date));
      CdmRow feature =
          new CdmRow(
              table,
              RowIds.of(TABLE, draft.key.type(), draft.key.id(), Long.toString(value.id())),
              draft.visit);
      feature.set(table.key(), feature.id());
      feature.set("person_id", draft.person);
      feature.set("image_occurrence_id", image.id());
      feature.set("image_feature_event_field_concept_id", event.field());
      feature.set("image_feature_event_id", value.id());
      feature.set("image_feature_type_concept_id", draft.typeConcept);
      String source = event.prefix() + "_source_concept_id";
      feature.set("image_feature_concept_id", value.table().has(source) ? value.get(source) : null);
      draft.rows.add(feature);
    }
  }
}

package org.tessera.omop;

import org.jspecify.annotations.Nullable;
import org.tessera.mappings.Lookup;
import org.tessera.mappings.Rule;
import org.tessera.mappings.RuleCompiler;
import org.tessera.mappings.RuleNode;
import org.tessera.mappings.Scope;
import tools.jackson.databind.JsonNode;

/// In which series of images something was measured or seen that a resource of its own tells of: a
/// row of `image_feature` for each series (MI-CDM), once the series has its row.
final class ImageLinkRule {
  private static final String TABLE = "image_feature";
  private static final String OID = "urn:oid:";

  private final Lookup each;
  private final Lookup series;
  private final CdmTable table;
  private final ColumnRules columns;

  /// @param rule `each` leads to what names a series, `series` in it to its UID
  ImageLinkRule(RuleNode.Fields rule, RuleCompiler rules, RuleSet.Context context) {
    RuleCompiler inner = rules.items();
    each = rules.lists(rule.fields("each").all("list"));
    series = inner.lookup(rule.all("series"));
    table = context.tables().table(TABLE);
    columns = new ColumnRules(table, rule.fields("columns"), inner, context);
  }

  void apply(Draft draft, CdmRow row, EventTables.EventTable event, Scope scope, String slot) {
    int number = 0;
    for (JsonNode item : each.all(scope)) {
      Scope at = scope.item(item, ++number);
      String uid = Rule.text(series.first(at));
      if (uid.isEmpty()) {
        continue;
      }
      CdmRow feature =
          new CdmRow(
              table,
              RowIds.of(TABLE, draft.key.type(), draft.key.id(), slot + ".image." + number),
              0);
      columns.fill(feature, at);
      Object source = row.get(event.prefix() + "_source_concept_id");
      draft.images.add(
          new Projected.ImageLink(
              feature.id(),
              uid.startsWith(OID) ? uid.substring(OID.length()) : uid,
              event.field(),
              row.id(),
              source instanceof Number concept ? concept.longValue() : 0,
              draft.typeConcept,
              feature.get("image_finding_concept_id"),
              feature.get("anatomic_site_concept_id"),
              text(feature.get("alg_system"))));
    }
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}

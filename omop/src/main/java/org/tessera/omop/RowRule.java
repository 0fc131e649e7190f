package org.tessera.omop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tessera.mappings.Condition;
import org.tessera.mappings.Lookup;
import org.tessera.mappings.RuleCompiler;
import org.tessera.mappings.RuleNode;
import org.tessera.mappings.Scope;
import tools.jackson.databind.JsonNode;

/// One kind of row a resource gives: into a table the rule names, or into the one its concept's
/// domain leads to.
final class RowRule {
  /// @param slot tells it apart from the resource's other rows
  /// @param from null for a row without a date of its own
  private record Element(Scope at, String slot, @Nullable FhirDate from) {}

  private static final Set<String> WORDS =
      Set.of(
          "each",
          "when",
          "table",
          "concept",
          "finding",
          "denied",
          "default",
          "start",
          "end",
          "columns",
          "episode",
          "features",
          "images",
          "listed");

  private record Default(Condition when, EventTables.EventTable table) {}

  private final int index;
  private final EventTables events;
  private final @Nullable Lookup each;
  private final Condition when;
  private final @Nullable CdmTable fixed;
  private final ConceptRule concept;
  private final ConceptRule finding;
  private final @Nullable Condition denied;
  private final @Nullable Lookup start;
  private final @Nullable Lookup end;
  private final List<Default> defaults = new ArrayList<>();
  private final Map<String, ColumnRules> columns = new HashMap<>();
  private final @Nullable EpisodeRule episode;
  private final @Nullable FeatureRule features;
  private final @Nullable ImageLinkRule images;
  private final boolean listed;

  RowRule(int index, RuleNode.Fields rule, RuleSet.Context context) {
    this.index = index;
    events = context.events();
    RuleNode.Fields over = rule.fields("each");
    each = over.has("list") ? context.rules().lists(over.all("list")) : null;
    RuleCompiler rules = each == null ? context.rules() : context.rules().items();
    features = rule.has("features") ? new FeatureRule(rule.fields("features"), context) : null;
    images = rule.has("images") ? new ImageLinkRule(rule.fields("images"), rules, context) : null;
    listed = rule.text("listed", "true").equals("true");
    when = RuleSet.when(rule, rules);
    fixed = rule.has("table") ? context.tables().table(rule.text("table", "")) : null;
    concept = new ConceptRule(rule.all("concept"), rules, context.concepts());
    finding = new ConceptRule(rule.all("finding"), rules, context.concepts());
    denied = rule.get("denied").map(rules::condition).orElse(null);
    start = rule.has("start") ? rules.lookup(rule.all("start")) : null;
    end = rule.has("end") ? rules.lookup(rule.all("end")) : null;
    episode = rule.has("episode") ? new EpisodeRule(rule.fields("episode"), rules) : null;
    rule.all("default").forEach(node -> addDefault(node, rules));
    if (fixed == null && (concept.isEmpty() || defaults.isEmpty())) {
      throw new IllegalArgumentException("a row needs a table, or a concept and a default");
    }
    rule.onlyKnown(WORDS, context.problems());
    RuleNode.Fields filled = rule.fields("columns");
    Set<String> tables = new HashSet<>(Set.of("any"));
    for (CdmTable table : fixed == null ? events.tables() : List.of(fixed)) {
      columns.put(table.name(), new ColumnRules(table, filled, rules, context));
      tables.add(table.name());
    }
    filled.onlyKnown(tables, context.problems());
  }

  private void addDefault(RuleNode node, RuleCompiler rules) {
    defaults.add(
        node instanceof RuleNode.Fields fields
            ? new Default(RuleSet.when(fields, rules), events.named(fields.text("table", "")))
            : new Default(new Condition.All(List.of()), events.named(node.asText())));
  }

  /// The table and the concept of its key where an unmapped fact of this rule goes.
  EventTables.@Nullable EventTable defaultTable() {
    return defaults.isEmpty() ? null : defaults.getLast().table();
  }

  void apply(Draft draft, Scope scope) {
    apply(draft, scope, Integer.toString(index));
  }

  /// @param slot tells the rows of this rule apart from those of others
  void apply(Draft draft, Scope scope, String slot) {
    int number = 0;
    for (JsonNode item : each == null ? List.of(draft.resource()) : each.all(scope)) {
      Scope at = scope.item(item, number + 1);
      if (when.holds(at)) {
        one(draft, at, slot + "." + number + ".");
      }
      number++;
    }
  }

  private void one(Draft draft, Scope at, String place) {
    FhirDate from = start == null ? null : FhirDate.of(start.first(at));
    if (from == null && start != null) {
      draft.reason = "no date";
      return;
    }
    if (concept.isEmpty() && fixed != null) {
      add(draft, fixed, null, new Element(at, place + "0", from));
      return;
    }
    List<Concepts.Found> found = concept.find(at);
    if (found.isEmpty()) {
      draft.reason = "no code";
      return;
    }
    Concepts.Found answer = answer(at);
    if (answer != null) {
      found = List.of(answered(found.getFirst(), answer));
    }
    int part = 0;
    for (Concepts.Found one : found) {
      CdmTable table = table(at, one);
      CdmRow row = add(draft, table, one, new Element(at, place + part++, from));
      if (answer != null && table.has("value_as_concept_id")) {
        row.set("value_as_concept_id", null);
      }
    }
  }

  /// An answer that is itself a measured fact (a Cancer Modifier such as `AJCC/UICC-T2`) is what
  /// the row is about; OMOP keeps such facts pre-coordinated.
  private Concepts.@Nullable Found answer(Scope at) {
    for (Concepts.Found found : finding.find(at)) {
      if (found.standard() != null && found.standard().domain().equals("Measurement")) {
        return found;
      }
    }
    return null;
  }

  private static Concepts.Found answered(Concepts.Found question, Concepts.Found answer) {
    return new Concepts.Found(
        question.system(),
        question.code(),
        question.sourceValue(),
        answer.standard(),
        question.source());
  }

  private CdmTable table(Scope at, Concepts.Found found) {
    if (fixed != null) {
      return fixed;
    }
    EventTables.EventTable event =
        found.standard() == null ? null : events.ofDomain(found.standard().domain());
    if (event == null) {
      return fallback(at);
    }
    boolean no = event.assertion() && denied != null && denied.holds(at);
    return no ? events.named("observation").table() : event.table();
  }

  private CdmTable fallback(Scope at) {
    for (Default candidate : defaults) {
      if (candidate.when().holds(at)) {
        return candidate.table().table();
      }
    }
    throw new IllegalStateException("the last default has no condition");
  }

  private CdmRow add(Draft draft, CdmTable table, Concepts.@Nullable Found found, Element element) {
    CdmRow row = new CdmRow(table, id(draft, table, element.slot()), draft.visit);
    row.set(table.key(), row.id());
    row.set("person_id", draft.person);
    EventTables.EventTable event = events.find(table.name());
    if (table.name().equals("death")) {
      EventColumns.death(row, element.from(), draft.typeConcept);
    } else if (event != null) {
      EventColumns.fill(row, event, found, draft);
      if (listed && found != null && found.standard() == null) {
        draft.unmapped(table, event.prefix() + "_concept_id", found);
      }
      FhirDate to = end == null ? null : FhirDate.of(end.first(element.at()));
      EventColumns.dates(row, event, element.from(), to);
    }
    ColumnRules rules = columns.get(table.name());
    if (rules != null) {
      rules.fill(row, element.at());
    }
    EventColumns.cut(row);
    draft.rows.add(row);
    if (episode != null && found != null && event != null) {
      episode.apply(draft, row, event, found, element.at());
    }
    if (images != null && event != null) {
      images.apply(draft, row, event, element.at(), index + "." + element.slot());
    }
    if (features != null) {
      features.apply(draft, row, element.at(), index + "." + element.slot());
    }
    return row;
  }

  private static long id(Draft draft, CdmTable table, String slot) {
    return table.name().equals("person")
        ? draft.person
        : RowIds.of(table.name(), draft.key.type(), draft.key.id(), slot);
  }
}

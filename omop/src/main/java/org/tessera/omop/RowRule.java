package org.tessera.omop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One kind of row a resource gives: into a table the rule names, or into the one its concept's
/// domain leads to.
final class RowRule {
  private record Filled(int position, ColumnRule rule) {}

  /// @param slot tells it apart from the resource's other rows
  /// @param from null for a row without a date of its own
  private record Element(JsonNode item, String slot, @Nullable FhirDate from) {}

  private record Default(When when, EventTables.EventTable table) {}

  private final int index;
  private final RuleSet.Context context;
  private final List<FhirPath> each;
  private final When when;
  private final @Nullable CdmTable fixed;
  private final ConceptRule concept;
  private final ConceptRule finding;
  private final @Nullable When denied;
  private final List<FhirPath> start;
  private final List<FhirPath> end;
  private final List<Default> defaults = new ArrayList<>();
  private final Map<String, Object> columns = new HashMap<>();
  private final Map<String, List<Filled>> compiled = new HashMap<>();
  private final @Nullable EpisodeRule episode;

  RowRule(int index, Map<?, ?> rule, RuleSet.Context context) {
    this.index = index;
    this.context = context;
    each = rule.containsKey("each") ? ColumnRule.paths(rule.get("each")) : ColumnRule.paths("self");
    when = When.compile(rule.get("when"));
    fixed = rule.get("table") instanceof String table ? context.tables().table(table) : null;
    concept = new ConceptRule(rule.get("concept"), context.compiler().concepts());
    finding = new ConceptRule(rule.get("finding"), context.compiler().concepts());
    denied = rule.containsKey("denied") ? When.compile(rule.get("denied")) : null;
    start = rule.containsKey("start") ? ColumnRule.paths(rule.get("start")) : List.of();
    end = rule.containsKey("end") ? ColumnRule.paths(rule.get("end")) : List.of();
    episode = rule.get("episode") instanceof Map<?, ?> map ? new EpisodeRule(map) : null;
    addDefaults(rule.get("default"));
    if (rule.get("columns") instanceof Map<?, ?> tables) {
      tables.forEach((table, rules) -> columns.put(String.valueOf(table), rules));
    }
    columns.keySet().stream().filter(name -> !name.equals("any")).forEach(this::compiled);
  }

  /// The table and the concept of its key where an unmapped fact of this rule goes.
  EventTables.@Nullable EventTable defaultTable() {
    return defaults.isEmpty() ? null : defaults.getLast().table();
  }

  void apply(Draft draft) {
    int[] number = {0};
    for (FhirPath path : each) {
      path.all(
          draft.resource,
          draft.resource,
          item -> {
            if (when.holds(draft.resource, item)) {
              apply(draft, item, number[0]);
            }
            number[0]++;
          });
    }
  }

  private void apply(Draft draft, JsonNode item, int number) {
    FhirDate from = date(start, draft, item);
    if (from == null && !start.isEmpty()) {
      draft.reason = "no date";
      return;
    }
    String place = index + "." + number + ".";
    if (concept.isEmpty()) {
      CdmTable table = Objects.requireNonNull(fixed, "a rule without concept and table");
      add(draft, table, null, new Element(item, place + "0", from));
      return;
    }
    List<Concepts.Found> found = concept.find(draft.resource, item);
    if (found.isEmpty()) {
      draft.reason = "no code";
      return;
    }
    Concepts.Found answer = answer(draft.resource, item);
    if (answer != null) {
      found = List.of(answered(found.getFirst(), answer));
    }
    int part = 0;
    for (Concepts.Found one : found) {
      CdmTable table = table(draft, item, one);
      CdmRow row = add(draft, table, one, new Element(item, place + part++, from));
      if (answer != null && table.has("value_as_concept_id")) {
        row.set("value_as_concept_id", null);
      }
    }
  }

  /// An answer that is itself a measured fact (a Cancer Modifier such as `AJCC/UICC-T2`) is what
  /// the row is about; OMOP keeps such facts pre-coordinated.
  private Concepts.@Nullable Found answer(JsonNode resource, JsonNode item) {
    for (Concepts.Found found : finding.find(resource, item)) {
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

  private CdmTable table(Draft draft, JsonNode item, Concepts.Found found) {
    if (fixed != null) {
      return fixed;
    }
    EventTables.EventTable event =
        found.standard() == null ? null : context.events().ofDomain(found.standard().domain());
    if (event == null) {
      return fallback(draft, item);
    }
    boolean no = event.assertion() && denied != null && denied.holds(draft.resource, item);
    return no ? context.events().named("observation").table() : event.table();
  }

  private CdmTable fallback(Draft draft, JsonNode item) {
    for (Default candidate : defaults) {
      if (candidate.when().holds(draft.resource, item)) {
        return candidate.table().table();
      }
    }
    throw new IllegalStateException("the last default has no condition");
  }

  private CdmRow add(Draft draft, CdmTable table, Concepts.@Nullable Found found, Element element) {
    CdmRow row = new CdmRow(table, id(draft, table, element.slot()), draft.visit);
    row.set(table.key(), row.id());
    row.set("person_id", draft.person);
    JsonNode item = element.item();
    Fact fact = new Fact(draft.resource, item, table, found, draft.firstRow(), draft.unmapped);
    if (table.name().equals("death")) {
      EventColumns.death(row, element.from(), draft.typeConcept);
    } else if (!table.name().equals("person")) {
      EventTables.EventTable event = context.events().named(table.name());
      EventColumns.fill(row, event, draft.typeConcept, fact);
      EventColumns.dates(row, event, element.from(), date(end, draft, item));
    }
    for (Filled filled : compiled(table.name())) {
      Object value = filled.rule().value(fact);
      if (value != null) {
        row.values()[filled.position()] = value;
      }
    }
    EventColumns.cut(row);
    draft.rows.add(row);
    if (episode != null && found != null) {
      episode.apply(draft, row, context, found, fact);
    }
    return row;
  }

  private static long id(Draft draft, CdmTable table, String slot) {
    return table.name().equals("person")
        ? draft.person
        : RowIds.of(table.name(), draft.key.type(), draft.key.id(), slot);
  }

  private static @Nullable FhirDate date(List<FhirPath> paths, Draft draft, JsonNode item) {
    for (FhirPath path : paths) {
      FhirDate date = ColumnRule.date(path.first(draft.resource, item));
      if (date != null) {
        return date;
      }
    }
    return null;
  }

  private List<Filled> compiled(String table) {
    return compiled.computeIfAbsent(
        table,
        name -> {
          CdmTable cdm = context.tables().table(name);
          List<Filled> list = new ArrayList<>();
          rules("any")
              .forEach((column, rule) -> {
                if (cdm.has(String.valueOf(column))) {
                  list.add(filled(cdm, String.valueOf(column), rule));
                }
              });
          rules(name)
              .forEach((column, rule) -> list.add(filled(cdm, String.valueOf(column), rule)));
          return list;
        });
  }

  private Map<?, ?> rules(String table) {
    return columns.get(table) instanceof Map<?, ?> map ? map : Map.of();
  }

  private Filled filled(CdmTable table, String column, Object rule) {
    return new Filled(table.position(column), context.compiler().compile(column, rule));
  }

  private void addDefaults(@Nullable Object rule) {
    switch (rule) {
      case null -> {}
      case String table ->
          defaults.add(new Default(When.compile(null), context.events().named(table)));
      case List<?> list ->
          list.forEach(one -> {
            Map<?, ?> map = (Map<?, ?>) one;
            defaults.add(
                new Default(
                    When.compile(map.get("when")),
                    context.events().named(String.valueOf(map.get("table")))));
          });
      default -> throw new IllegalArgumentException("not a default: " + rule);
    }
  }
}

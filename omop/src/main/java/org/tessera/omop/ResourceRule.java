package org.tessera.omop;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tessera.mappings.Condition;
import org.tessera.mappings.Lookup;
import org.tessera.mappings.ResourceSource;
import org.tessera.mappings.RuleCompiler;
import org.tessera.mappings.RuleNode;
import org.tessera.mappings.Scope;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The rules of one resource type: a resource goes in, rows or a reason come out. Touches no
/// database.
final class ResourceRule {
  private static final BigDecimal AGE_MAX_YEARS = BigDecimal.valueOf(150);

  private static final Set<String> WORDS =
      Set.of("resource", "person", "visit", "skip", "birth", "cause", "rows");

  /// Where a record comes from, as a type concept.
  record Type(Condition when, int concept) {}

  private record Skip(Condition when, String reason) {}

  private record Birth(Condition when, Lookup age, Lookup at) {}

  private record DeathCause(Condition when, ConceptRule of) {}

  private final boolean patient;
  private final Lookup person;
  private final @Nullable Lookup visit;
  private final List<Type> types;
  private final List<Skip> skips = new ArrayList<>();
  private final List<Birth> births = new ArrayList<>();
  private final List<RowRule> rows = new ArrayList<>();
  private final @Nullable DeathCause cause;
  private final CdmTable death;

  ResourceRule(RuleNode.Fields file, List<Type> types, RuleSet.Context context) {
    RuleCompiler rules = context.rules();
    file.onlyKnown(WORDS, context.problems());
    this.types = types;
    patient = file.text("person", "").equals("self");
    person = rules.lookup(file.all("person"));
    visit = file.has("visit") ? rules.lookup(file.all("visit")) : null;
    for (RuleNode.Fields rule : RuleSet.fields(file.all("skip"))) {
      skips.add(new Skip(RuleSet.when(rule, rules), rule.text("reason", "")));
    }
    for (RuleNode.Fields rule : RuleSet.fields(file.all("birth"))) {
      births.add(
          new Birth(
              RuleSet.when(rule, rules),
              rules.lookup(rule.all("age")),
              rules.lookup(rule.all("at"))));
    }
    RuleNode.Fields died = file.fields("cause");
    death = context.tables().table("death");
    cause =
        died.has("of")
            ? new DeathCause(
                RuleSet.when(died, rules),
                new ConceptRule(died.all("of"), rules, context.concepts()))
            : null;
    for (RuleNode.Fields rule : RuleSet.fields(file.all("rows"))) {
      rows.add(new RowRule(rows.size(), rule, context));
    }
  }

  EventTables.@Nullable EventTable defaultTable() {
    return rows.isEmpty() ? null : rows.getFirst().defaultTable();
  }

  Projected apply(Projected.Key key, ObjectNode resource) {
    Scope scope = Scope.of((ResourceSource) () -> resource);
    String named = subject(key, scope);
    long subject = named.isEmpty() ? 0 : RowIds.person(named);
    for (Skip skip : skips) {
      if (skip.when().holds(scope)) {
        return Projected.none(key, subject, skip.reason());
      }
    }
    if (subject == 0) {
      return Projected.none(key, 0, "names no patient");
    }
    Draft draft = new Draft(key, resource, subject, visit(scope), type(scope));
    Scope drafted = Scope.of(draft);
    rows.forEach(rule -> rule.apply(draft, drafted));
    complete(draft);
    return new Projected(
        key,
        named,
        subject,
        draft.rows,
        draft.rows.isEmpty() ? draft.reason : "",
        draft.unmapped,
        draft.parts,
        draft.images,
        birthYear(scope),
        cause(draft, drafted));
  }

  /// A row that lacks a value its table requires is left out, by name.
  private static void complete(Draft draft) {
    draft.rows.removeIf(row -> {
      String missing = row.missing();
      if (missing == null || missing.equals("year_of_birth")) {
        return false;
      }
      draft.reason = "no " + missing;
      return true;
    });
  }

  private Projected.@Nullable Cause cause(Draft draft, Scope scope) {
    if (cause == null || draft.rows.isEmpty() || !cause.when().holds(scope)) {
      return null;
    }
    List<Concepts.Found> found = cause.of().find(scope);
    if (found.isEmpty()) {
      return null;
    }
    Concepts.Found first = found.getFirst();
    if (first.standard() == null) {
      draft.unmapped(death, "cause_concept_id", first);
    }
    String said = first.sourceValue();
    return new Projected.Cause(
        first.conceptId(), said.substring(0, Math.min(said.length(), 50)), first.source());
  }

  private String subject(Projected.Key key, Scope scope) {
    if (patient) {
      return key.id();
    }
    Projected.Key named = References.key(person.first(scope));
    return named != null && named.type().equals("Patient") ? named.id() : "";
  }

  private long visit(Scope scope) {
    Projected.Key named = visit == null ? null : References.key(visit.first(scope));
    return named == null
        ? 0
        : RowIds.of("visit_occurrence", named.type(), named.id(), References.FIRST);
  }

  private int type(Scope scope) {
    for (Type type : types) {
      if (type.when().holds(scope)) {
        return type.concept();
      }
    }
    return 0;
  }

  private @Nullable Integer birthYear(Scope scope) {
    for (Birth birth : births) {
      JsonNode age = birth.age().first(scope);
      FhirDate at = age.isNumber() ? FhirDate.of(birth.at().first(scope)) : null;
      if (at != null && birth.when().holds(scope)) {
        BigDecimal years = age.decimalValue();
        if (years.signum() >= 0 && years.compareTo(AGE_MAX_YEARS) <= 0) {
          return at.day().getYear() - years.intValue();
        }
      }
    }
    return null;
  }
}

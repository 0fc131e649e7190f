package org.tessera.omop;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The rules of one resource type: a resource goes in, rows or a reason come out. Touches no
/// database.
final class ResourceRule {
  private record Skip(When when, String reason) {}

  private record Type(When when, int concept) {}

  private record Birth(When when, FhirPath age, List<FhirPath> at) {}

  private final boolean patient;
  private final List<FhirPath> person;
  private final @Nullable FhirPath visit;
  private final List<Skip> skips = new ArrayList<>();
  private final List<Type> types = new ArrayList<>();
  private final List<Birth> births = new ArrayList<>();
  private final List<RowRule> rows = new ArrayList<>();

  ResourceRule(Map<?, ?> file, @Nullable Object typeRules, RuleSet.Context context) {
    patient = "self".equals(file.get("person"));
    person = ColumnRule.paths(file.get("person"));
    visit = file.get("visit") instanceof String path ? FhirPath.parse(path) : null;
    for (Map<?, ?> rule : maps(file.get("skip"))) {
      skips.add(new Skip(When.compile(rule.get("when")), String.valueOf(rule.get("reason"))));
    }
    for (Map<?, ?> rule : maps(typeRules)) {
      types.add(
          new Type(
              When.compile(rule.get("when")),
              rule.get("concept") instanceof Integer concept ? concept : 0));
    }
    for (Map<?, ?> rule : maps(file.get("birth"))) {
      births.add(
          new Birth(
              When.compile(rule.get("when")),
              FhirPath.parse(String.valueOf(rule.get("age"))),
              ColumnRule.paths(rule.get("at"))));
    }
    for (Map<?, ?> rule : maps(file.get("rows"))) {
      rows.add(new RowRule(rows.size(), rule, context));
    }
  }

  EventTables.@Nullable EventTable defaultTable() {
    return rows.isEmpty() ? null : rows.getFirst().defaultTable();
  }

  Projected apply(Projected.Key key, ObjectNode resource) {
    String named = subject(key, resource);
    long subject = named.isEmpty() ? 0 : RowIds.person(named);
    for (Skip skip : skips) {
      if (skip.when().holds(resource, resource)) {
        return Projected.none(key, subject, skip.reason());
      }
    }
    if (subject == 0) {
      return Projected.none(key, 0, "names no patient");
    }
    Draft draft = new Draft(key, resource, subject, visit(resource), type(resource));
    rows.forEach(rule -> rule.apply(draft));
    complete(draft);
    return new Projected(
        key,
        named,
        subject,
        draft.rows,
        draft.rows.isEmpty() ? draft.reason : "",
        draft.unmapped,
        draft.parts,
        birthYear(resource));
  }

  /// A row that lacks a value its table requires is left out, by name.
  private void complete(Draft draft) {
    draft.rows.removeIf(row -> {
      String missing = row.missing();
      if (missing == null || missing.equals("year_of_birth")) {
        return false;
      }
      draft.reason = "no " + missing;
      return true;
    });
  }

  private String subject(Projected.Key key, ObjectNode resource) {
    if (patient) {
      return key.id();
    }
    Projected.Key named = References.key(ColumnRule.first(person, resource, resource));
    return named != null && named.type().equals("Patient") ? named.id() : "";
  }

  private long visit(ObjectNode resource) {
    Projected.Key named = visit == null ? null : References.key(visit.first(resource, resource));
    return named == null
        ? 0
        : RowIds.of("visit_occurrence", named.type(), named.id(), References.FIRST);
  }

  private int type(ObjectNode resource) {
    for (Type type : types) {
      if (type.when().holds(resource, resource)) {
        return type.concept();
      }
    }
    return 0;
  }

  private @Nullable Integer birthYear(ObjectNode resource) {
    for (Birth birth : births) {
      JsonNode age = birth.age().first(resource, resource);
      FhirDate at = ColumnRule.date(ColumnRule.first(birth.at(), resource, resource));
      if (at != null && age.isNumber() && birth.when().holds(resource, resource)) {
        BigDecimal years = age.decimalValue();
        if (years.signum() >= 0 && years.compareTo(BigDecimal.valueOf(150)) <= 0) {
          return at.day().getYear() - years.intValue();
        }
      }
    }
    return null;
  }

  private static List<Map<?, ?>> maps(@Nullable Object list) {
    List<Map<?, ?>> maps = new ArrayList<>();
    if (list instanceof List<?> several) {
      several.forEach(one -> maps.add((Map<?, ?>) one));
    }
    return maps;
  }
}

package org.tessera.bench;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Made-up resources that differ in what searches look at: dates of every precision, periods and
/// timings, quantities in several units, codes with and without systems, odd characters.
final class VariedResources {
  private final Draw draw;
  private final VariedParts parts;
  private final int patients;
  private final List<Map<String, Object>> all = new ArrayList<>();

  private VariedResources(long seed, int patients) {
    this.draw = new Draw(seed);
    this.parts = new VariedParts(draw, patients);
    this.patients = patients;
  }

  /// The resources in an order in which no reference leads forward.
  static List<Map<String, Object>> of(long seed, int patients) {
    var resources = new VariedResources(seed, patients);
    resources.addAll();
    return resources.all;
  }

  private void addAll() {
    var record = new VariedRecord(parts, patients);
    for (int i = 0; i < 4; i++) {
      codeSystem(i);
    }
    for (int i = 0; i < 12; i++) {
      valueSet(i);
    }
    for (int i = 0; i < 12; i++) {
      organization(i);
      practitioner(i);
    }
    for (int i = 0; i < patients; i++) {
      all.add(record.patient(i));
      all.add(record.encounter(i));
    }
    for (int i = 0; i < patients * 2; i++) {
      all.add(record.condition(i));
    }
    for (int i = 0; i < patients * 5; i++) {
      all.add(record.observation(i));
    }
    for (int i = 0; i < patients; i++) {
      procedure(i);
      administration(i);
      riskAssessment(i);
      chargeItem(i);
      report(i);
    }
    for (int i = 0; i < 10; i++) {
      list(i);
    }
  }

  private void add(String type, int number, @Nullable Object... rest) {
    all.add(parts.resource(type, number, rest));
  }

  private void codeSystem(int i) {
    List<Object> concepts =
        List.of(
            VariedParts.object(
                "code",
                "root",
                "concept",
                List.of(
                    VariedParts.object(
                        "code",
                        "a",
                        "concept",
                        List.of(
                            VariedParts.object(
                                "code",
                                "a1",
                                "concept",
                                List.of(VariedParts.object("code", "a1x"))))),
                    VariedParts.object("code", "b"))),
            VariedParts.object("code", "A"));
    add(
        "CodeSystem",
        i,
        "url",
        i == 0 ? Draw.LOCAL : Draw.CARE + "cs/" + i,
        "version",
        parts.maybe(50, "1." + i),
        "name",
        "Codes" + i,
        "title",
        parts.maybe(50, draw.city()),
        "status",
        draw.of("active", "draft"),
        "hierarchyMeaning",
        "is-a",
        "caseSensitive",
        true,
        "content",
        "complete",
        "concept",
        concepts);
  }

  private void valueSet(int i) {
    List<Object> codes = new ArrayList<>();
    for (int n = 0; n <= i % 3; n++) {
      codes.add(VariedParts.object("code", List.of("a", "b", "A").get(n)));
    }
    add(
        "ValueSet",
        i,
        "url",
        Draw.CARE + List.of("vs", "vs/deep", "vs/deep/er", "vsx").get(i % 4) + "/" + i,
        "version",
        parts.maybe(50, "2." + i),
        "name",
        "Set" + i,
        "status",
        draw.of("active", "draft"),
        "date",
        parts.maybe(70, draw.date()),
        "compose",
        VariedParts.object(
            "include",
            List.of(
                VariedParts.object("system", Draw.LOCAL, "concept", codes),
                VariedParts.object(
                    "system",
                    Draw.LOINC,
                    "concept",
                    List.of(VariedParts.object("code", draw.loinc()))))));
  }

  private void organization(int i) {
    add(
        "Organization",
        i,
        "active",
        parts.maybe(70, draw.chance(70)),
        "name",
        draw.city() + " " + draw.of("Clinic", "Lab"),
        "alias",
        parts.maybe(30, List.of(draw.family())),
        "address",
        parts.maybe(60, List.of(parts.address())),
        "partOf",
        i > 2
            ? VariedParts.object("reference", VariedParts.reference("Organization", draw.below(3)))
            : null);
  }

  private void practitioner(int i) {
    add(
        "Practitioner",
        i,
        "identifier",
        List.of(VariedParts.object("system", "urn:doctor", "value", "d" + i)),
        "name",
        List.of(parts.name()),
        "gender",
        parts.maybe(70, draw.of("male", "female")));
  }

  private void procedure(int i) {
    boolean hasPeriod = draw.chance(40);
    add(
        "Procedure",
        i,
        "status",
        draw.of("completed", "preparation"),
        "code",
        parts.maybe(90, parts.localConcept()),
        "subject",
        parts.subject(),
        "encounter",
        parts.maybe(40, parts.to("Encounter", patients)),
        "performedDateTime",
        hasPeriod ? null : parts.maybe(80, draw.date()),
        "performedPeriod",
        hasPeriod ? parts.period() : null,
        "performer",
        parts.maybe(30, List.of(VariedParts.object("actor", parts.to("Practitioner", 12)))),
        "reasonReference",
        parts.maybe(30, List.of(parts.to("Condition", patients * 2))),
        "partOf",
        i > 0 && draw.chance(15) ? List.of(parts.to("Procedure", i)) : null);
  }

  private void administration(int i) {
    boolean hasPeriod = draw.chance(40);
    add(
        "MedicationAdministration",
        i,
        "status",
        draw.of("completed", "in-progress"),
        "medicationCodeableConcept",
        parts.localConcept(),
        "subject",
        parts.subject(),
        "context",
        parts.maybe(40, parts.to("Encounter", patients)),
        "effectiveDateTime",
        hasPeriod ? null : draw.date(),
        "effectivePeriod",
        hasPeriod ? parts.period() : null,
        "performer",
        parts.maybe(30, List.of(VariedParts.object("actor", parts.to("Practitioner", 12)))),
        "reasonReference",
        parts.maybe(20, List.of(parts.to("Condition", patients * 2))));
  }

  private void riskAssessment(int i) {
    boolean isRange = draw.chance(20);
    add(
        "RiskAssessment",
        i,
        "status",
        "final",
        "subject",
        parts.subject(),
        "occurrenceDateTime",
        parts.maybe(60, draw.date()),
        "condition",
        parts.maybe(30, parts.to("Condition", patients * 2)),
        "prediction",
        List.of(
            VariedParts.object(
                "rationale", "made up",
                "probabilityDecimal",
                    isRange ? null : parts.maybe(85, new BigDecimal(draw.number())),
                "probabilityRange",
                    isRange ? VariedParts.object("low", VariedParts.object("value", 5)) : null)));
  }

  private void chargeItem(int i) {
    add(
        "ChargeItem",
        i,
        "status",
        "billable",
        "code",
        parts.localConcept(),
        "subject",
        parts.subject(),
        "occurrenceDateTime",
        parts.maybe(60, draw.date()),
        "quantity",
        parts.maybe(70, parts.quantity()),
        "factorOverride",
        parts.maybe(80, new BigDecimal(draw.number())));
  }

  private void report(int i) {
    add(
        "DiagnosticReport",
        i,
        "status",
        draw.of("final", "partial"),
        "code",
        parts.observed(),
        "subject",
        parts.subject(),
        "encounter",
        parts.maybe(40, parts.to("Encounter", patients)),
        "effectiveDateTime",
        parts.maybe(80, draw.date()),
        "issued",
        parts.maybe(60, draw.moment()),
        "result",
        parts.maybe(
            70,
            List.of(parts.to("Observation", patients * 5), parts.to("Observation", patients * 5))));
  }

  private void list(int i) {
    List<Object> entries = new ArrayList<>();
    for (int n = 0; n < 5; n++) {
      entries.add(VariedParts.object("item", parts.to(draw.of("Patient", "Encounter"), patients)));
    }
    add("List", i, "status", "current", "mode", "working", "entry", entries);
  }
}

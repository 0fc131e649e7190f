package org.tessera.bench;

import static org.tessera.bench.VariedParts.coded;
import static org.tessera.bench.VariedParts.object;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/// Draws patients, their encounters, conditions and observations.
final class VariedRecord {
  private static final String CATEGORY =
      "http://terminology.hl7.org/CodeSystem/observation-category";

  private final Draw draw;
  private final VariedParts parts;
  private final int patients;

  VariedRecord(VariedParts parts, int patients) {
    this.draw = parts.draw;
    this.parts = parts;
    this.patients = patients;
  }

  Map<String, Object> patient(int i) {
    boolean isDead = draw.chance(30);
    boolean isDated = draw.chance(60);
    return parts.resource(
        "Patient", i,
        "identifier", parts.maybe(85, List.of(recordNumber())),
        "active", parts.maybe(70, draw.chance(70)),
        "name",
            parts.maybe(
                95, draw.chance(80) ? List.of(parts.name()) : List.of(parts.name(), parts.name())),
        "telecom", parts.maybe(50, List.of(contact())),
        "gender", parts.maybe(90, draw.of("male", "female", "other")),
        "birthDate", parts.maybe(90, draw.day().substring(0, draw.of(4, 7, 10, 10))),
        "deceasedBoolean", isDated ? null : parts.maybe(40, isDead),
        "deceasedDateTime", isDated && isDead ? draw.date() : null,
        "address", parts.maybe(70, List.of(parts.address())),
        "generalPractitioner", parts.maybe(40, List.of(parts.to("Practitioner", 12))),
        "managingOrganization", parts.maybe(70, parts.to("Organization", 12)),
        "link",
            i > 0 && draw.chance(5)
                ? List.of(object("other", parts.to("Patient", i), "type", "seealso"))
                : null);
  }

  private Map<String, Object> recordNumber() {
    Map<String, Object> type = coded("http://terminology.hl7.org/CodeSystem/v2-0203", "MR");
    type.put("text", "record number");
    return object(
        "type", parts.maybe(50, type),
        "system", draw.of("urn:mrn", "urn:mrn", ""),
        "value", "m" + draw.below(200));
  }

  private Map<String, Object> contact() {
    return object(
        "system", draw.of("phone", "email"),
        "use", draw.of("home", "work"),
        "value", draw.of("555-1", "555-12", "a@b.example"));
  }

  Map<String, Object> encounter(int i) {
    return parts.resource(
        "Encounter", i,
        "status", draw.of("planned", "finished", "in-progress"),
        "class",
            object(
                "system",
                "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                "code",
                draw.of("AMB", "IMP")),
        "subject", object("reference", VariedParts.reference("Patient", draw.below(i + 1))),
        "period", parts.maybe(80, parts.period()),
        "length",
            parts.maybe(
                30,
                object(
                    "value",
                    new BigDecimal(draw.number()),
                    "unit",
                    "h",
                    "system",
                    Draw.UCUM,
                    "code",
                    draw.of("h", "min"))),
        "participant", parts.maybe(40, List.of(object("individual", parts.to("Practitioner", 12)))),
        "serviceProvider", parts.maybe(60, parts.to("Organization", 12)),
        "partOf", i > 0 && draw.chance(20) ? parts.to("Encounter", i) : null);
  }

  Map<String, Object> condition(int i) {
    int onset = draw.below(5);
    return parts.resource(
        "Condition",
        i,
        "identifier",
        parts.maybe(20, List.of(object("value", "c" + i))),
        "clinicalStatus",
        parts.maybe(
            80,
            coded(
                "http://terminology.hl7.org/CodeSystem/condition-clinical",
                draw.of("active", "resolved"))),
        "code",
        parts.maybe(90, parts.localConcept()),
        "subject",
        parts.subject(),
        "encounter",
        parts.maybe(40, parts.to("Encounter", patients)),
        "onsetDateTime",
        onset < 2 ? draw.date() : null,
        "onsetPeriod",
        onset == 2 ? parts.period() : null,
        "onsetAge",
        onset == 3
            ? object(
                "value",
                new BigDecimal(draw.number()),
                "unit",
                "a",
                "system",
                Draw.UCUM,
                "code",
                "a")
            : null,
        "onsetString",
        onset == 4 ? draw.city() : null,
        "recordedDate",
        parts.maybe(60, draw.date()),
        "asserter",
        parts.maybe(30, parts.to("Practitioner", 12)));
  }

  Map<String, Object> observation(int i) {
    int kind = draw.below(8);
    int when = draw.below(10);
    return parts.resource(
        "Observation",
        i,
        "status",
        draw.of("final", "final", "amended", "preliminary"),
        "category",
        parts.maybe(60, List.of(coded(CATEGORY, draw.of("laboratory", "vital-signs")))),
        "code",
        parts.observed(),
        "subject",
        parts.maybe(95, parts.subject()),
        "encounter",
        parts.maybe(40, parts.to("Encounter", patients)),
        "effectiveDateTime",
        when < 6 ? draw.date() : null,
        "effectivePeriod",
        when == 6 || when == 7 ? parts.period() : null,
        "effectiveInstant",
        when == 8 ? draw.moment() : null,
        "performer",
        parts.maybe(30, List.of(parts.to("Practitioner", 12))),
        "valueQuantity",
        kind < 3 ? parts.quantity() : null,
        "valueCodeableConcept",
        kind == 3 ? parts.localConcept() : null,
        "valueString",
        kind == 4 ? draw.city() : null,
        "valueDateTime",
        kind == 5 ? draw.date() : null,
        "dataAbsentReason",
        kind == 6
            ? coded("http://terminology.hl7.org/CodeSystem/data-absent-reason", "unknown")
            : null,
        "hasMember",
        i > 0 && draw.chance(5) ? List.of(parts.to("Observation", i)) : null,
        "component",
        kind == 7
            ? List.of(
                object("code", parts.observed(), "valueQuantity", parts.quantity()),
                object("code", parts.observed(), "valueQuantity", parts.quantity()))
            : null);
  }
}

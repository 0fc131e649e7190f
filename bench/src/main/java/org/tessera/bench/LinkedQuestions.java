package org.tessera.bench;

import java.util.List;

/// Draws searches that reach over several resources, and those that sort.
final class LinkedQuestions {
  private final Draw draw;
  private final int patients;

  LinkedQuestions(Draw draw, int patients) {
    this.draw = draw;
    this.patients = patients;
  }

  Question next() {
    return switch (draw.below(9)) {
      case 0, 1 -> chain();
      case 2 -> has();
      case 3 -> include();
      case 4 -> revinclude();
      case 5, 6 -> sort();
      case 7 -> compartment();
      default -> listOrFilter();
    };
  }

  private String patient() {
    return VariedParts.id("Patient", draw.below(patients));
  }

  private Question chain() {
    String type = draw.of("Observation", "Condition", "Procedure");
    return switch (draw.below(8)) {
      case 0 ->
          Question.of(
              "chain",
              type,
              "patient.gender",
              draw.of("male", "female"),
              "code",
              draw.loinc() + "," + Questions.escaped(draw.local()));
      case 1 ->
          Question.of("chain", type, "subject:Patient.family", Questions.escaped(draw.family()));
      case 2 ->
          Question.of("chain", type, "patient.birthdate", draw.of("gt", "le", "") + draw.day());
      case 3 ->
          Question.of(
              "chain of three",
              "Encounter",
              "patient.organization.name",
              draw.of("Ber", "San", "x"));
      case 4 ->
          Question.of(
              "chain of three",
              "Observation",
              "encounter.service-provider.partof",
              "Organization/organization0000" + draw.below(3));
      case 5 ->
          Question.of(
              "chain",
              "Observation",
              "performer:Practitioner.family",
              Questions.escaped(draw.family()));
      case 6 -> Question.of("chain", type, "patient.identifier", "urn:mrn|m" + draw.below(200));
      default -> Question.of("chain without type", type, "subject.name", draw.given());
    };
  }

  private Question has() {
    return switch (draw.below(6)) {
      case 0 -> Question.of("_has", "Patient", "_has:Observation:patient:code", draw.loinc());
      case 1 ->
          Question.of(
              "_has",
              "Patient",
              "_has:Condition:subject:onset-date",
              draw.of("gt", "lt", "") + draw.date());
      case 2 ->
          Question.of(
              "_has",
              "Practitioner",
              "_has:Observation:performer:status",
              draw.of("amended", "preliminary"));
      case 3 ->
          Question.of(
              "_has, nested",
              "Patient",
              "_has:Observation:patient:_has:DiagnosticReport:result:status",
              "partial");
      case 4 ->
          Question.of(
              "_has behind a chain",
              "Observation",
              "patient._has:Condition:patient:code",
              Questions.escaped(draw.local()));
      default ->
          Question.of(
              "_has with a chain",
              "Organization",
              "_has:Patient:organization:general-practitioner.family",
              Questions.escaped(draw.family()));
    };
  }

  private Question include() {
    String patient = patient();
    return switch (draw.below(6)) {
      case 0 ->
          Question.of(
              "_include", "Observation", "code", draw.loinc(), "_include", "Observation:patient");
      case 1 ->
          Question.of(
              "_include",
              "Observation",
              "patient",
              patient,
              "_include",
              "Observation:" + draw.of("performer", "subject", "encounter"));
      case 2 -> Question.of("_include *", "Observation", "patient", patient, "_include", "*");
      case 3 ->
          Question.of(
              "_include :iterate",
              "Observation",
              "patient",
              patient,
              "_include",
              "Observation:subject",
              "_include:iterate",
              "Patient:organization",
              "_include:iterate",
              "Organization:partof");
      case 4 ->
          Question.of(
              "_include with type",
              "Encounter",
              "patient",
              patient,
              "_include",
              "Encounter:subject:" + draw.of("Patient", "Group"));
      default ->
          Question.of(
              "_include",
              "DiagnosticReport",
              "patient",
              patient,
              "_include",
              "DiagnosticReport:result",
              "_include",
              "DiagnosticReport:encounter");
    };
  }

  private Question revinclude() {
    return switch (draw.below(4)) {
      case 0 ->
          Question.of(
              "_revinclude",
              "Patient",
              "_id",
              patient(),
              "_revinclude",
              draw.of("Observation:patient", "Condition:subject", "Encounter:patient"));
      case 1 ->
          Question.of(
              "_revinclude :iterate",
              "Patient",
              "_id",
              patient(),
              "_revinclude",
              "Observation:patient",
              "_revinclude:iterate",
              "DiagnosticReport:result");
      case 2 ->
          Question.of(
              "_revinclude",
              "Organization",
              "name",
              draw.city(),
              "_revinclude",
              "Patient:organization");
      default ->
          Question.of(
              "_revinclude and _include",
              "Encounter",
              "patient",
              patient(),
              "_revinclude",
              "Observation:encounter",
              "_include",
              "Encounter:service-provider");
    };
  }

  private Question sort() {
    String minus = draw.of("", "-");
    return switch (draw.below(6)) {
      case 0 ->
          Question.of(
              "_sort by date",
              "Condition",
              "patient",
              patient(),
              "_sort",
              minus + draw.of("onset-date", "recorded-date") + ",_id");
      case 1 ->
          Question.of(
              "_sort by date",
              "Patient",
              "_sort",
              minus + "birthdate,_id",
              "gender",
              draw.of("male", "female"));
      case 2 -> Question.of("_sort by string", "Organization", "_sort", minus + "name,_id");
      case 3 ->
          Question.of("_sort by _id", draw.of("Condition", "Organization"), "_sort", minus + "_id");
      case 4 ->
          Question.of("_sort by number", "RiskAssessment", "_sort", minus + "probability,_id");
      default ->
          Question.of(
              "_sort by two",
              "Condition",
              "patient",
              patient() + "," + patient(),
              "_sort",
              minus + "clinical-status,-recorded-date,_id");
    };
  }

  private Question compartment() {
    String owner = "Patient/" + patient();
    return switch (draw.below(4)) {
      case 0 -> Question.of("compartment", owner + "/Observation", "code", draw.loinc());
      case 1 -> Question.of("compartment", owner + "/Condition");
      case 2 -> Question.of("compartment of all types", owner + "/*");
      default ->
          Question.of(
              "compartment",
              "Encounter/" + VariedParts.id("Encounter", draw.below(patients)) + "/Observation");
    };
  }

  private Question listOrFilter() {
    return switch (draw.below(4)) {
      case 0 ->
          Question.of(
              "_list",
              draw.of("Patient", "Encounter"),
              "_list",
              VariedParts.id("List", draw.below(10)));
      case 1 ->
          Question.of(
              "_filter",
              "Patient",
              "_filter",
              "gender eq %s and birthdate %s %s"
                  .formatted(draw.of("male", "female"), draw.of("ge", "lt"), draw.day()));
      case 2 ->
          Question.of(
              "_filter",
              "Observation",
              "_filter",
              "status eq final and (code eq %s or code eq %s)"
                  .formatted(draw.loinc(), draw.loinc()));
      default ->
          Question.of(
              "_has, twice",
              "Patient",
              "_has:Observation:patient:code",
              draw.loinc(),
              "_has:Condition:patient:clinical-status",
              draw.of(List.of("active", "resolved")));
    };
  }
}

package org.tessera.bench;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What happens to an invented patient: encounters and what they bring.
final class SyntheticCare {
  private static final String SNOMED = "http://snomed.info/sct";
  private static final String LOINC = "http://loinc.org";
  private static final String UCUM = "http://unitsofmeasure.org";
  private static final String TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/";
  private static final String[][] VITALS = {
    {"8302-2", "Body Height", "cm"},
    {"29463-7", "Body Weight", "kg"},
    {"39156-5", "Body mass index (BMI) [Ratio]", "kg/m2"},
    {"8867-4", "Heart rate", "/min"},
    {"9279-1", "Respiratory rate", "/min"},
    {"2339-0", "Glucose [Mass/volume] in Blood", "mg/dL"},
    {"2093-3", "Cholesterol [Mass/volume] in Serum or Plasma", "mg/dL"},
    {"2857-1", "Prostate specific Ag [Mass/volume] in Serum or Plasma", "ng/mL"}
  };
  private static final String[][] CONDITIONS = {
    {"254837009", "Malignant neoplasm of breast (disorder)"},
    {"363406005", "Malignant neoplasm of colon (disorder)"},
    {"38341003", "Hypertensive disorder, systemic arterial (disorder)"},
    {"44054006", "Diabetes mellitus type 2 (disorder)"},
    {"195662009", "Acute viral pharyngitis (disorder)"}
  };
  private static final String[][] PROCEDURES = {
    {"73761001", "Colonoscopy (procedure)"},
    {"65200003", "Insertion of intrauterine device (procedure)"},
    {"430193006", "Documentation of current medications (procedure)"},
    {"367336001", "Chemotherapy (procedure)"}
  };

  private final Random random;
  private final SyntheticBundle bundle;

  SyntheticCare(Random random, SyntheticBundle bundle) {
    this.random = random;
    this.bundle = bundle;
  }

  void describe(ObjectNode patient) {
    ObjectNode text = patient.putObject("text").put("status", "generated");
    text.put("div", "<div xmlns=\"http://www.w3.org/1999/xhtml\">An invented person.</div>");
    ObjectNode race = patient.putArray("extension").addObject();
    race.put("url", "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex");
    race.put("valueCode", random.nextBoolean() ? "F" : "M");
    for (String system : List.of("https://example.org/synthetic", "urn:hospital:smart", "urn:x")) {
      SyntheticBundle.identifier(patient, system, Long.toHexString(random.nextLong()));
    }
    ObjectNode name = patient.putArray("name").addObject().put("use", "official");
    name.put("family", "Family" + random.nextInt(5_000));
    name.putArray("given").add("Given" + random.nextInt(500)).add("Second" + random.nextInt(500));
    patient
        .putArray("telecom")
        .addObject()
        .put("system", "phone")
        .put("value", "555-" + random.nextInt(9_999))
        .put("use", "home");
    patient.put("gender", random.nextBoolean() ? "female" : "male");
    patient.put(
        "birthDate", LocalDate.of(1930 + random.nextInt(60), 1 + random.nextInt(12), 3).toString());
    ObjectNode address = patient.putArray("address").addObject();
    address
        .putArray("line")
        .add(random.nextInt(900) + " Invented Street Unit " + random.nextInt(90));
    address
        .put("city", "City" + random.nextInt(300))
        .put("state", "State")
        .put("postalCode", Integer.toString(10_000 + random.nextInt(80_000)))
        .put("country", "XX");
    concept(patient.putObject("maritalStatus"), TERMINOLOGY + "v3-MaritalStatus", "M", "Married");
    patient.put("multipleBirthBoolean", false);
  }

  String encounter(String person, LocalDate day) {
    ObjectNode encounter = bundle.resource("Encounter");
    SyntheticBundle.identifier(
        encounter, "https://example.org/synthetic", Long.toHexString(random.nextLong()));
    encounter.put("status", "finished");
    encounter.putObject("class").put("system", TERMINOLOGY + "v3-ActCode").put("code", "AMB");
    concept(
        encounter.putArray("type").addObject(),
        SNOMED,
        "185347001",
        "Encounter for problem (procedure)");
    reference(encounter, "subject", person).put("display", "An invented person");
    ObjectNode participant = encounter.putArray("participant").addObject();
    concept(
        participant.putArray("type").addObject(),
        TERMINOLOGY + "v3-ParticipationType",
        "PPRF",
        "primary performer");
    period(participant, "period", day);
    practitioner(participant, "individual");
    period(encounter, "period", day);
    organization(encounter, "serviceProvider");
    return bundle.entry(encounter, "");
  }

  /// About nine resources a visit.
  void during(String person, String encounter, LocalDate day) {
    List<String> results = new ArrayList<>();
    int measured = 2 + random.nextInt(4);
    for (int i = 0; i < measured; i++) {
      results.add(observation(person, encounter, day));
    }
    if (random.nextInt(2) == 0) {
      condition(person, encounter, day);
    }
    if (random.nextInt(3) != 0) {
      procedure(person, encounter, day);
    }
    if (random.nextInt(3) == 0) {
      report(person, encounter, day, results);
    }
    if (random.nextInt(3) == 0) {
      medication(person, encounter, day);
    }
    String claim = claim(person, encounter, day);
    benefit(person, encounter, day, claim);
  }

  private String observation(String person, String encounter, LocalDate day) {
    String[] kind = VITALS[random.nextInt(VITALS.length)];
    ObjectNode observation = bundle.resource("Observation").put("status", "final");
    concept(
        observation.putArray("category").addObject(),
        TERMINOLOGY + "observation-category",
        "vital-signs",
        "vital-signs");
    concept(observation.putObject("code"), LOINC, kind[0], kind[1]);
    reference(observation, "subject", person);
    reference(observation, "encounter", encounter);
    observation.put("effectiveDateTime", instant(day)).put("issued", instant(day));
    quantity(observation.putObject("valueQuantity"), kind[2]);
    return bundle.entry(observation, "");
  }

  private void condition(String person, String encounter, LocalDate day) {
    String[] kind = CONDITIONS[random.nextInt(CONDITIONS.length)];
    ObjectNode condition = bundle.resource("Condition");
    concept(
        condition.putObject("clinicalStatus"),
        TERMINOLOGY + "condition-clinical",
        "active",
        "Active");
    concept(
        condition.putObject("verificationStatus"),
        TERMINOLOGY + "condition-ver-status",
        "confirmed",
        "Confirmed");
    concept(
        condition.putArray("category").addObject(),
        TERMINOLOGY + "condition-category",
        "encounter-diagnosis",
        "Encounter Diagnosis");
    concept(condition.putObject("code"), SNOMED, kind[0], kind[1]);
    reference(condition, "subject", person);
    reference(condition, "encounter", encounter);
    condition.put("onsetDateTime", instant(day)).put("recordedDate", instant(day));
    bundle.entry(condition, "");
  }

  private void procedure(String person, String encounter, LocalDate day) {
    String[] kind = PROCEDURES[random.nextInt(PROCEDURES.length)];
    ObjectNode procedure = bundle.resource("Procedure").put("status", "completed");
    concept(procedure.putObject("code"), SNOMED, kind[0], kind[1]);
    reference(procedure, "subject", person);
    reference(procedure, "encounter", encounter);
    period(procedure, "performedPeriod", day);
    bundle.entry(procedure, "");
  }

  private void report(String person, String encounter, LocalDate day, List<String> results) {
    ObjectNode report = bundle.resource("DiagnosticReport").put("status", "final");
    concept(report.putArray("category").addObject(), TERMINOLOGY + "v2-0074", "LAB", "Laboratory");
    concept(report.putObject("code"), LOINC, "58410-2", "CBC panel - Blood by Automated count");
    reference(report, "subject", person);
    reference(report, "encounter", encounter);
    report.put("effectiveDateTime", instant(day)).put("issued", instant(day));
    practitioner(report.putArray("performer").addObject());
    ArrayNode list = report.putArray("result");
    results.forEach(result -> list.addObject().put("reference", result).put("display", "Result"));
    bundle.entry(report, "");
  }

  private void medication(String person, String encounter, LocalDate day) {
    ObjectNode order =
        bundle.resource("MedicationRequest").put("status", "stopped").put("intent", "order");
    concept(
        order.putObject("medicationCodeableConcept"),
        "http://www.nlm.nih.gov/research/umls/rxnorm",
        "1658084",
        "ado-trastuzumab emtansine 100 MG Injection");
    reference(order, "subject", person);
    reference(order, "encounter", encounter);
    order.put("authoredOn", instant(day));
    practitioner(order, "requester");
    ObjectNode dosage =
        order
            .putArray("dosageInstruction")
            .addObject()
            .put("sequence", 1)
            .put("text", "Take as directed");
    dosage.put("asNeededBoolean", random.nextBoolean());
    bundle.entry(order, "");
  }

  private String claim(String person, String encounter, LocalDate day) {
    ObjectNode claim = bundle.resource("Claim").put("status", "active");
    concept(claim.putObject("type"), TERMINOLOGY + "claim-type", "professional", "Professional");
    claim.put("use", "claim");
    reference(claim, "patient", person);
    period(claim, "billablePeriod", day);
    claim.put("created", instant(day));
    organization(claim, "provider");
    concept(claim.putObject("priority"), TERMINOLOGY + "processpriority", "normal", "Normal");
    ObjectNode insurance =
        claim.putArray("insurance").addObject().put("sequence", 1).put("focal", true);
    insurance.putObject("coverage").put("display", "Invented Insurance");
    ObjectNode item = claim.putArray("item").addObject().put("sequence", 1);
    concept(
        item.putObject("productOrService"),
        SNOMED,
        "185347001",
        "Encounter for problem (procedure)");
    item.putArray("encounter").addObject().put("reference", encounter);
    money(claim.putObject("total"));
    return bundle.entry(claim, "");
  }

  private void benefit(String person, String encounter, LocalDate day, String claim) {
    ObjectNode benefit = bundle.resource("ExplanationOfBenefit");
    SyntheticBundle.identifier(
        benefit,
        "https://bluebutton.cms.gov/resources/variables/clm_id",
        Long.toString(random.nextLong() >>> 20));
    benefit.put("status", "active");
    concept(benefit.putObject("type"), TERMINOLOGY + "claim-type", "professional", "Professional");
    benefit.put("use", "claim");
    reference(benefit, "patient", person);
    period(benefit, "billablePeriod", day);
    benefit.put("created", instant(day));
    benefit.putObject("insurer").put("display", "Invented Insurance");
    organization(benefit, "provider");
    reference(benefit, "claim", claim);
    benefit.put("outcome", "complete");
    ObjectNode member = benefit.putArray("careTeam").addObject().put("sequence", 1);
    practitioner(member, "provider");
    concept(
        member.putObject("role"),
        TERMINOLOGY + "claimcareteamrole",
        "primary",
        "Primary Care Practitioner");
    benefit
        .putArray("insurance")
        .addObject()
        .put("focal", true)
        .putObject("coverage")
        .put("display", "Invented Insurance");
    ArrayNode items = benefit.putArray("item");
    int lines = 4 + random.nextInt(5);
    for (int i = 1; i <= lines; i++) {
      item(items.addObject().put("sequence", i), encounter, day);
    }
    ObjectNode total = benefit.putArray("total").addObject();
    concept(
        total.putObject("category"), TERMINOLOGY + "adjudication", "submitted", "Submitted Amount");
    money(total.putObject("amount"));
    money(benefit.putObject("payment").putObject("amount"));
    bundle.entry(benefit, "");
  }

  private void item(ObjectNode item, String encounter, LocalDate day) {
    concept(
        item.putObject("category"),
        "https://bluebutton.cms.gov/resources/variables/line_cms_type_srvc_cd",
        "1",
        "Medical care");
    concept(
        item.putObject("productOrService"),
        SNOMED,
        "185347001",
        "Encounter for problem (procedure)");
    period(item, "servicedPeriod", day);
    concept(
        item.putObject("locationCodeableConcept"),
        TERMINOLOGY + "ex-serviceplace",
        "21",
        "Inpatient Hospital");
    item.putArray("encounter").addObject().put("reference", encounter);
    ArrayNode adjudication = item.putArray("adjudication");
    for (String kind :
        List.of(
            "line_coinsrnc_amt",
            "line_prvdr_pmt_amt",
            "line_sbmtd_chrg_amt",
            "line_alowd_chrg_amt",
            "line_bene_ptb_ddctbl_amt")) {
      ObjectNode one = adjudication.addObject();
      concept(
          one.putObject("category"),
          "https://bluebutton.cms.gov/resources/codesystem/adjudication",
          "https://bluebutton.cms.gov/resources/variables/" + kind,
          "Line amount");
      money(one.putObject("amount"));
    }
  }

  void plan(String person, String encounter, LocalDate day) {
    ObjectNode plan = bundle.resource("CarePlan").put("status", "active").put("intent", "order");
    concept(
        plan.putArray("category").addObject(), SNOMED, "734163000", "Care plan (record artifact)");
    reference(plan, "subject", person);
    reference(plan, "encounter", encounter);
    period(plan, "period", day);
    ObjectNode detail =
        plan.putArray("activity").addObject().putObject("detail").put("status", "in-progress");
    concept(detail.putObject("code"), SNOMED, "183301007", "Physical exercises (regime/therapy)");
    bundle.entry(plan, "");
  }

  private static void concept(ObjectNode target, String system, String code, String display) {
    target
        .putArray("coding")
        .addObject()
        .put("system", system)
        .put("code", code)
        .put("display", display);
    target.put("text", display);
  }

  private static ObjectNode reference(ObjectNode target, String element, String url) {
    return target.putObject(element).put("reference", url);
  }

  private void practitioner(ObjectNode target, String element) {
    practitioner(target.putObject(element));
  }

  private void practitioner(ObjectNode reference) {
    int number = random.nextInt(SyntheticBundle.ORGANIZATIONS);
    reference.put(
        "reference", "Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|" + (99_000 + number));
    reference.put("display", "Dr. Practitioner" + number);
  }

  private void organization(ObjectNode target, String element) {
    int number = random.nextInt(SyntheticBundle.ORGANIZATIONS);
    target
        .putObject(element)
        .put(
            "reference",
            "Organization?identifier=https://example.org/synthetic/organization|org-" + number)
        .put("display", "Hospital number " + number);
  }

  private static void period(ObjectNode target, String element, LocalDate day) {
    target.putObject(element).put("start", instant(day)).put("end", instant(day));
  }

  private void quantity(ObjectNode target, String unit) {
    target.put("value", BigDecimal.valueOf(1_000 + random.nextInt(20_000), 2));
    target.put("unit", unit).put("system", UCUM).put("code", unit);
  }

  private void money(ObjectNode target) {
    target.put("value", BigDecimal.valueOf(random.nextInt(90_000), 2)).put("currency", "USD");
  }

  private static String instant(LocalDate day) {
    return day + "T08:30:15.250+01:00";
  }
}

package org.tessera.mappings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.JsonNode;

/// A study of two tabs, small enough to be read in one look, that tests change a line of.
final class SmallStudy {
  static final Vocabularies VOCABULARIES = Vocabularies.builtIn();

  static final Secrets SECRETS =
      new Secrets() {
        @Override
        public String digest(String text) {
          return "digest-of-" + text;
        }

        @Override
        public String uid(String uid) {
          return "2.25." + uid.length();
        }
      };

  private final Map<String, String> files = new HashMap<>();

  SmallStudy() {
    files.put(
        "small/study.yaml",
        """
        study: small
        title: A small study
        patient: { column: number, pattern: '\\d{3}-\\d{2}', canonical: [trim, nfkc, dashes, excel-number, "pad:3,2"] }
        dates: [dd/MM/yyyy, yyyy-MM, yyyy]
        missing: [NA, "-99"]
        anchor: { date: 2020-01-01, reason: no dates }
        forms: [patient.yaml, diagnosis.yaml]
        codes: [codes.csv]
        rules: [rules.yaml]
        resources:
          - { resource: ResearchStudy, id: "{study}", status: active, title: A small study }
        """);
    files.put(
        "small/patient.yaml",
        """
        form: Patient
        columns:
          - { name: number, type: patient, required: M }
          - { name: sex, type: code, list: sex, required: M }
          - { name: birth, type: date, identifying: true }
        resources:
          - resource: Patient
            id: "{patient}"
            gender: { column: sex, translate: sex, as: code }
            birthDate: { column: birth, convert: date }
        """);
    files.put(
        "small/diagnosis.yaml",
        """
        form: Diagnosis
        key: [visit]
        columns:
          - { name: number, type: patient, required: M }
          - { name: visit, type: integer, required: M, min: 1 }
          - { name: found, label: Date found, type: date }
          - { name: nodes, type: integer, min: 0 }
          - { name: positive, type: integer, min: 0 }
          - { name: psa, type: decimal, unit: ng/mL, above: 0 }
          - { name: g1, type: integer, min: 1, max: 5 }
          - { name: g2, type: integer, min: 1, max: 5 }
          - { name: pirads, type: codes, list: pirads }
          - { name: drug, type: code, list: drug, repeat: ["", _2, _3] }
          - { name: remark, type: text }
        resources:
          - &observation
            resource: Observation
            id: "{patient}-{visit}-psa"
            when: psa
            status: final
            code: { concept: "http://loinc.org|2857-1" }
            subject: { reference: Patient, id: "{patient}" }
            effectiveDateTime: { column: found, convert: dateTime }
            valueQuantity: { column: psa, convert: quantity, unit: ng/mL }
          - <<: *observation
            id: "{patient}-{visit}-isup"
            when: [g1, g2]
            valueQuantity: null
            valueCodeableConcept: { columns: [g1, g2], translate: isup }
          - each: { list: pirads }
            resource: Observation
            id: "{patient}-{visit}-lesion{index}"
            valueCodeableConcept: { column: item, translate: pirads }
          - each: { repeat: ["", _2, _3], when: drug }
            resource: MedicationAdministration
            id: "{patient}-{visit}-rx{index}"
            medicationCodeableConcept: { column: drug, translate: drug }
            performer: [ { actor: { display: { column: Patient.sex } } } ]
          - resource: Observation
            id: "{patient}-{visit}-nodes"
            when: { any: [nodes, positive] }
            component:
              - { code: { text: nodes }, valueInteger: { column: nodes } }
              - { code: { text: positive }, valueInteger: { column: positive } }
        """);
    files.put(
        "small/codes.csv",
        """
        list,value,label,system,code,display,relationship,comment
        sex,0,Male,http://hl7.org/fhir/administrative-gender,male,,equivalent,
        sex,1,Female,http://hl7.org/fhir/administrative-gender,female,,equivalent,
        isup,3+3,Grade group 1,http://loinc.org,LA30794-4,,equivalent,
        isup,3+4,Grade group 2,http://loinc.org,LA30795-1,,equivalent,
        pirads,4,PI-RADS 4,urn:tessera:codes,PI-RADS-4,,equivalent,
        pirads,5,PI-RADS 5,urn:tessera:codes,PI-RADS-5,,equivalent,
        drug,0,Fluorouracil,http://www.nlm.nih.gov/research/umls/rxnorm,4492,,equivalent,
        drug,1,Home remedy,,,,unmatched,
        """);
    files.put(
        "small/rules.yaml",
        """
        - id: nodes
          form: Diagnosis
          blame: [positive]
          check: "row.positive <= row.nodes"
          message: "{positive} positive nodes of {nodes}"
          remedy: correct one
        - id: before-birth
          form: Diagnosis
          severity: warning
          blame: [found]
          check: "!has(row.found) || !patient.Patient.exists(p, has(p.birth) && days(p.birth, row.found) < 0)"
          message: found before birth
        """);
  }

  SmallStudy replace(String file, String part, String by) {
    String text = files.getOrDefault(file, "");
    if (!text.contains(part)) {
      throw new IllegalArgumentException("not in " + file + ": " + part);
    }
    files.put(file, text.replace(part, by));
    return this;
  }

  SmallStudy file(String name, String text) {
    files.put(name, text);
    return this;
  }

  Study study() {
    return Mappings.of(VOCABULARIES, new RuleFiles(files)).study("small").orElseThrow();
  }

  /// A row of cells read by a form, as its patient.
  static Row row(Study study, String form, long number, String... cells) {
    Map<String, JsonNode> values = new LinkedHashMap<>(reading(study, form, cells).values());
    values.remove(study.patientKey().column());
    return new Row(form, number, "p1", values);
  }

  static Reading reading(Study study, String form, String... cells) {
    Map<String, String> texts = new HashMap<>();
    texts.put("number", "001-01");
    for (int i = 0; i < cells.length; i += 2) {
      texts.put(cells[i], cells[i + 1]);
    }
    return study.form(form).orElseThrow().read(2, texts);
  }

  static PatientRecord record(Row... rows) {
    Map<String, List<Row>> tabs = new LinkedHashMap<>();
    for (Row row : rows) {
      tabs.computeIfAbsent(row.form(), form -> new ArrayList<>()).add(row);
    }
    return new PatientRecord("p1", tabs);
  }

  /// The resources of a record as JSON texts by id.
  static Map<String, String> resources(Study study, Row... rows) {
    Map<String, String> made = new LinkedHashMap<>();
    for (MappedRow mapped : study.map(record(rows), SECRETS)) {
      mapped
          .resources()
          .forEach(resource -> made.put(resource.path("id").asString(), resource.toString()));
    }
    return made;
  }
}

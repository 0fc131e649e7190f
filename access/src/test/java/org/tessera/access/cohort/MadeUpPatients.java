package org.tessera.access.cohort;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Patients as the studies write them, for two stores to be made of.
final class MadeUpPatients {
  private static final String SNOMED = "http://snomed.info/sct";
  private static final String ICD_O_3 = "http://terminology.hl7.org/CodeSystem/icd-o-3";
  private static final String CANCER_MODIFIER = "urn:omop:cancer-modifier";
  private static final String MCODE = "http://hl7.org/fhir/us/mcode/StructureDefinition/";
  private static final List<String> ICD_10 =
      List.of("C50.4", "C50", "C61", "C34.1", "C18.7", "D05.1", "I10", "E11.9");
  private static final List<String> GRADES = List.of("1228848004", "1228850007", "1228851006");
  private static final List<String> TREATMENTS =
      List.of("387713003", "367336001", "108290001", "65575008");
  private static final List<String> STAGES = List.of("261613009", "Stage-1", "Stage-2", "Stage-3");
  static final List<String> MODALITIES = List.of("MR", "CT", "MG", "PT");
  static final List<String> MAKERS = List.of("SIEMENS", "GE MEDICAL SYSTEMS", "Philips");

  private MadeUpPatients() {}

  private static String one(Random random, List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  /// A patient and what is known of them.
  static List<ObjectNode> patient(Random random, String id) {
    List<ObjectNode> all = new ArrayList<>();
    all.add(
        json(
            "{'resourceType':'Patient','id':'%s','gender':'%s','birthDate':'%d'}"
                .formatted(
                    id, random.nextBoolean() ? "female" : "male", 1940 + random.nextInt(40))));
    if (random.nextInt(3) > 0) {
      all.add(
          json(
              ("{'resourceType':'Observation','id':'%s-g','status':'final','subject':{'reference':'Patient/%s'},"
                   + "'effectiveDateTime':'2020-02-01','code':{'coding':[{'system':"
                   + "'http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl','code':'C18000'}]},"
                   + "'valueCodeableConcept':{'coding':[{'system':'http://snomed.info/sct','code':'%s'}]}}")
                  .formatted(id, id, one(random, GRADES))));
    }
    for (int number = random.nextInt(3); number > 0; number--) {
      all.add(condition(random, id, number));
    }
    all.addAll(asked(random, id));
    for (int number = random.nextInt(4); number > 0; number--) {
      all.add(
          json(
              ("{'resourceType':'Procedure','id':'%s-t%d','status':'completed','subject':{'reference':"
                   + "'Patient/%s'},'performedDateTime':'%s','code':{'coding':[{'system':"
                   + "'http://snomed.info/sct','code':'%s'}]}}")
                  .formatted(id, number, id, day(random), one(random, TREATMENTS))));
    }
    for (int number = random.nextInt(4); number > 0; number--) {
      all.add(images(random, id, number));
    }
    return all;
  }

  /// As the studies write it: with the pair of morphology and topography or without, with SNOMED CT
  /// or without, with a stage of its own, an age, refuted.
  private static ObjectNode condition(Random random, String id, int number) {
    String code = one(random, ICD_10);
    ObjectNode condition =
        json(
            ("{'resourceType':'Condition','id':'%s-dx%d','subject':{'reference':'Patient/%s'},"
                    + "'recordedDate':'%s','code':{'coding':[{'system':"
                    + "'http://hl7.org/fhir/sid/icd-10','code':'%s'}]}}")
                .formatted(id, number, id, day(random), code));
    if (random.nextInt(6) == 0) {
      condition.putObject("onsetAge").put("value", 30 + random.nextInt(50)).put("unit", "a");
    } else if (random.nextInt(3) > 0) {
      condition.put("onsetDateTime", day(random).minusYears(random.nextInt(9)).toString());
    }
    if (code.startsWith("C50") && random.nextBoolean()) {
      condition.withObject("code").withArray("coding").add(coding("254837009", SNOMED));
      condition
          .putArray("extension")
          .addObject()
          .put("url", MCODE + "mcode-histology-morphology-behavior")
          .putObject("valueCodeableConcept")
          .putArray("coding")
          .add(coding("8500/3", ICD_O_3));
      condition.putArray("bodySite").addObject().putArray("coding").add(coding("C50.4", ICD_O_3));
    }
    if (random.nextInt(5) == 0) {
      condition
          .putArray("stage")
          .addObject()
          .putObject("summary")
          .putArray("coding")
          .add(coding(one(random, STAGES), CANCER_MODIFIER));
    }
    if (random.nextInt(10) == 0) {
      condition
          .putObject("verificationStatus")
          .putArray("coding")
          .addObject()
          .put("system", "http://terminology.hl7.org/CodeSystem/condition-ver-status")
          .put("code", "refuted");
    }
    return condition;
  }

  /// An age and a stage that observations state, some of them withdrawn.
  private static List<ObjectNode> asked(Random random, String id) {
    List<ObjectNode> all = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      ObjectNode age = observation(random, id + "-age", id, coding("423493009", SNOMED));
      age.putObject("valueQuantity")
          .put("value", 30 + random.nextInt(50))
          .put("unit", "a")
          .put("system", "http://unitsofmeasure.org")
          .put("code", "a");
      all.add(age);
    }
    if (random.nextInt(3) == 0) {
      ObjectNode code =
          random.nextBoolean()
              ? coding("399537006", SNOMED)
              : coding("21902-2", "http://loinc.org");
      ObjectNode stage = observation(random, id + "-st", id, code);
      String value = one(random, STAGES);
      stage
          .putObject("valueCodeableConcept")
          .putArray("coding")
          .add(coding(value, value.startsWith("Stage") ? CANCER_MODIFIER : SNOMED));
      all.add(stage);
    }
    return all;
  }

  private static ObjectNode observation(Random random, String id, String patient, ObjectNode code) {
    ObjectNode observation =
        json(
            ("{'resourceType':'Observation','id':'%s','status':'%s','subject':{'reference':"
                    + "'Patient/%s'},'effectiveDateTime':'%s'}")
                .formatted(
                    id,
                    random.nextInt(8) == 0 ? "entered-in-error" : "final",
                    patient,
                    day(random)));
    observation.putObject("code").putArray("coding").add(code);
    return observation;
  }

  private static ObjectNode coding(String code, String system) {
    return JsonMapper.shared().createObjectNode().put("system", system).put("code", code);
  }

  private static ObjectNode images(Random random, String id, int number) {
    String series =
        random
            .ints(1 + random.nextInt(4), 1, 14)
            .mapToObj(thickness ->
                ("{'uid':'2.25.%d','modality':{'system':'http://dicom.nema.org/resources/ontology/DCM',"
                     + "'code':'%s'},'extension':[{'url':"
                     + "'https://tessera.dev/fhir/StructureDefinition/acquisition','extension':["
                     + "{'url':'Manufacturer','valueString':'%s'},{'url':'SliceThickness',"
                     + "'valueQuantity':{'value':%d.%d,'unit':'mm','system':"
                     + "'http://unitsofmeasure.org','code':'mm'}}]}]}")
                    .formatted(
                        random.nextInt(1_000_000) + 1,
                        one(random, MODALITIES),
                        one(random, MAKERS),
                        thickness / 2,
                        thickness % 2 * 5))
            .collect(Collectors.joining(","));
    return json(
        ("{'resourceType':'ImagingStudy','id':'%s-i%d','status':'available','identifier':[{'system':"
             + "'urn:dicom:uid','value':'urn:oid:2.25.%d%d'}],'subject':{'reference':'Patient/%s'},"
             + "'started':'%s','series':[%s]}")
            .formatted(
                id,
                number,
                Integer.parseInt(id.substring(1)) + 1,
                number,
                id,
                day(random),
                series));
  }

  private static LocalDate day(Random random) {
    return LocalDate.of(2020, 1, 1).plusDays(random.nextInt(500));
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
  }
}

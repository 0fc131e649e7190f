package org.tessera.omop;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Made-up cancer patients as resources, for tests that need many.
final class Patients {
  private Patients() {}

  /// A patient with a cancer, its markers, treatments, an encounter, a specimen and an imaging
  /// study.
  static List<String> resources(String id, Random random) {
    List<String> all = new ArrayList<>();
    int year = 2015 + random.nextInt(8);
    boolean dated = random.nextInt(4) > 0;
    all.add(
        dated
            ? World.patient(id)
            : "{'resourceType':'Patient','id':'%s','gender':'male'}".formatted(id));
    all.add(
        """
        {'resourceType':'Condition','id':'%1$s-dx1','subject':{'reference':'Patient/%1$s'},'recordedDate':'%2$d-02-03',
         'onsetAge':{'value':61,'code':'a','system':'http://unitsofmeasure.org'},
         'meta':{'profile':['http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-primary-cancer-condition']},
         'code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10','code':'C61'}]}}
        """
            .formatted(id, year));
    all.add(
        "{'resourceType':'Encounter','id':'%1$s-visit','status':'finished','class':{'code':'AMB'},'subject':{'reference':'Patient/%1$s'},'period':{'start':'%2$d-02-01T09:00:00+01:00'}}"
            .formatted(id, year));
    int markers = 1 + random.nextInt(4);
    for (int i = 0; i < markers; i++) {
      all.add(
          TrapsTest.psa(id + "-psa" + i, id, "%d-0%d-10".formatted(year, i + 3))
              .replace(
                  "'status'",
                  "'focus':[{'reference':'Condition/%1$s-dx1'}],'encounter':{'reference':'Encounter/%1$s-visit'},'status'"
                      .formatted(id)));
    }
    all.addAll(treatments(id, year, random));
    all.add(
        """
        {'resourceType':'ImagingStudy','id':'%1$s-mr','status':'available','subject':{'reference':'Patient/%1$s'},
         'started':'%2$d-04-04','identifier':[{'system':'urn:dicom:uid','value':'urn:oid:2.25.1'}],
         'modality':[{'system':'http://dicom.nema.org/resources/ontology/DCM','code':'MR'}],
         'series':[{'uid':'2.25.11','modality':{'system':'http://dicom.nema.org/resources/ontology/DCM','code':'MR'}},
                   {'uid':'2.25.12','modality':{'system':'http://dicom.nema.org/resources/ontology/DCM','code':'MR'}}]}
        """
            .formatted(id, year));
    return all;
  }

  private static List<String> treatments(String id, int year, Random random) {
    List<String> all = new ArrayList<>();
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      all.add(
          """
          {'resourceType':'Procedure','id':'%1$s-op%3$d','status':'completed','subject':{'reference':'Patient/%1$s'},
           'reasonReference':[{'reference':'Condition/%1$s-dx1'}],'performedDateTime':'%2$d-06-1%3$d',
           'code':{'coding':[{'system':'http://snomed.info/sct','code':'90470006'}]}}
          """
              .formatted(id, year, i));
      all.add(
          """
          {'resourceType':'MedicationAdministration','id':'%1$s-rx%3$d','status':'completed',
           'subject':{'reference':'Patient/%1$s'},'reasonReference':[{'reference':'Condition/%1$s-dx1'}],
           'effectivePeriod':{'start':'%2$d-06-1%3$d','end':'%2$d-07-20'},
           'medicationCodeableConcept':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'1946825'}]}}
          """
              .formatted(id, year, i));
    }
    return all;
  }
}

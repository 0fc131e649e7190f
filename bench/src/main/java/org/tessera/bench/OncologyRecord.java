package org.tessera.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// The made-up record of one patient: the same for the same number.
final class OncologyRecord {
  /// Resources of one patient.
  static final int RESOURCES = 40;

  /// What is observed, each equally often.
  static final String[] CODES = {
    "718-7", "6690-2", "777-3", "2857-1", "2093-3", "2160-0", "1742-6", "1920-8", "8480-6",
    "8462-4", "8310-5", "29463-7", "8302-2", "21908-9", "44648-4", "85337-4", "85339-0", "48676-1",
    "85319-2", "72166-2"
  };

  private static final String CODED =
      "'code':{'coding':[{'system':'%s','code':'%s','display':'%s'}],'text':'%s'},";

  private OncologyRecord() {}

  static List<String> of(int number) {
    var random = new Random(number * 31L + 7);
    String patient = "'subject':{'reference':'Patient/p" + number + "'},";
    List<String> all = new ArrayList<>(RESOURCES);
    all.add(
        ("{'resourceType':'Patient','id':'p%d','identifier':[{'system':'urn:mrn','value':'%d'}],"
             + "'active':true,'name':[{'family':'Fam%d','given':['Given%d']}],'gender':'%s',"
             + "'birthDate':'%d-0%d-1%d','managingOrganization':{'reference':'Organization/o%d'}}")
            .formatted(
                number,
                number,
                random.nextInt(500),
                random.nextInt(100),
                random.nextBoolean() ? "female" : "male",
                1930 + random.nextInt(60),
                1 + random.nextInt(9),
                random.nextInt(9),
                random.nextInt(50)));
    for (int i = 0; i < 30; i++) {
      all.add(observation(number, i, random, patient));
    }
    for (int i = 0; i < 4; i++) {
      all.add(event("Condition", number, i, random, patient));
    }
    for (int i = 0; i < 5; i++) {
      all.add(event("Procedure", number, i, random, patient));
    }
    return all.stream().map(json -> json.replace('\'', '"')).toList();
  }

  private static String observation(int number, int i, Random random, String patient) {
    String code = CODES[random.nextInt(CODES.length)];
    return ("{'resourceType':'Observation','id':'o%d-%d','meta':{'profile':["
                + "'http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-tumor-marker-test']},"
                + "'status':'%s','category':[{'coding':[{'system':"
                + "'http://terminology.hl7.org/CodeSystem/observation-category','code':'laboratory'}]}],"
            + CODED
            + patient
            + "'effectiveDateTime':'%s','valueQuantity':{'value':%d.%d,'unit':'g/L','system':"
            + "'http://unitsofmeasure.org','code':'g/L'}}")
        .formatted(
            number,
            i,
            random.nextInt(50) == 0 ? "amended" : "final",
            "http://loinc.org",
            code,
            "Display of " + code,
            "Test " + code,
            date(random),
            random.nextInt(200),
            random.nextInt(10));
  }

  private static String event(String type, int number, int i, Random random, String patient) {
    String when = type.equals("Procedure") ? "performedDateTime" : "onsetDateTime";
    String status =
        type.equals("Procedure")
            ? "'status':'completed',"
            : "'clinicalStatus':{'coding':[{'system':"
                + "'http://terminology.hl7.org/CodeSystem/condition-clinical','code':'active'}]},";
    String code = Integer.toString(254_837_000 + random.nextInt(300));
    return ("{'resourceType':'%s','id':'%s%d-%d'," + status + CODED + patient + "'%s':'%s'}")
        .formatted(
            type,
            type.substring(0, 1).toLowerCase(Locale.ROOT),
            number,
            i,
            "http://snomed.info/sct",
            code,
            "Finding " + code,
            "Finding " + code,
            when,
            date(random));
  }

  private static String date(Random random) {
    return "%d-%02d-%02dT%02d:15:00Z"
        .formatted(
            2012 + random.nextInt(14),
            1 + random.nextInt(12),
            1 + random.nextInt(28),
            random.nextInt(24));
  }
}

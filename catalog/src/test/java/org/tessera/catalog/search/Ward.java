package org.tessera.catalog.search;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.tessera.fhir.store.Change;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Made-up patients whose answers are known without an index: what is asked of them is looked up in
/// plain lists.
public final class Ward {
  static final List<String> SEXES = List.of("female", "male");
  static final List<String> CODES = List.of("C50.4", "C61", "C34.1", "I10");
  static final List<String> MODALITIES = List.of("MR", "CT", "MG");
  static final List<String> MAKERS = List.of("SIEMENS", "GE", "Philips");
  static final LocalDate START = LocalDate.of(2020, 1, 1);

  /// A series of images.
  ///
  /// @param thickness in tenths of a millimetre
  public record Series(int study, String modality, String maker, int thickness, LocalDate day) {}

  /// An operation, or what is none.
  public record Treatment(boolean surgery, LocalDate day) {}

  /// A patient and everything there is of it.
  public record Patient(
      String id,
      String collection,
      String sex,
      List<String> codes,
      int age,
      List<Series> series,
      List<Treatment> treatments) {}

  /// Everybody.
  public final List<Patient> patients = new ArrayList<>();

  /// So many patients.
  public static Ward of(Random random, int size) {
    var ward = new Ward();
    for (int number = 0; number < size; number++) {
      List<Series> series = new ArrayList<>();
      for (int study = 0, studies = random.nextInt(4); study < studies; study++) {
        LocalDate day = START.plusDays(random.nextInt(400));
        for (int one = 0, all = 1 + random.nextInt(3); one < all; one++) {
          series.add(
              new Series(
                  study,
                  one(random, MODALITIES),
                  one(random, MAKERS),
                  5 * (1 + random.nextInt(14)),
                  day));
        }
      }
      List<Treatment> treatments = new ArrayList<>();
      for (int one = 0, all = random.nextInt(3); one < all; one++) {
        treatments.add(new Treatment(random.nextBoolean(), START.plusDays(random.nextInt(400))));
      }
      List<String> codes = new ArrayList<>();
      for (int one = 0, all = random.nextInt(3); one < all; one++) {
        codes.add(one(random, CODES));
      }
      ward.patients.add(
          new Patient(
              "p" + number,
              "c" + random.nextInt(3),
              one(random, SEXES),
              codes.stream().distinct().toList(),
              30 + random.nextInt(50),
              series,
              treatments));
    }
    return ward;
  }

  private static String one(Random random, List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  /// All of them as resources.
  public List<ObjectNode> resources() {
    List<ObjectNode> all = new ArrayList<>();
    for (int collection = 0; collection < 3; collection++) {
      all.add(
          json(
              "{'resourceType':'ResearchStudy','id':'c%d','status':'active','title':'c%d'}"
                  .formatted(collection, collection)));
    }
    patients.forEach(patient -> all.addAll(resources(patient)));
    return all;
  }

  static List<ObjectNode> resources(Patient patient) {
    List<ObjectNode> all = new ArrayList<>();
    String id = patient.id();
    all.add(
        json("{'resourceType':'Patient','id':'%s','gender':'%s'}".formatted(id, patient.sex())));
    all.add(
        json(
            ("{'resourceType':'ResearchSubject','id':'%s-s','individual':{'reference':'Patient/%s'},"
                 + "'study':{'reference':'ResearchStudy/%s'}}")
                .formatted(id, id, patient.collection())));
    all.add(
        json(
            ("{'resourceType':'Observation','id':'%s-age','subject':{'reference':'Patient/%s'},"
                    + "'code':{'coding':[{'system':'http://snomed.info/sct','code':'423493009'}]},"
                    + "'valueQuantity':{'value':%d}}")
                .formatted(id, id, patient.age())));
    for (String code : patient.codes()) {
      all.add(
          json(
              ("{'resourceType':'Condition','id':'%s-%s','subject':{'reference':'Patient/%s'},"
                   + "'code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10','code':'%s'}]}}")
                  .formatted(id, code.replace(".", "-"), id, code)));
    }
    int number = 0;
    for (Treatment treatment : patient.treatments()) {
      all.add(
          json(
              ("{'resourceType':'Procedure','id':'%s-t%d','status':'completed',"
                   + "'subject':{'reference':'Patient/%s'},'performedDateTime':'%s','code':{'coding':"
                   + "[{'system':'http://snomed.info/sct','code':'%s'}]}}")
                  .formatted(
                      id,
                      number++,
                      id,
                      treatment.day(),
                      treatment.surgery() ? "387713003" : "65575008")));
    }
    for (int study = 0; study < 4; study++) {
      images(patient, study).ifPresent(all::add);
    }
    return all;
  }

  private static Optional<ObjectNode> images(Patient patient, int study) {
    List<String> series = new ArrayList<>();
    LocalDate day = START;
    for (Series one : patient.series()) {
      if (one.study() == study) {
        day = one.day();
        series.add(
            ("{'uid':'2.25.%d','modality':{'code':'%s'},'extension':[{'url':"
                    + "'https://tessera.dev/fhir/StructureDefinition/acquisition','extension':["
                    + "{'url':'Manufacturer','valueString':'%s'},"
                    + "{'url':'SliceThickness','valueQuantity':{'value':%d.%d}}]}]}")
                .formatted(
                    series.size(),
                    one.modality(),
                    one.maker(),
                    one.thickness() / 10,
                    one.thickness() % 10));
      }
    }
    return series.isEmpty()
        ? Optional.empty()
        : Optional.of(
            json(
                ("{'resourceType':'ImagingStudy','id':'%s-i%d','status':'available',"
                        + "'subject':{'reference':'Patient/%s'},'started':'%s','series':[%s]}")
                    .formatted(patient.id(), study, patient.id(), day, String.join(",", series))));
  }

  /// A resource as the log tells of it.
  public static Change change(long sequence, ObjectNode resource) {
    return new Change(
        sequence,
        resource.get("resourceType").stringValue(),
        resource.get("id").stringValue(),
        1,
        Instant.EPOCH,
        Optional.of(resource));
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
  }
}

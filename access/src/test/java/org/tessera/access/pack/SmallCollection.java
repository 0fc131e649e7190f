package org.tessera.access.pack;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.store.ChangeLog;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.Transaction;
import org.tessera.fhir.store.Write;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Twelve patients of one collection and one of another, in the store and in the OMOP tables, with
/// a mark in every place where something may not leave.
public final class SmallCollection {
  public static final String MARK = "Zverev";
  public static final int PATIENTS = 12;
  private static final JsonMapper json =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final TestDatabase database;
  private final ResourceStore store;

  private SmallCollection(TestDatabase database) {
    this.database = database;
    this.store = new ResourceStore(database.dataSource());
  }

  /// Fills an empty database with schemas fhir and omop.
  public static SmallCollection in(TestDatabase database) throws SQLException {
    var made = new SmallCollection(database);
    made.study("lung");
    made.study("breast");
    for (int i = 0; i < PATIENTS; i++) {
      made.patient(i, "lung");
    }
    made.patient(PATIENTS, "breast");
    made.superseded();
    made.omop();
    return made;
  }

  /// A pseudonym as the node makes them.
  static String pseudonym(int patient) {
    return "abcdefghijklmnopqrstuvwxy" + (char) ('a' + patient);
  }

  static long person(int patient) {
    return 4_000_000_000_001L + patient;
  }

  /// The day of diagnosis; the measurement comes 40 days later.
  static String diagnosed(int patient) {
    return "2019-04-%02d".formatted(patient + 1);
  }

  void put(String... resources) {
    List<Write> writes = new ArrayList<>();
    for (String resource : resources) {
      var node = (ObjectNode) json.readTree(resource.replace('\'', '"'));
      writes.add(Write.Put.of(node));
    }
    store.commit(new Transaction("study:lung", writes));
  }

  void delete(String type, String id) {
    store.commit(new Transaction("study:lung", List.of(Write.Delete.of(type, id))));
  }

  /// Says that the OMOP tables hold all the log does.
  void caughtUp() throws SQLException {
    run("update omop.checkpoint set sequence = " + new ChangeLog(database.dataSource()).head());
  }

  void run(String... statements) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void study(String id) {
    put(
        "{'resourceType':'ResearchStudy','id':'%s','status':'active','title':'Study %s'}"
            .formatted(id, id));
  }

  private void patient(int i, String study) {
    String id = pseudonym(i);
    put(
        """
        {'resourceType':'Patient','id':'%s','identifier':[{'system':'urn:x','value':'MARK-1'}],
         'name':[{'family':'MARK'}],'gender':'female','birthDate':'1950-03-07',
         'address':[{'city':'MARK'}],'text':{'status':'generated','div':'<div>MARK</div>'}}\
        """
            .formatted(id)
            .replace("MARK", MARK),
        """
        {'resourceType':'ResearchSubject','id':'%s-%s','status':'on-study',
         'study':{'reference':'ResearchStudy/%s'},
         'individual':{'reference':'Patient/%s','display':'MARK'}}\
        """
            .formatted(id, study, study, id)
            .replace("MARK", MARK),
        """
        {'resourceType':'Condition','id':'%s-dx1',
         'meta':{'profile':['http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-primary-cancer-condition'],
          'source':'urn:MARK'},
         'code':{'coding':[{'system':'http://snomed.info/sct','code':'254637007','display':'MARK'}],
          'text':'%s'},
         'subject':{'reference':'Patient/%s'},'recorder':{'reference':'Practitioner/MARK'},
         'recordedDate':'%s','note':[{'text':'MARK'}],
         'extension':[{'url':'http://example.org/MARK','valueString':'MARK'}]}\
        """
            .formatted(id, i == 3 ? MARK + " wrote this" : "Lung cancer", id, diagnosed(i))
            .replace("MARK", MARK),
        """
        {'resourceType':'Observation','id':'%s-dx1-size','status':'final',
         'code':{'coding':[{'system':'http://loinc.org','code':'21889-1'}]},
         'subject':{'reference':'Patient/%s'},'focus':[{'reference':'Condition/%s-dx1'}],
         'effectiveDateTime':'%s','valueQuantity':{'value':23.50,'unit':'mm','code':'mm',
          'system':'http://unitsofmeasure.org'},
         'component':[{'code':{'text':'MARK %d'},'valueString':'MARK'}]}\
        """
            .formatted(id, id, id, later(i), i)
            .replace("MARK", MARK),
        """
        {'resourceType':'Provenance','id':'%s-p','recorded':'2026-01-01T00:00:00Z',
         'target':[{'reference':'Patient/%s'}],'agent':[{'who':{'display':'MARK'}}]}\
        """
            .formatted(id, id)
            .replace("MARK", MARK));
  }

  static String later(int patient) {
    return LocalDate.parse(diagnosed(patient)).plusDays(40).toString();
  }

  /// An older version and a deleted resource, neither of which may be in a package.
  private void superseded() {
    String id = pseudonym(0);
    put(
        """
        {'resourceType':'Procedure','id':'%s-old','status':'completed',
         'subject':{'reference':'Patient/%s'},'performedDateTime':'2018-01-01'}\
        """
            .formatted(id, id));
    delete("Procedure", id + "-old");
    put(
        """
        {'resourceType':'Procedure','id':'%s-op','status':'in-progress',
         'subject':{'reference':'Patient/%s'},'performedDateTime':'2018-01-01'}\
        """
            .formatted(id, id));
    put(
        """
        {'resourceType':'Procedure','id':'%s-op','status':'completed',
         'subject':{'reference':'Patient/%s'},'performedDateTime':'2018-01-02'}\
        """
            .formatted(id, id));
  }

  /// Rows as the OMOP projection would write them, without its foreign keys to whole vocabularies.
  private void omop() throws SQLException {
    run(
        """
        do $$ declare k record; begin
          for k in select name, cdm_table from omop.foreign_key loop
            execute format('alter table cdm.%I drop constraint %I', k.cdm_table, k.name);
          end loop; end $$\
        """,
        "insert into cdm.vocabulary values ('ICDO3','ICD-O-3',null,null,581426)",
        "insert into cdm.concept values (44499001,'MARK ICD-O term','Condition','ICDO3','x','S',"
            + "'8140/3-C34.1','1970-01-01','2099-12-31',null)");
    for (int i = 0; i <= PATIENTS; i++) {
      run(
          "insert into cdm.person (person_id, gender_concept_id, year_of_birth, month_of_birth,"
              + " day_of_birth, race_concept_id, ethnicity_concept_id, person_source_value)"
              + " values (%d, 8532, 1950, 3, 7, 0, 0, '%s')".formatted(person(i), pseudonym(i)),
          "insert into omop.lineage (fhir_type, fhir_id, person_id, cdm_table, row_id)"
              + " values ('Patient', '%s', %d, 'person', %d)"
                  .formatted(pseudonym(i), person(i), person(i)),
          "insert into cdm.condition_occurrence (condition_occurrence_id, person_id,"
              + " condition_concept_id, condition_start_date, condition_type_concept_id,"
              + " condition_source_value, condition_source_concept_id)"
              + " values (%d, %d, 44499001, '%s', 32817, '%s', 0)"
                  .formatted(
                      person(i) + 1000, person(i), diagnosed(i), i == 3 ? MARK : "lung cancer"),
          "insert into cdm.measurement (measurement_id, person_id, measurement_concept_id,"
              + " measurement_date, measurement_type_concept_id, value_as_number,"
              + " measurement_event_id)"
              + " values (%d, %d, 0, '%s', 32817, 23.50, %d)"
                  .formatted(person(i) + 2000, person(i), later(i), person(i) + 1000));
    }
    caughtUp();
  }
}

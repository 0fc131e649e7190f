package org.tessera.fhir.store;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BinaryOperator;
import org.tessera.fhir.postgres.TestDatabase;
import tools.jackson.databind.node.ObjectNode;

/// Measures how fast resources of an oncology form are committed in one thread: new ones, the same
/// again, every one changed. Arguments: patients, writes a batch.
final class StoreLoad {
  private static final int ROWS_A_PATIENT = 6;

  private StoreLoad() {}

  public static void main(String[] args) {
    int patients = args.length > 0 ? Integer.parseInt(args[0]) : 2_000;
    int batch = args.length > 1 ? Integer.parseInt(args[1]) : 2_000;
    try (var database = TestDatabase.create("fhir")) {
      var store = new ResourceStore(database.dataSource());
      run("warm-up", store, batch, resources("w", patients / 4, "2019-01-05"));
      run("new", store, batch, resources("p", patients, "2020-01-05"));
      run("same again", store, batch, resources("p", patients, "2020-01-05"));
      run("each changed", store, batch, resources("p", patients, "2020-01-06"));
      System.out.println(sizes(database));
    }
  }

  private static void run(String what, ResourceStore store, int batch, List<Write> writes) {
    long wall = System.nanoTime();
    long cpu = cpu();
    long postgres = postgres();
    for (int i = 0; i < writes.size(); i += batch) {
      store.commit(
          new Transaction("study:load", writes.subList(i, Math.min(writes.size(), i + batch))));
    }
    double seconds = (System.nanoTime() - wall) / 1e9;
    System.out.printf(
        "%-14s %8d writes %8.1f s %9.0f/s %7.1f us CPU here, %7.1f us in PostgreSQL, each%n",
        what,
        writes.size(),
        seconds,
        writes.size() / seconds,
        (cpu() - cpu) / 1e3 / writes.size(),
        (postgres() - postgres) / 1e3 / writes.size());
  }

  private static long postgres() {
    return ProcessHandle.current()
        .descendants()
        .mapToLong(process -> process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L))
        .sum();
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static List<Write> resources(String prefix, int patients, String date) {
    List<Write> writes = new ArrayList<>();
    BinaryOperator<String> observe =
        (patient, name) ->
            ("{'resourceType':'Observation','id':'%s-%s','meta':{'profile':['http://hl7.org/fhir/us/"
                 + "mcode/StructureDefinition/mcode-tnm-primary-tumor-category']},'status':"
                 + "'final','category':[{'coding':[{'system':'http://terminology.hl7.org/"
                 + "CodeSystem/observation-category','code':'laboratory'}]}],'code':{'coding':[{'system':'http://loinc.org','code':'21905-5','display':'Primary"
                 + " tumor.clinical [Class]"
                 + " Cancer'}]},'subject':{'reference':'Patient/%s'},'focus':[{'reference':"
                 + "'Condition/%s-dx'}],'effectiveDateTime':'%s','valueCodeableConcept':{'coding':"
                 + "[{'system':'http://snomed.info/sct','code':'1228889001','display':'cT1'}],"
                 + "'text':'cT1'}}")
                .formatted(patient, name, patient, patient, date);
    for (int i = 0; i < patients; i++) {
      String patient = prefix + Long.toString(Long.reverse(i + 1L) >>> 1, 36) + "abcdefghij";
      writes.add(put(person(patient, date), ""));
      for (int row = 0; row < ROWS_A_PATIENT; row++) {
        for (int value = 0; value < 6; value++) {
          String name = "r" + row + "v" + value;
          writes.add(put(observe.apply(patient, name), patient + row));
        }
        writes.add(provenance(patient, row));
      }
    }
    return writes;
  }

  private static String person(String id, String date) {
    return ("{'resourceType':'Patient','id':'%s','identifier':[{'system':'urn:tessera:pseudonym',"
            + "'value':'%s'}],'gender':'male','birthDate':'1950','extension':[{'url':'urn:seen',"
            + "'valueDate':'%s'}]}")
        .formatted(id, id, date);
  }

  private static Write provenance(String patient, int row) {
    ObjectNode resource =
        Resources.json(
            ("{'resourceType':'Provenance','id':'%s-prov%d','target':[{'reference':"
                 + "'Observation/%s-r%dv0'},{'reference':'Observation/%s-r%dv1'}],'recorded':"
                 + "'2026-11-21T10:00:00Z','agent':[{'who':{'display':'Tessera'}}],'entity':[{'role':'source','what':{'display':'delivery"
                 + " 1, sheet Diagnosis, row %d'}}]}")
                .formatted(patient, row, patient, row, patient, row, row));
    return new Write.Put(resource, OptionalLong.empty(), patient + row, true);
  }

  private static Write put(String json, String group) {
    return new Write.Put(Resources.json(json), OptionalLong.empty(), group, false);
  }

  private static String sizes(TestDatabase database) {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "select string_agg(relname || ' ' || pg_total_relation_size(oid) / 1024 || ' kB' ||"
                    + " ' (indexes ' || pg_indexes_size(oid) / 1024 || ')', ', ' order by relname)"
                    + " from pg_class where relkind = 'r' and relnamespace ="
                    + " 'fhir'::regnamespace")) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}

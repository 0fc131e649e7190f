package org.tessera.bench;

import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.tessera.app.demo.DemoGenerator;
import org.tessera.app.demo.DemoRow;
import org.tessera.app.demo.DemoStudy;
import org.tessera.mappings.Form;
import org.tessera.mappings.Judgement;
import org.tessera.mappings.MappedRow;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.PatientRecord;
import org.tessera.mappings.Reading;
import org.tessera.mappings.Row;
import org.tessera.mappings.Secrets;
import org.tessera.mappings.Study;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.JsonNode;

/// Turns rows of a study's generated forms into resources on one thread, with no file and no
/// database: cells to values, coherence rules, resources.
///
/// Arguments: the study, how many patients, how many rounds.
public final class RowMappingBench {
  private static final int SEED = 42;

  private final Study study;
  private final Secrets secrets = new Keyed();
  private final Map<String, List<DemoRow>> patients = new LinkedHashMap<>();
  private long rows;
  private long readNanos;
  private long judgeNanos;
  private long mapNanos;

  private RowMappingBench(DemoStudy demo, int count) {
    String name = demo.name().toLowerCase(Locale.ROOT);
    this.study = Mappings.builtIn(Vocabularies.builtIn()).study(name).orElseThrow();
    String column = study.patientKey().column();
    new DemoGenerator(SEED)
        .rows(demo, count)
        .forEachRemaining(row ->
            patients
                .computeIfAbsent(
                    row.values().getOrDefault(column, ""), patient -> new ArrayList<>())
                .add(row));
    patients.values().forEach(all -> rows += all.size());
  }

  /// Measures and prints.
  public static void main(String[] words) {
    DemoStudy demo = DemoStudy.valueOf(words[0].toUpperCase(Locale.ROOT));
    var bench = new RowMappingBench(demo, Integer.parseInt(words[1]));
    System.out.printf(
        "%s: %,d rows of %,d patients%n", words[0], bench.rows, bench.patients.size());
    for (int round = 1; round <= Integer.parseInt(words[2]); round++) {
      bench.round(round);
    }
  }

  private void round(int round) {
    readNanos = 0;
    judgeNanos = 0;
    mapNanos = 0;
    long wall = System.nanoTime();
    long begun = now();
    long resources = 0;
    long number = 0;
    for (List<DemoRow> patient : patients.values()) {
      resources += map("p" + ++number, patient);
    }
    double cpu = (now() - begun) / 1e9;
    System.out.printf(
        "round %d: %,9.0f rows/s of processor time, %,9.0f by the clock; %,d resources;"
            + " cells %.0f %%, rules %.0f %%, resources %.0f %%%n",
        round,
        rows / cpu,
        rows / ((System.nanoTime() - wall) / 1e9),
        resources,
        share(readNanos),
        share(judgeNanos),
        share(mapNanos));
  }

  private double share(long nanos) {
    return 100.0 * nanos / (readNanos + judgeNanos + mapNanos);
  }

  private long map(String patient, List<DemoRow> forms) {
    long start = now();
    Map<String, List<Row>> tabs = new LinkedHashMap<>();
    long line = 1;
    for (DemoRow row : forms) {
      Form form = study.form(row.tab()).orElseThrow();
      Reading reading = form.read(++line, row.values());
      if (reading.accepted()) {
        Map<String, JsonNode> values = new HashMap<>(reading.values());
        values.remove(study.patientKey().column());
        tabs.computeIfAbsent(row.tab(), tab -> new ArrayList<>())
            .add(new Row(row.tab(), line, patient, values));
      }
    }
    long read = now();
    Judgement judgement = study.judge(new PatientRecord(patient, tabs));
    long judged = now();
    long resources = 0;
    for (MappedRow mapped : study.map(judgement.accepted(), secrets)) {
      resources += mapped.resources().size();
    }
    long mapped = now();
    readNanos += read - start;
    judgeNanos += judged - read;
    mapNanos += mapped - judged;
    return resources;
  }

  /// Of this thread alone: others may share the cores.
  private static long now() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /// Keyed stand-ins as a node makes them, remembered for a patient's rows.
  private static final class Keyed implements Secrets {
    private final Mac mac;
    private String asked = "";
    private String answer = "";

    Keyed() {
      try {
        mac = Mac.getInstance("HmacSHA512/256");
        mac.init(new SecretKeySpec(new byte[32], "HmacSHA512/256"));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java has HMAC", e);
      }
    }

    @Override
    public String digest(String text) {
      if (!text.equals(asked)) {
        answer =
            HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), 0, 13);
        asked = text;
      }
      return answer;
    }

    @Override
    public String uid(String uid) {
      return "2.25."
          + new BigInteger(1, mac.doFinal(uid.getBytes(StandardCharsets.UTF_8))).shiftRight(128);
    }
  }
}

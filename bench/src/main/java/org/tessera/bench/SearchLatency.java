package org.tessera.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/// Loads the same records into a node and another FHIR server, both empty before, and measures over
/// HTTP, in turn, how long each takes to answer one client.
///
/// Options: `--ours URL --token T --peer URL --resources N --runs N --warm-up N --report FILE`,
/// `--load no` if the records are there already. The peer may be left out.
public final class SearchLatency {
  private static final int ORGANIZATIONS = 50;
  private static final int PATIENTS_A_BUNDLE = 5;
  private static final int BLOCK = 25;
  private static final double MILLION = 1e6;

  private final List<FhirEndpoint> servers = new ArrayList<>();
  private final Random random = new Random(42);
  private final int patients;
  private final int runs;
  private final int warmUp;
  private final StringBuilder rows = new StringBuilder();

  private SearchLatency(Options options) {
    servers.add(new FhirEndpoint(options.text("ours"), options.text("token", "")));
    String peer = options.text("peer", "");
    if (!peer.isEmpty()) {
      servers.add(new FhirEndpoint(peer, options.text("peer-token", "")));
    }
    this.patients = options.number("resources", 20_000) / OncologyRecord.RESOURCES;
    this.runs = options.number("runs", 200);
    this.warmUp = options.number("warm-up", 50);
  }

  /// Runs the measurement and appends its table to the report.
  public static void main(String[] words) throws IOException, InterruptedException {
    Options options = Options.of(words);
    var bench = new SearchLatency(options);
    if (options.text("load", "yes").equals("yes")) {
      for (FhirEndpoint server : bench.servers) {
        bench.load(server);
      }
    }
    bench.measureAll();
    String table = bench.table();
    System.out.println(table);
    Files.writeString(
        Path.of(options.text("report")),
        table,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private void load(FhirEndpoint server) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    List<String> organizations = new ArrayList<>();
    for (int i = 0; i < ORGANIZATIONS; i++) {
      organizations.add(
          "{\"resourceType\":\"Organization\",\"id\":\"o%d\",\"name\":\"Clinic %d\"}"
              .formatted(i, i));
    }
    server.transaction(bundle(organizations));
    for (int from = 0; from < patients; from += PATIENTS_A_BUNDLE) {
      List<String> records = new ArrayList<>();
      for (int i = from; i < Math.min(from + PATIENTS_A_BUNDLE, patients); i++) {
        records.addAll(OncologyRecord.of(i));
      }
      server.transaction(bundle(records));
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%s loaded, %.0f resources/s%n",
        Instant.now(),
        patients * OncologyRecord.RESOURCES / seconds);
  }

  private static String bundle(List<String> resources) {
    List<String> entries = new ArrayList<>();
    for (String resource : resources) {
      String address =
          resource.replaceFirst(".*?\"resourceType\":\"(\\w+)\",\"id\":\"([^\"]+)\".*", "$1/$2");
      entries.add(
          "{\"resource\":%s,\"request\":{\"method\":\"PUT\",\"url\":\"%s\"}}"
              .formatted(resource, address));
    }
    return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
        + String.join(",", entries)
        + "]}";
  }

  private void measureAll() throws IOException, InterruptedException {
    measure("read by id", () -> "/Observation/o" + patient() + "-3");
    measure(
        "patient + code + date",
        () -> "/Observation?patient=p%d&code=%s&date=ge2018".formatted(patient(), code()));
    measure("code, page of 50", () -> "/Observation?_count=50&code=" + code());
    measure(
        "chained: patient.identifier",
        () -> "/Observation?_count=50&patient.identifier=urn:mrn|" + patient());
    measure(
        "chained: patient.gender + code, page of 50",
        () -> "/Observation?_count=50&patient.gender=female&code=" + code());
    measure(
        "_include patient, page of 50",
        () -> "/Observation?_count=50&_include=Observation:patient&code=" + code());
    measure(
        "_revinclude Observation of one patient",
        () -> "/Patient?_revinclude=Observation:patient&_id=p" + patient());
    measure(
        "code, _total=accurate, page of 20",
        () -> "/Observation?_count=20&_total=accurate&code=" + code());
    measure("family, page of 20", () -> "/Patient?_count=20&family=Fam" + random.nextInt(500));
    measure(
        "patient, _sort=-date, page of 20",
        () -> "/Observation?_count=20&_sort=-date&patient=p" + patient());
    measure("$everything, page of 200", () -> "/Patient/p" + patient() + "/$everything?_count=200");
  }

  private int patient() {
    return random.nextInt(patients);
  }

  private String code() {
    return "http://loinc.org|" + OncologyRecord.CODES[random.nextInt(OncologyRecord.CODES.length)];
  }

  /// Both servers get the same questions, in blocks in turn, so that other work on the machine hits
  /// both.
  private void measure(String name, Supplier<String> question)
      throws IOException, InterruptedException {
    long[][] nanos = new long[servers.size()][runs];
    for (int i = 0; i < warmUp; i++) {
      String path = question.get();
      for (FhirEndpoint server : servers) {
        server.nanosOf(path);
      }
    }
    for (int from = 0; from < runs; from += BLOCK) {
      String[] paths = new String[Math.min(BLOCK, runs - from)];
      Arrays.setAll(paths, any -> question.get());
      for (int s = 0; s < servers.size(); s++) {
        for (int i = 0; i < paths.length; i++) {
          nanos[s][from + i] = servers.get(s).nanosOf(paths[i]);
        }
      }
    }
    append(name, nanos);
  }

  private void append(String name, long[][] nanos) {
    rows.append("| ").append(name);
    for (long[] one : nanos) {
      Arrays.sort(one);
      rows.append(String.format(Locale.ROOT, " | %.1f / %.1f", median(one), p95(one)));
    }
    if (nanos.length > 1) {
      rows.append(
          String.format(
              Locale.ROOT,
              " | %.1f / %.1f",
              median(nanos[1]) / median(nanos[0]),
              p95(nanos[1]) / p95(nanos[0])));
    }
    rows.append(" |\n");
    System.out.println(Instant.now() + " " + name);
  }

  private double median(long[] sorted) {
    return sorted[runs / 2] / MILLION;
  }

  private double p95(long[] sorted) {
    return sorted[runs * 95 / 100] / MILLION;
  }

  private String table() {
    var head =
        Map.of(
            1,
            "| search | Tessera |\n|---|--:|\n",
            2,
            "| search | Tessera | another FHIR server | times |\n|---|--:|--:|--:|\n");
    return "%,d resources, one client, %d runs each after %d, median / p95 in ms:%n%n%s%s%n"
        .formatted(
            patients * OncologyRecord.RESOURCES + ORGANIZATIONS,
            runs,
            warmUp,
            head.getOrDefault(servers.size(), ""),
            rows);
  }
}

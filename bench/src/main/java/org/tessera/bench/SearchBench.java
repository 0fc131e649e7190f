package org.tessera.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.tessera.fhir.postgres.EmbeddedPostgres;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.CodeSets;
import org.tessera.fhir.store.FhirJson;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.Transaction;
import org.tessera.fhir.store.Write;

/// Measures how long searches take in process, the resources of the page read and decoded, as the
/// store grows.
///
/// Arguments: a scratch folder, the file to write, numbers of resources in growing order.
public final class SearchBench {
  private static final int WARM_UP = 100;
  private static final int RUNS = 300;
  private static final int BATCH = 2_000;
  private static final long SEED = 42;

  private final ResourceStore store;
  private final Search search;
  private final Random random = new Random(SEED);
  private final Map<String, List<String>> cells = new LinkedHashMap<>();
  private int patients;

  private SearchBench(ResourceStore store, Search search) {
    this.store = store;
    this.search = search;
  }

  /// Runs the measurement and writes its table.
  public static void main(String[] words) throws IOException, SQLException {
    Path scratch = Files.createDirectories(Path.of(words[0]).toAbsolutePath());
    List<Integer> sizes = Arrays.stream(words).skip(2).map(Integer::parseInt).toList();
    Map<String, String> settings = Map.of("shared_buffers", "1GB", "max_wal_size", "4GB");
    try (EmbeddedPostgres server = EmbeddedPostgres.start(scratch, settings);
        HikariDataSource database = database(server)) {
      var store = new ResourceStore(database);
      var bench =
          new SearchBench(store, new Search(database, store.index(), CodeSets.stored(database)));
      List<String> loads = new ArrayList<>();
      for (int size : sizes) {
        loads.add(bench.grow(size));
        vacuum(database);
        bench.measureAll();
      }
      String table = bench.table(sizes, loads, bytes(database));
      System.out.println(table);
      Files.writeString(Path.of(words[1]), table);
    }
  }

  private static HikariDataSource database(EmbeddedPostgres server) throws SQLException {
    server.ensureRole("tessera", "bench");
    server.ensureDatabase("bench", "tessera");
    var config = new HikariConfig();
    config.setJdbcUrl(server.url("bench"));
    config.setUsername("tessera");
    config.setPassword("bench");
    var database = new HikariDataSource(config);
    Flyway.configure()
        .dataSource(database)
        .schemas("fhir")
        .locations("classpath:db/fhir")
        .load()
        .migrate();
    return database;
  }

  /// As autovacuum leaves the tables some minutes after a load.
  private static void vacuum(HikariDataSource database) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("vacuum (analyze) fhir.ix");
      for (String table : List.of("res", "dat", "str", "qty", "term")) {
        statement.execute("vacuum (analyze) fhir." + table);
      }
    }
  }

  private static long bytes(HikariDataSource database) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "select sum(pg_total_relation_size(oid)) from pg_class"
                    + " where relkind = 'r' and relnamespace = 'fhir'::regnamespace")) {
      row.next();
      return row.getLong(1);
    }
  }

  private String grow(int size) {
    long begun = System.nanoTime();
    int before = patients;
    List<Write> writes = new ArrayList<>();
    while (patients * OncologyRecord.RESOURCES < size) {
      for (String json : OncologyRecord.of(patients++)) {
        writes.add(Write.Put.of(FhirJson.parse(json.getBytes(StandardCharsets.UTF_8))));
      }
      if (writes.size() >= BATCH) {
        store.commit(new Transaction("rest", List.copyOf(writes)));
        writes.clear();
      }
    }
    if (!writes.isEmpty()) {
      store.commit(new Transaction("rest", List.copyOf(writes)));
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    int added = (patients - before) * OncologyRecord.RESOURCES;
    return "%.0f".formatted(added / seconds);
  }

  private void measureAll() {
    measure("read by id", () -> store.read("Observation", "o" + patient() + "-3"));
    ask(
        "patient + code + date",
        () ->
            "Observation?patient=p%d&code=http://loinc.org|%s&date=ge2020"
                .formatted(patient(), code()));
    ask("code, page of 50", () -> "Observation?code=http://loinc.org|" + code());
    ask(
        "code, _total=accurate",
        () -> "Observation?code=http://loinc.org|%s&_total=accurate".formatted(code()));
    ask("name, page of 20", () -> "Patient?family=fam" + random.nextInt(500) + "&_count=20");
    ask(
        "chain to many: patient.gender + code",
        () -> "Observation?patient.gender=female&code=http://loinc.org|" + code());
    ask(
        "the same, _total=accurate",
        () ->
            "Observation?patient.gender=female&code=http://loinc.org|%s&_total=accurate"
                .formatted(code()));
    ask(
        "chain to one: patient.identifier",
        () -> "Observation?patient.identifier=urn:mrn|" + patient());
    ask("_has code", () -> "Patient?_has:Observation:patient:code=" + code());
    ask(
        "code, _include patient, page of 50",
        () -> "Observation?code=%s&_include=Observation:patient".formatted(code()));
    ask(
        "_revinclude Observation of one patient",
        () -> "Patient?_id=p%d&_revinclude=Observation:patient".formatted(patient()));
    ask(
        "patient, sorted by -date, page of 20",
        () -> "Observation?patient=p%d&_sort=-date&_count=20".formatted(patient()));
    ask(
        "code + value-quantity in another unit",
        () ->
            "Observation?code=%s&value-quantity=gt5|http://unitsofmeasure.org|g/dL"
                .formatted(code()));
    ask(
        "_lastUpdated, sorted by it, page of 50",
        () -> "Observation?_lastUpdated=gt2001&_sort=-_lastUpdated");
    ask("token :not, page of 50", () -> "Observation?status:not=final");
  }

  private int patient() {
    return random.nextInt(patients);
  }

  private String code() {
    return OncologyRecord.CODES[random.nextInt(OncologyRecord.CODES.length)];
  }

  private void ask(String name, Supplier<String> address) {
    measure(
        name,
        () -> {
          String text = address.get();
          Map<String, List<String>> parameters = new LinkedHashMap<>();
          int question = text.indexOf('?');
          for (String pair : text.substring(question + 1).split("&", -1)) {
            int equals = pair.indexOf('=');
            parameters.put(pair.substring(0, equals), List.of(pair.substring(equals + 1)));
          }
          return search.run(search.query(text.substring(0, question), parameters, true));
        });
  }

  private void measure(String name, Supplier<Object> question) {
    long[] nanos = new long[RUNS];
    for (int i = -WARM_UP; i < RUNS; i++) {
      long begun = System.nanoTime();
      question.get();
      if (i >= 0) {
        nanos[i] = System.nanoTime() - begun;
      }
    }
    Arrays.sort(nanos);
    String cell =
        String.format(
            Locale.ROOT, "%.2f / %.2f", nanos[RUNS / 2] / 1e6, nanos[RUNS * 95 / 100] / 1e6);
    cells.computeIfAbsent(name, any -> new ArrayList<>()).add(cell);
    System.out.println(Instant.now() + " " + name + ": " + cell);
  }

  private String table(List<Integer> sizes, List<String> loads, long bytes) {
    var table = new StringBuilder();
    int resources = patients * OncologyRecord.RESOURCES;
    table.append("p50 / p95 in ms, ").append(RUNS).append(" runs each after ").append(WARM_UP);
    table.append(", one client, in process\n\n| search |");
    sizes.forEach(size -> table.append(String.format(Locale.ROOT, " %,d |", size)));
    table.append("\n|---|").append("--:|".repeat(sizes.size())).append('\n');
    cells.forEach((name, row) ->
        table
            .append("| ")
            .append(name)
            .append(" | ")
            .append(String.join(" | ", row))
            .append(" |\n"));
    table.append("| load, resources/s, one writer | ");
    table.append(String.join(" | ", loads)).append(" |\n\n");
    table.append(bytes / resources).append(" bytes a resource, indexes and log included.\n");
    return table.toString();
  }
}

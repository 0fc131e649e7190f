package org.tessera.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.ConceptFile;
import org.tessera.vocabularies.OmopConcept;
import org.tessera.vocabularies.Vocabularies;

/// Translates random codes of an imported bundle of [AthenaBundle] to standard concepts on one
/// core: from the concept file, and from the database with a cache in front.
///
/// Arguments: the home of a running node, the folder of the concept file.
public final class TranslateBench {
  private static final int ROUND = 2_000_000;
  private static final int CACHED_MAX = 100_000;
  private static final int FROM_DATABASE = 40_000;
  private static final String SYSTEM = "urn:omop:made-source";
  private static final String QUERY =
      "select r.concept_id_2 from cdm.concept c join cdm.concept_relationship r"
          + " on r.concept_id_1 = c.concept_id and r.relationship_id = 'Maps to'"
          + " where c.concept_code = ? and c.vocabulary_id = 'Made Source'";

  private TranslateBench() {}

  /// Measures and prints.
  public static void main(String[] words) throws Exception {
    Path home = Path.of(words[0]);
    long opened = System.nanoTime();
    ConceptFile file = ConceptFile.open(Path.of(words[1]));
    Vocabularies vocabularies = Vocabularies.builtIn();
    vocabularies.adopt(file);
    System.out.printf(
        "%,d concepts open in %,d ms%n", file.size(), (System.nanoTime() - opened) / 1_000_000);
    int first = file.size() / 5 * 3;
    String[] codes = new String[ROUND];
    var random = new Random(1);
    for (int i = 0; i < ROUND; i++) {
      codes[i] = "C" + (first + random.nextInt(file.size() - first));
    }
    for (int round = 0; round < 5; round++) {
      time(
          "code to the standard concept's id",
          codes,
          ROUND,
          code -> {
            int at = file.find("Made Source", code);
            return at < 0 ? 0 : file.standardId(at);
          });
      time(
          "code to standard concept",
          codes,
          ROUND,
          code -> vocabularies.standard(new Code(SYSTEM, code)).map(OmopConcept::id).orElse(0L));
    }
    System.gc();
    Runtime heap = Runtime.getRuntime();
    System.out.printf("heap in use %,d MB%n", (heap.totalMemory() - heap.freeMemory()) >> 20);
    database(home, codes);
  }

  private static void database(Path home, String[] codes) throws Exception {
    String port = Files.readAllLines(home.resolve("pgdata/data/postmaster.pid")).get(3);
    String password = Files.readString(home.resolve("keys/database.password")).strip();
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/tessera", "tessera", password);
        var statement = connection.prepareStatement(QUERY)) {
      ToLongFunction<String> query =
          code -> {
            try {
              statement.setString(1, code);
              try (var rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
              }
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            }
          };
      time("the database, any code", codes, FROM_DATABASE, query);
      Map<String, Long> cache =
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
              return size() > CACHED_MAX;
            }
          };
      time(
          "the database behind a cache of 100,000, any code",
          codes,
          FROM_DATABASE,
          code -> cache.computeIfAbsent(code, query::applyAsLong));
    }
  }

  private static void time(
      String what, String[] codes, int count, ToLongFunction<String> translate) {
    // Of this thread alone: others may share the cores.
    var threads = java.lang.management.ManagementFactory.getThreadMXBean();
    long wall = System.nanoTime();
    long begun = threads.getCurrentThreadCpuTime();
    long found = 0;
    for (int i = 0; i < count; i++) {
      found += translate.applyAsLong(codes[i]) == 0 ? 0 : 1;
    }
    double seconds = (threads.getCurrentThreadCpuTime() - begun) / 1e9;
    double elapsed = (System.nanoTime() - wall) / 1e9;
    System.out.printf(
        "%-50s %,12.0f codes/s of processor time, %,12.0f by the clock (%,d found)%n",
        what, count / seconds, count / elapsed, found);
  }
}

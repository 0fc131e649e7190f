package org.tessera.fhir.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.fhir.store.Transaction;
import org.tessera.fhir.store.Write;
import tools.jackson.databind.node.ObjectNode;

/// Random resources and random searches: the database finds what looking at every resource finds.
class SearchOracleTest {
  private static final int RESOURCES = 300;
  private static final int SEARCHES = 400;
  private static final String[] PREFIXES = {"", "eq", "ne", "lt", "gt", "le", "ge", "sa", "eb"};

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void the_index_finds_what_a_look_at_every_resource_finds(long seed) {
    var random = new Random(seed);
    try (var searching = Searching.empty()) {
      Map<String, ObjectNode> all = new TreeMap<>();
      for (int i = 0; i < RESOURCES; i++) {
        all.put("g" + i, Generated.observation(random, "g" + i));
      }
      commit(searching, all.values().stream().toList());
      // A third is changed, so that searched rows were written by difference.
      for (int i = 0; i < RESOURCES; i += 3) {
        all.put("g" + i, Generated.observation(random, "g" + i));
      }
      commit(searching, all.values().stream().toList());
      int some = 0;
      for (int i = 0; i < SEARCHES; i++) {
        Map<String, String> search = search(random);
        List<String> expected = expected(all, search);
        assertThat(found(searching, search)).as(search.toString()).isEqualTo(expected);
        some += expected.isEmpty() || expected.size() == all.size() ? 0 : 1;
      }
      assertThat(some).as("searches that part the resources").isGreaterThan(SEARCHES / 4);
    }
  }

  private static void commit(Searching searching, List<ObjectNode> resources) {
    searching
        .store()
        .commit(new Transaction("rest", resources.stream().<Write>map(Write.Put::of).toList()));
  }

  private static List<String> found(Searching searching, Map<String, String> search) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    search.forEach((name, value) -> parameters.put(name, List.of(value)));
    parameters.put("_count", List.of("1000"));
    Query query = searching.search().query("Observation", parameters, true);
    return List.copyOf(new TreeSet<>(Searching.ids(searching.search().run(query).matches())));
  }

  private static List<String> expected(Map<String, ObjectNode> all, Map<String, String> search) {
    return all.entrySet().stream()
        .filter(resource ->
            search.entrySet().stream()
                .allMatch(asked ->
                    NaiveSearch.fits(resource.getValue(), asked.getKey(), asked.getValue())))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Map<String, String> search(Random random) {
    Map<String, String> search = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      String name =
          Generated.any(
              random,
              new String[] {
                "status",
                "code",
                "category",
                "value-concept",
                "subject",
                "value-string",
                "date",
                "value-quantity"
              });
      if (random.nextInt(8) == 0) {
        search.put(name + ":missing", random.nextBoolean() ? "true" : "false");
        continue;
      }
      List<String> values = new ArrayList<>();
      for (int j = random.nextInt(3) / 2; j >= 0; j--) {
        values.add(value(random, name));
      }
      search.put(name + modifier(random, name), String.join(",", values));
    }
    return search;
  }

  private static String modifier(Random random, String name) {
    return switch (name) {
      case "status", "code", "category", "value-concept" -> random.nextInt(4) == 0 ? ":not" : "";
      case "value-string" -> Generated.any(random, new String[] {"", ":exact", ":contains"});
      default -> "";
    };
  }

  private static String value(Random random, String name) {
    return switch (name) {
      case "status" -> Generated.any(random, new String[] {"final", "amended", "none"});
      case "code" ->
          Generated.any(
              random,
              new String[] {
                "718-7", "http://loinc.org|718-7", "urn:local|8310-5", "|718-7", "urn:local|", "x"
              });
      case "category" -> Generated.any(random, new String[] {"laboratory", "exam"});
      case "value-concept" -> Generated.any(random, new String[] {"II", "urn:stage|IIA", "IV"});
      case "subject" -> Generated.any(random, new String[] {"ann", "Patient/bob", "nobody"});
      case "value-string" -> Generated.any(random, new String[] {"gr", "Grün", "RU", "groß", "en"});
      case "date" ->
          Generated.any(random, PREFIXES)
              + Generated.any(
                  random,
                  new String[] {
                    "2019",
                    "2020",
                    "2020-02",
                    "2020-02-03",
                    "2020-02-03T10:00:00Z",
                    "2022-01-01",
                    "2020-12-31"
                  });
      default ->
          Generated.any(random, PREFIXES)
              + random.nextInt(40)
              + (random.nextBoolean() ? "" : "." + random.nextInt(10))
              + Generated.any(
                  random,
                  new String[] {
                    "", "|http://unitsofmeasure.org|g/L", "|http://unitsofmeasure.org|g/dL"
                  });
    };
  }
}

package org.tessera.fhir.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tessera.fhir.store.Resources.patient;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.StoredResource;
import org.tessera.fhir.store.Transaction;
import org.tessera.fhir.store.Write;

class PagingTest {
  private static final int PATIENTS = 120;
  private static final int ROUNDS_MAX = 40;

  /// Between any two pages resources are added, changed and deleted. What was there from the first
  /// page to the last, unchanged in what it is sorted by, must be met exactly once.
  @ParameterizedTest(name = "seed {0}, pages of {1}, sorted by {2}")
  @CsvSource({"1, 7, ''", "2, 1, ''", "3, 50, ''", "4, 7, _id", "5, 13, -_id", "6, 7, birthdate"})
  void pages_have_neither_gaps_nor_doubles_while_data_change(long seed, int count, String sort) {
    try (var database = TestDatabase.create("fhir")) {
      var store = new ResourceStore(database.dataSource());
      var search = new Search(database.dataSource());
      var random = new Random(seed);
      store.commit(new Transaction("rest", people(PATIENTS, "p")));
      Set<String> touched = new HashSet<>();
      List<String> met = new ArrayList<>();
      Optional<String> cursor = Optional.empty();
      int round = 0;
      do {
        Page page = search.run(query(count, sort, cursor));
        page.matches().stream().map(StoredResource::id).forEach(met::add);
        cursor = page.next();
        // Not for ever: new resources stand behind the last page and would keep it away.
        if (round < ROUNDS_MAX) {
          disturb(store, random, round++, touched);
        }
      } while (cursor.isPresent());
      assertThat(met).doesNotHaveDuplicates();
      for (int i = 0; i < PATIENTS; i++) {
        if (!touched.contains("p" + i)) {
          assertThat(met).contains("p" + i);
        }
      }
    }
  }

  private static Query query(int count, String sort, Optional<String> cursor) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    parameters.put("gender", List.of("female"));
    parameters.put("_count", List.of(Integer.toString(count)));
    parameters.put("_sort", List.of(sort));
    cursor.ifPresent(at -> parameters.put("_cursor", List.of(at)));
    return Query.parse("Patient", parameters, true);
  }

  private static void disturb(ResourceStore store, Random random, int round, Set<String> touched) {
    String deleted = "p" + random.nextInt(PATIENTS);
    touched.add(deleted);
    store.commit(new Transaction("rest", List.of(Write.Delete.of("Patient", deleted))));
    String renamed = "p" + random.nextInt(PATIENTS);
    if (!touched.contains(renamed)) {
      store.commit(
          new Transaction("rest", List.of(Write.Put.of(patient(renamed, "Round" + round)))));
    }
    store.commit(new Transaction("rest", people(3, "new" + round + "-")));
  }

  private static List<Write> people(int number, String prefix) {
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      writes.add(Write.Put.of(patient(prefix + i, "Name" + i)));
    }
    return writes;
  }
}

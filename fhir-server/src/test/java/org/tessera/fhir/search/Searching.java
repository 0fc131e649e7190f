package org.tessera.fhir.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.store.CodeSets;
import org.tessera.fhir.store.FhirJson;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.StoredResource;
import org.tessera.fhir.store.Transaction;
import org.tessera.fhir.store.Write;

/// A store with the resources of `search/resources.ndjson`, asked by searches as an address has
/// them.
final class Searching implements AutoCloseable {
  private final TestDatabase database = TestDatabase.create("fhir");
  private final ResourceStore store = new ResourceStore(database.dataSource());
  private final Search search =
      new Search(database.dataSource(), store.index(), CodeSets.stored(database.dataSource()));

  /// The store without any resources.
  static Searching empty() {
    return new Searching();
  }

  static Searching withResources() {
    var searching = new Searching();
    List<Write> writes = new ArrayList<>();
    for (String line : lines("resources.ndjson")) {
      writes.add(Write.Put.of(FhirJson.parse(line.getBytes(StandardCharsets.UTF_8))));
    }
    searching.store.commit(new Transaction("rest", writes));
    return searching;
  }

  static List<String> lines(String file) {
    try (InputStream stream = Searching.class.getResourceAsStream("/search/" + file)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ResourceStore store() {
    return store;
  }

  Search search() {
    return search;
  }

  TestDatabase database() {
    return database;
  }

  /// The ids a search finds, in alphabetical order.
  String found(String address) {
    return String.join(" ", new TreeSet<>(ids(page(address).matches())));
  }

  Page page(String address) {
    int question = address.indexOf('?');
    String type = question < 0 ? address : address.substring(0, question);
    return search.run(search.query(type, parameters(address), true));
  }

  /// The ids over all pages in their order.
  List<String> walk(String address) {
    List<String> all = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      String next = cursor.map(c -> address + "&_cursor=" + c).orElse(address);
      Page page = page(next);
      all.addAll(ids(page.matches()));
      cursor = page.next();
    } while (cursor.isPresent());
    return all;
  }

  static List<String> ids(List<StoredResource> resources) {
    return resources.stream().map(StoredResource::id).toList();
  }

  static Map<String, List<String>> parameters(String address) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    int question = address.indexOf('?');
    if (question >= 0) {
      for (String pair : address.substring(question + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        parameters
            .computeIfAbsent(decoded(pair.substring(0, equals)), any -> new ArrayList<>())
            .add(decoded(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    store.index().close();
    database.close();
  }
}

package org.tessera.fhir.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tessera.fhir.operation.Signature.Level;
import org.tessera.fhir.search.Page;
import org.tessera.fhir.search.Query;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.StoredResource;
import tools.jackson.databind.JsonNode;

/// The latest observations of each code of each patient.
/// https://hl7.org/fhir/R4/observation-operation-lastn.html
final class LastNOperation implements Operation {
  private static final Signature SIGNATURE =
      Signature.reading("lastn", Set.of(Level.TYPE), List.of("Observation"), "Observation-lastn");
  private static final int MAX_MAX = 1_000;
  private static final int OBSERVATIONS_MAX = 100_000;

  private final Search search;

  LastNOperation(Search search) {
    this.search = search;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Answer run(Call call) {
    Map<String, List<String>> parameters = new LinkedHashMap<>(call.inputs().all());
    int max = call.inputs().number("max").orElse(1);
    if (max < 1 || max > MAX_MAX) {
      throw OperationFailure.invalid("max takes a number from 1 to " + MAX_MAX);
    }
    boolean whose =
        parameters.keySet().stream().anyMatch(name -> name.matches("(patient|subject)([:.].*)?"));
    if (!whose) {
      throw OperationFailure.invalid("$lastn needs patient or subject");
    }
    List.of("max", "_count", "_sort", "_total", "_cursor").forEach(parameters::remove);
    parameters.put("_sort", List.of("-date"));
    parameters.put("_count", List.of(Integer.toString(Query.COUNT_MAX)));
    var latest = new Latest(max);
    collect(search.servedAt(call.base()), parameters, latest);
    var bundle = new SearchsetBundle(call.base());
    bundle.link(
        "self", SearchsetBundle.address(call.address(SIGNATURE.name()), call.inputs().all()));
    List<StoredResource> found = latest.all();
    bundle.total(found.size());
    found.forEach(one -> bundle.add(one, "match"));
    return bundle.answer();
  }

  private static void collect(Search search, Map<String, List<String>> parameters, Latest latest) {
    int seen = 0;
    Optional<String> cursor = Optional.empty();
    do {
      Map<String, List<String>> asked = new LinkedHashMap<>(parameters);
      cursor.ifPresent(value -> asked.put("_cursor", List.of(value)));
      Page page = search.run(search.query("Observation", asked, true));
      page.matches().forEach(latest::offer);
      seen += page.matches().size();
      if (seen > OBSERVATIONS_MAX) {
        throw OperationFailure.unprocessable(
            "too-costly",
            "more than " + OBSERVATIONS_MAX + " observations to look at (observationsMax)");
      }
      cursor = page.next();
    } while (cursor.isPresent());
  }

  /// Groups observations that come latest first. Two are of one code when they share a coding, or,
  /// without codings, the text.
  private static final class Latest {
    private final int max;
    private final Map<String, List<StoredResource>> groupOfKey = new LinkedHashMap<>();
    private final List<List<StoredResource>> groups = new ArrayList<>();

    Latest(int max) {
      this.max = max;
    }

    void offer(StoredResource stored) {
      stored
          .content()
          .ifPresent(observation -> {
            List<String> keys = keys(observation);
            List<StoredResource> group =
                keys.stream()
                    .map(groupOfKey::get)
                    .filter(java.util.Objects::nonNull)
                    .findFirst()
                    .orElseGet(this::newGroup);
            keys.forEach(key -> groupOfKey.putIfAbsent(key, group));
            if (group.size() < max) {
              group.add(stored);
            }
          });
    }

    List<StoredResource> all() {
      return groups.stream().flatMap(List::stream).toList();
    }

    private List<StoredResource> newGroup() {
      List<StoredResource> group = new ArrayList<>();
      groups.add(group);
      return group;
    }

    private static List<String> keys(JsonNode observation) {
      String whose = observation.path("subject").path("reference").asString("") + " ";
      List<String> keys = new ArrayList<>();
      for (JsonNode coding : observation.path("code").path("coding")) {
        keys.add(
            whose + coding.path("system").asString("") + "|" + coding.path("code").asString(""));
      }
      if (keys.isEmpty()) {
        keys.add(whose + observation.path("code").path("text").asString(""));
      }
      return keys;
    }
  }
}

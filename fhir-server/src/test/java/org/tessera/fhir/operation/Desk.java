package org.tessera.fhir.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tessera.fhir.operation.Signature.Level;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.Resources;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A store of its own and the operations over it, called without HTTP.
final class Desk implements AutoCloseable {
  private static final Vocabularies VOCABULARIES = Vocabularies.builtIn();

  private final TestDatabase database = TestDatabase.create("fhir");
  private final ResourceStore store = new ResourceStore(database.dataSource());
  private final Operations operations;

  Desk() {
    this(VOCABULARIES);
  }

  Desk(Vocabularies vocabularies) {
    var search = new Search(database.dataSource());
    operations =
        Operations.of(
            List.of(
                OperationGroup.ofResources(store, search, database.dataSource(), "rest"),
                OperationGroup.ofTerminology(
                    store, new Canonicals(search, List.of()), vocabularies)));
  }

  ResourceStore store() {
    return store;
  }

  void put(String... resources) {
    ObjectNode[] parsed = new ObjectNode[resources.length];
    for (int i = 0; i < resources.length; i++) {
      parsed[i] = Resources.json(resources[i]);
    }
    store.commit(Resources.puts("rest", parsed));
  }

  /// Calls `Type/id/$name?a=b&c=d`.
  ObjectNode get(String path) {
    return ask(path, Optional.empty());
  }

  /// The same with a posted resource.
  ObjectNode post(String path, String body) {
    return ask(path, Optional.of(Resources.json(body)));
  }

  private ObjectNode ask(String path, Optional<ObjectNode> body) {
    int question = path.indexOf('?');
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    if (question >= 0) {
      for (String pair : path.substring(question + 1).split("&", -1)) {
        String[] parts = pair.split("=", 2);
        parameters.computeIfAbsent(parts[0], any -> new ArrayList<>()).add(parts[1]);
      }
    }
    List<String> parts =
        new ArrayList<>(
            List.of((question < 0 ? path : path.substring(0, question)).split("/", -1)));
    String name = parts.removeLast().substring(1);
    String type = parts.isEmpty() ? "" : parts.get(0);
    String id = parts.size() < 2 ? "" : parts.get(1);
    Level level = type.isEmpty() ? Level.SYSTEM : id.isEmpty() ? Level.TYPE : Level.INSTANCE;
    var call =
        new Call(
            body.isPresent() ? "POST" : "GET",
            "http://localhost/fhir",
            type,
            id,
            new Inputs(parameters, body),
            "",
            List.of());
    Answer answer = operations.find(level, type, name).orElseThrow().run(call);
    assertThat(answer).isInstanceOf(Answer.Resource.class);
    return ((Answer.Resource) answer).resource();
  }

  /// The value of an output parameter, whatever its type.
  static JsonNode output(JsonNode parameters, String name) {
    for (JsonNode parameter : parameters.path("parameter")) {
      if (parameter.path("name").asString("").equals(name)) {
        for (var field : parameter.properties()) {
          if (field.getKey().startsWith("value")) {
            return field.getValue();
          }
        }
      }
    }
    return parameters.path("no such output");
  }

  /// `Type/id` of the entries of a Bundle, in their order.
  static List<String> entries(JsonNode bundle) {
    List<String> found = new ArrayList<>();
    for (JsonNode entry : bundle.path("entry")) {
      found.add(
          entry.at("/resource/resourceType").stringValue()
              + "/"
              + entry.at("/resource/id").stringValue());
    }
    return found;
  }

  /// Where the next page is, as [#get] takes it; empty on the last page.
  static String next(JsonNode bundle) {
    for (JsonNode link : bundle.path("link")) {
      if (link.path("relation").stringValue().equals("next")) {
        return link.path("url").stringValue().replace("http://localhost/fhir/", "");
      }
    }
    return "";
  }

  @Override
  public void close() {
    database.close();
  }
}

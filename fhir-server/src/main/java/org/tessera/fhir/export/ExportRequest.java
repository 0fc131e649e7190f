package org.tessera.fhir.export;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tessera.fhir.operation.Call;
import org.tessera.fhir.operation.Inputs;
import org.tessera.fhir.operation.OperationFailure;
import org.tessera.fhir.operation.PatientCompartment;
import org.tessera.fhir.search.InvalidSearch;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.DateInterval;
import org.tessera.fhir.store.ResourceTypes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What is to be exported.
///
/// @param level `system`, `patient` or `group`
/// @param group the group's id, empty on the other levels
/// @param types empty for all of the level
/// @param filters a type and a search of it, as many as wanted; what one of a type finds is
///   exported
record ExportRequest(
    String level, String group, List<String> types, Optional<Instant> since, List<Filter> filters) {
  private static final Set<String> FORMATS =
      Set.of("application/fhir+ndjson", "application/ndjson", "ndjson");
  private static final Set<String> NO_FILTERS =
      Set.of(
          "_sort",
          "_count",
          "_include",
          "_revinclude",
          "_summary",
          "_elements",
          "_total",
          "_cursor");

  /// @param query the part of a search behind the `?`
  record Filter(String type, String query) {
    /// The search parameters of the filter.
    Map<String, List<String>> parameters() {
      Map<String, List<String>> parameters = new LinkedHashMap<>();
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          parameters
              .computeIfAbsent(pair.substring(0, equals), any -> new ArrayList<>())
              .add(pair.substring(equals + 1));
        }
      }
      return parameters;
    }
  }

  /// @param search by which filters are read
  /// @throws OperationFailure for what is not understood or not supported
  static ExportRequest of(Call call, Search search) {
    Inputs inputs = call.inputs();
    inputs
        .text("_outputFormat")
        .filter(format -> !FORMATS.contains(format.replace(' ', '+')))
        .ifPresent(format -> {
          throw OperationFailure.invalid("_outputFormat is application/fhir+ndjson");
        });
    for (String name :
        List.of("includeAssociatedData", "patient", "_elements", "organizeOutputBy")) {
      if (inputs.text(name).isPresent() && !call.prefers("handling=lenient")) {
        throw OperationFailure.invalid(name + " is not supported");
      }
    }
    String level = call.type().isEmpty() ? "system" : call.id().isEmpty() ? "patient" : "group";
    List<String> types = types(inputs, level);
    return new ExportRequest(
        level, call.id(), types, since(inputs), filters(inputs, types, search));
  }

  /// The types to export, in the order of their names.
  List<String> allTypes() {
    List<String> all =
        types.isEmpty()
            ? level.equals("system") ? ResourceTypes.all() : List.copyOf(PatientCompartment.types())
            : types;
    return all.stream().sorted().distinct().toList();
  }

  ObjectNode tree() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("level", level).put("group", group);
    ArrayNode listed = tree.putArray("types");
    types.forEach(listed::add);
    since.ifPresent(at -> tree.put("since", at.toString()));
    ArrayNode filtered = tree.putArray("filters");
    filters.forEach(it -> filtered.addObject().put("type", it.type()).put("query", it.query()));
    return tree;
  }

  static ExportRequest of(JsonNode tree) {
    List<String> types = new ArrayList<>();
    tree.path("types").forEach(type -> types.add(type.stringValue()));
    List<Filter> filters = new ArrayList<>();
    tree.path("filters")
        .forEach(it ->
            filters.add(new Filter(it.path("type").asString(""), it.path("query").asString(""))));
    return new ExportRequest(
        tree.path("level").asString(""),
        tree.path("group").asString(""),
        types,
        tree.path("since").asStringOpt().map(Instant::parse),
        filters);
  }

  private static List<String> types(Inputs inputs, String level) {
    List<String> types = inputs.list("_type");
    for (String type : types) {
      if (!ResourceTypes.isKnown(type)) {
        throw OperationFailure.invalid("_type names a type that FHIR R4 does not have");
      }
      if (!level.equals("system") && !PatientCompartment.types().contains(type)) {
        throw OperationFailure.invalid("_type names a type that no patient's data has: " + type);
      }
    }
    return types;
  }

  private static Optional<Instant> since(Inputs inputs) {
    return inputs
        .text("_since")
        .map(text ->
            DateInterval.parse(text.replace(' ', '+'))
                .map(it ->
                    Instant.EPOCH
                        .plusSeconds(Math.floorDiv(it.lo(), 1_000_000L))
                        .plusNanos(Math.floorMod(it.lo(), 1_000_000L) * 1000))
                .orElseThrow(() ->
                    OperationFailure.invalid("_since takes a time such as 2020-02-03T10:00:00Z")));
  }

  private static List<Filter> filters(Inputs inputs, List<String> types, Search search) {
    List<Filter> filters = new ArrayList<>();
    for (String text : inputs.texts("_typeFilter")) {
      // A comma separates filters only where a type and a ? follow.
      for (String one : text.split(",(?=[A-Z][A-Za-z]*\\?)", -1)) {
        filters.add(filter(one, types, search));
      }
    }
    return filters;
  }

  private static Filter filter(String text, List<String> types, Search search) {
    int question = text.indexOf('?');
    String type = question < 0 ? "" : text.substring(0, question);
    if (!ResourceTypes.isKnown(type)) {
      throw OperationFailure.invalid("_typeFilter takes Type?search");
    }
    if (!types.isEmpty() && !types.contains(type)) {
      throw OperationFailure.invalid("_typeFilter names a type that _type does not");
    }
    var filter = new Filter(type, text.substring(question + 1));
    if (filter.parameters().keySet().stream().anyMatch(NO_FILTERS::contains)) {
      throw OperationFailure.invalid("_typeFilter cannot sort, count or include");
    }
    try {
      search.query(type, filter.parameters(), true);
    } catch (InvalidSearch e) {
      throw OperationFailure.invalid("_typeFilter: " + e.getMessage());
    }
    return filter;
  }
}

package org.tessera.fhir.rest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.tessera.fhir.operation.Operations;
import org.tessera.fhir.operation.Signature;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.FhirJson;
import org.tessera.fhir.store.ResourceTypes;
import org.tessera.fhir.store.SearchParameter;
import org.tessera.fhir.store.SearchParameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What this server can do, built from the definitions it works by, so that it cannot say
/// otherwise. https://hl7.org/fhir/R4/http.html#capabilities
final class CapabilityInteraction {
  private static final List<String> OF_A_TYPE =
      List.of(
          "read",
          "vread",
          "update",
          "patch",
          "delete",
          "history-instance",
          "history-type",
          "create",
          "search-type");
  private static final List<String> OF_THE_SYSTEM =
      List.of("transaction", "batch", "history-system", "search-system");

  /// What a search knows of every type beside the parameters that are indexed: name and type.
  private static final List<List<String>> OF_ANY_TYPE =
      List.of(
          List.of("_id", "token"),
          List.of("_lastUpdated", "date"),
          List.of("_text", "string"),
          List.of("_content", "string"),
          List.of("_list", "string"));

  private final FhirSettings settings;
  private final Operations operations;
  private final Search search;
  private volatile Described described;

  /// The statement for the search parameters in effect at some time.
  private record Described(SearchParameters parameters, ObjectNode statement) {}

  CapabilityInteraction(FhirSettings settings, Operations operations, Search search) {
    this.settings = settings;
    this.operations = operations;
    this.search = search;
    this.described = describe(search.parameters());
  }

  Answer run() {
    SearchParameters now = search.parameters();
    Described known = described;
    if (known.parameters() != now) {
      known = describe(now);
      described = known;
    }
    return Answer.of(200, known.statement());
  }

  private Described describe(SearchParameters parameters) {
    ObjectNode statement = FhirJson.newObject();
    statement.put("resourceType", "CapabilityStatement").put("status", "active");
    statement.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    statement.put("kind", "instance");
    String version = CapabilityInteraction.class.getPackage().getImplementationVersion();
    statement
        .putObject("software")
        .put("name", "Tessera")
        .put("version", version == null ? "unpackaged" : version);
    statement.putObject("implementation").put("description", "Tessera");
    if (operations.onSystem().stream().anyMatch(it -> it.name().equals("export"))) {
      statement
          .putArray("instantiates")
          .add("http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data");
    }
    statement.put("fhirVersion", "4.0.1");
    statement.putArray("format").add("application/fhir+json").add("application/fhir+xml");
    statement
        .putArray("patchFormat")
        .add("application/json-patch+json")
        .add("application/fhir+json")
        .add("application/fhir+xml");
    ObjectNode rest = statement.putArray("rest").addObject();
    rest.put("mode", "server");
    security(rest.putObject("security"));
    ArrayNode resources = rest.putArray("resource");
    for (String type : ResourceTypes.all()) {
      describe(type, resources.addObject(), parameters.of(type));
    }
    OF_THE_SYSTEM.forEach(code -> rest.withArray("interaction").addObject().put("code", code));
    addSearchParameters(rest, common(parameters));
    operations.onSystem().forEach(operation -> add(operation, rest));
    return new Described(parameters, statement);
  }

  /// Those that all types have: by them all types together are searched.
  private static List<SearchParameter> common(SearchParameters parameters) {
    return parameters.of(ResourceTypes.all().getFirst()).stream()
        .filter(one ->
            ResourceTypes.all().stream()
                .allMatch(type ->
                    parameters
                        .find(type, one.name())
                        .filter(it -> it.kind() == one.kind())
                        .isPresent()))
        .toList();
  }

  private static void security(ObjectNode security) {
    security.put("cors", false);
    security
        .putArray("service")
        .addObject()
        .putArray("coding")
        .addObject()
        .put("system", "http://terminology.hl7.org/CodeSystem/restful-security-service")
        .put("code", "OAuth");
    security.put(
        "description",
        "Bearer tokens (OAuth 2, RFC 6750) of this node or of the OpenID provider it trusts; the"
            + " role decides what may be done. Every access is recorded.");
  }

  private void describe(String type, ObjectNode resource, List<SearchParameter> parameters) {
    resource.put("type", type);
    OF_A_TYPE.forEach(code -> resource.withArray("interaction").addObject().put("code", code));
    resource.put("versioning", "versioned").put("readHistory", true).put("updateCreate", true);
    resource.put("conditionalCreate", true).put("conditionalRead", "full-support");
    resource.put("conditionalUpdate", true).put("conditionalDelete", "single");
    resource.putArray("referencePolicy").add("literal").add("local");
    if (settings.checksReferences()) {
      resource.withArray("referencePolicy").add("enforced");
    }
    addSearchParameters(resource, parameters);
    operations.on(type).forEach(operation -> add(operation, resource));
  }

  private static void addSearchParameters(ObjectNode target, List<SearchParameter> parameters) {
    ArrayNode list = target.putArray("searchParam");
    OF_ANY_TYPE.forEach(
        one -> list.addObject().put("name", one.getFirst()).put("type", one.getLast()));
    for (SearchParameter parameter : parameters) {
      list.addObject()
          .put("name", parameter.name())
          .put("type", parameter.kind().name().toLowerCase(Locale.ROOT));
    }
  }

  private static void add(Signature operation, ObjectNode target) {
    target
        .withArray("operation")
        .addObject()
        .put("name", operation.name())
        .put("definition", operation.definition());
  }
}

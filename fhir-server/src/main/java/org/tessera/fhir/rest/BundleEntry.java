package org.tessera.fhir.rest;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tessera.fhir.store.ResourceTypes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One entry of a transaction or batch, as it asks to be done.
///
/// @param number position in the bundle, from 1, for messages
/// @param path the segments of the address
/// @param query what stands behind `?` in the address
/// @param request the element `request`
record BundleEntry(
    int number,
    String method,
    String fullUrl,
    List<String> path,
    String query,
    JsonNode request,
    Optional<ObjectNode> resource) {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

  static BundleEntry of(int number, JsonNode entry, String base) {
    JsonNode request = entry.path("request");
    String method = request.path("method").asString("");
    if (!METHODS.contains(method)) {
      throw wrong(number, "request.method is not GET, HEAD, POST, PUT, PATCH or DELETE");
    }
    String url = request.path("url").asString("");
    String local = url.startsWith(base + "/") ? url.substring(base.length()) : url;
    int question = local.indexOf('?');
    String path = question < 0 ? local : local.substring(0, question);
    if (path.contains(":")) {
      throw wrong(number, "request.url is not an address of this server");
    }
    return new BundleEntry(
        number,
        method,
        entry.path("fullUrl").asString(""),
        Arrays.stream(path.split("/", -1)).filter(segment -> !segment.isEmpty()).toList(),
        question < 0 ? "" : local.substring(question + 1),
        request,
        entry.get("resource") instanceof ObjectNode resource
            ? Optional.of(resource)
            : Optional.empty());
  }

  boolean isRead() {
    return method.equals("GET") || method.equals("HEAD");
  }

  /// Whether what it answers is all it is for: it reads, searches or calls an operation.
  boolean answersWithBody() {
    return isRead() || isOperation() || (!path.isEmpty() && path.getLast().equals("_search"));
  }

  /// Whether it calls an operation.
  boolean isOperation() {
    return !path.isEmpty() && path.getLast().startsWith("$");
  }

  String type() {
    return path.isEmpty() ? "" : path.getFirst();
  }

  /// The id in the address, "" if there is none.
  String id() {
    return path.size() < 2 ? "" : path.get(1);
  }

  Optional<String> header(String element) {
    String value = request.path(element).asString("");
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /// Refuses a write that a transaction cannot do.
  void requireWrite() {
    boolean carries = !method.equals("DELETE");
    if (path.size() > 2 || !ResourceTypes.isKnown(type())) {
      throw wrong(number, "request.url is not Type, Type/id or Type?search");
    }
    if (carries && resource.isEmpty()) {
      throw wrong(number, "there is no resource");
    }
    boolean whole = method.equals("POST") || method.equals("PUT");
    if (whole && !resource.orElseThrow().path("resourceType").asString("").equals(type())) {
      throw wrong(number, "the resource is not of the type in request.url");
    }
    if (method.equals("POST") && (!id().isEmpty() || !query.isEmpty())) {
      throw wrong(number, "a POST has neither id nor condition in request.url");
    }
    if (!method.equals("POST") && id().isEmpty() == query.isEmpty()) {
      throw wrong(number, "request.url needs either an id or a condition");
    }
  }

  /// The entry as a request of its own.
  FhirRequest asRequest(FhirRequest bundle) {
    Map<String, String> headers = new HashMap<>();
    bundle.header("Prefer").ifPresent(value -> headers.put("prefer", value));
    bundle
        .header("Idempotency-Key")
        .ifPresent(key -> headers.put("idempotency-key", key + "#" + number));
    header("ifMatch").ifPresent(value -> headers.put("if-match", value));
    header("ifNoneMatch").ifPresent(value -> headers.put("if-none-match", value));
    header("ifNoneExist").ifPresent(value -> headers.put("if-none-exist", value));
    header("ifModifiedSince").ifPresent(value -> headers.put("if-modified-since", value));
    return new FhirRequest(
        method,
        path,
        HttpExchange.query(query),
        headers,
        resource.map(Content::of).orElse(Content.NONE),
        bundle.base(),
        bundle.caller());
  }

  /// A failure that says which entry it is about.
  static Refusal wrong(int number, String message) {
    return Refusal.badRequest(message).inEntry(number);
  }
}

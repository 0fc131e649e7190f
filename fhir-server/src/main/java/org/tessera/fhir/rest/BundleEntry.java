package org.tessera.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tessera.fhir.store.ResourceTypes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One entry of a transaction or batch, as it asks to be done.
///
/// @param number position in the bundle, from 1, for messages
/// @param id the id in the address, "" for a create or a search
/// @param query what stands behind `?` in the address of a search
/// @param ifNoneExist the condition of a conditional create, or ""
record BundleEntry(
    int number,
    Method method,
    String fullUrl,
    String type,
    String id,
    String query,
    String ifNoneExist,
    OptionalLong expected,
    Optional<ObjectNode> resource) {
  enum Method {
    GET,
    POST,
    PUT,
    DELETE
  }

  private static final Pattern ADDRESS =
      Pattern.compile("/?([A-Za-z]+)(?:/([A-Za-z0-9.-]{1,64}))?(?:\\?(.*))?");

  static BundleEntry of(int number, JsonNode entry, String base) {
    JsonNode request = entry.path("request");
    Method method = method(number, request.path("method").asString(""));
    String url = request.path("url").asString("");
    String local = url.startsWith(base + "/") ? url.substring(base.length()) : url;
    Matcher address = ADDRESS.matcher(local);
    if (!address.matches() || !ResourceTypes.isKnown(address.group(1))) {
      throw wrong(number, "request.url is not Type, Type/id or Type?search");
    }
    var read =
        new BundleEntry(
            number,
            method,
            entry.path("fullUrl").asString(""),
            address.group(1),
            orEmpty(address.group(2)),
            orEmpty(address.group(3)),
            request.path("ifNoneExist").asString(""),
            VersionTag.expected(
                request.path("ifMatch").asString(null), request.path("ifNoneMatch").asString(null)),
            entry.get("resource") instanceof ObjectNode resource
                ? Optional.of(resource)
                : Optional.empty());
    read.check();
    return read;
  }

  private void check() {
    boolean carries = method == Method.POST || method == Method.PUT;
    if (carries && resource.isEmpty()) {
      throw wrong(number, "there is no resource");
    }
    if (carries && !resource.orElseThrow().path("resourceType").asString("").equals(type)) {
      throw wrong(number, "the resource is not of the type in request.url");
    }
    if ((method == Method.PUT || method == Method.DELETE) && id.isEmpty()) {
      throw wrong(
          number, "conditional update and delete are not supported; request.url needs an id");
    }
    if (method == Method.POST && !id.isEmpty()) {
      throw wrong(number, "a POST has no id in request.url");
    }
  }

  /// A failure that says which entry it is about.
  static InvalidRequestException wrong(int number, String message) {
    return new InvalidRequestException("entry " + number + ": " + message);
  }

  private static Method method(int number, String text) {
    return switch (text) {
      case "GET" -> Method.GET;
      case "POST" -> Method.POST;
      case "PUT" -> Method.PUT;
      case "DELETE" -> Method.DELETE;
      default -> throw wrong(number, "request.method is not GET, POST, PUT or DELETE");
    };
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}

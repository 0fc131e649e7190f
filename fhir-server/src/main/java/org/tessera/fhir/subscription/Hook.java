package org.tessera.fhir.subscription;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tessera.fhir.search.InvalidSearch;
import org.tessera.fhir.search.Query;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.DateInterval;
import org.tessera.fhir.store.ResourceTypes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A Subscription as far as the server acts on it. https://hl7.org/fhir/R4/subscription.html
///
/// @param criteria the search a resource must fit
/// @param json whether the resource is sent with the call
record Hook(
    String id,
    String type,
    Map<String, List<String>> criteria,
    URI endpoint,
    List<String> headers,
    boolean json,
    Optional<Instant> end) {
  /// A Subscription this server cannot serve; the message says why.
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(String message) {
      super(message);
    }
  }

  /// @param search whose parameters the criteria may name
  static Hook of(ObjectNode subscription, Search search) throws Unusable {
    JsonNode channel = subscription.path("channel");
    if (!channel.path("type").asString("").equals("rest-hook")) {
      throw new Unusable("only channels of the type rest-hook are served");
    }
    String payload = channel.path("payload").asString("");
    boolean json =
        switch (payload.replaceAll(";.*", "").strip()) {
          case "" -> false;
          case "application/fhir+json", "application/json" -> true;
          default -> throw new Unusable("the payload is application/fhir+json, or none");
        };
    String text = subscription.path("criteria").asString("");
    int question = text.indexOf('?');
    String type = question < 0 ? text : text.substring(0, question);
    if (!ResourceTypes.isKnown(type)) {
      throw new Unusable("the criteria begin with no resource type");
    }
    List<String> headers = new ArrayList<>();
    channel.path("header").forEach(header -> headers.add(header.asString("")));
    return new Hook(
        subscription.path("id").asString(""),
        type,
        criteria(search, type, question < 0 ? "" : text.substring(question + 1)),
        endpoint(channel.path("endpoint").asString("")),
        headers,
        json,
        end(subscription.path("end").asString("")));
  }

  /// The search that says which of these resources fit.
  Query query(Search search, List<String> ids) {
    Map<String, List<String>> asked = new LinkedHashMap<>(criteria);
    List<String> restricted = new ArrayList<>(asked.getOrDefault("_id", List.of()));
    restricted.add(String.join(",", ids));
    asked.put("_id", restricted);
    asked.put("_count", List.of(Integer.toString(Query.COUNT_MAX)));
    return search.queryOfNew(type, asked);
  }

  private static Map<String, List<String>> criteria(Search search, String type, String query)
      throws Unusable {
    Map<String, List<String>> criteria = new LinkedHashMap<>();
    try {
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          criteria
              .computeIfAbsent(decoded(pair.substring(0, equals)), any -> new ArrayList<>())
              .add(decoded(pair.substring(equals + 1)));
        } else if (!pair.isEmpty()) {
          throw new Unusable("the criteria are no search");
        }
      }
      List.of("_count", "_sort", "_total", "_summary", "_elements").forEach(criteria::remove);
      search.queryOfNew(type, criteria);
      return criteria;
    } catch (InvalidSearch | IllegalArgumentException e) {
      throw new Unusable("the criteria are no search of this server: " + e.getMessage());
    }
  }

  private static URI endpoint(String text) throws Unusable {
    try {
      return new URI(text);
    } catch (URISyntaxException _) {
      throw new Unusable("the endpoint is no address");
    }
  }

  private static Optional<Instant> end(String text) throws Unusable {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        DateInterval.parse(text)
            .map(it -> Instant.EPOCH.plusSeconds(Math.floorDiv(it.lo(), 1_000_000L)))
            .orElseThrow(() -> new Unusable("the end is no time")));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}

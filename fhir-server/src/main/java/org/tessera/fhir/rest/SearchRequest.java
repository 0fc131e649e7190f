package org.tessera.fhir.rest;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tessera.fhir.search.InvalidSearch;
import org.tessera.fhir.search.Query;

/// The parameters of a search as they came, for reading them and for writing links.
record SearchRequest(String type, Map<String, List<String>> parameters, boolean strict) {
  private static final String CURSOR = "_cursor";

  /// Unknown parameters are refused unless the client prefers otherwise: leaving one out would
  /// answer with more than was asked for. https://hl7.org/fhir/R4/search.html#errors
  static SearchRequest of(RequestDetails request) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    request.getParameters().forEach((name, values) -> parameters.put(name, List.of(values)));
    boolean lenient =
        request.getHeaders("Prefer").stream()
            .anyMatch(header -> header.replace(" ", "").contains("handling=lenient"));
    return new SearchRequest(request.getResourceName(), parameters, !lenient);
  }

  /// A search written as the part of an address behind the `?`.
  ///
  /// @throws InvalidSearch if the percent encoding is broken
  static SearchRequest parse(String type, String queryString) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String pair : queryString.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters
            .computeIfAbsent(decoded(pair.substring(0, equals)), any -> new ArrayList<>())
            .add(decoded(pair.substring(equals + 1)));
      }
    }
    return new SearchRequest(type, parameters, true);
  }

  Query query() {
    return Query.parse(type, parameters, strict);
  }

  /// The address of this search, below a base.
  String link(String base) {
    return base + "/" + type + written(parameters);
  }

  String nextLink(String base, String cursor) {
    Map<String, List<String>> next = new LinkedHashMap<>(parameters);
    next.put(CURSOR, List.of(cursor));
    return base + "/" + type + written(next);
  }

  private static String written(Map<String, List<String>> parameters) {
    var text = new StringBuilder();
    parameters.forEach((name, values) -> {
      for (String value : values) {
        text.append(text.isEmpty() ? '?' : '&')
            .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
            .append('=')
            .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    });
    return text.toString();
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new InvalidSearch("the search has a broken percent encoding");
    }
  }
}

package org.tessera.fhir.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tessera.fhir.search.Query;

/// The parameters of a search as they came, for reading them and for writing links.
record SearchRequest(String type, Map<String, List<String>> parameters, boolean strict) {
  private static final String CURSOR = "_cursor";

  /// Unknown parameters are refused unless the client prefers otherwise: leaving one out would
  /// answer with more than was asked for. https://hl7.org/fhir/R4/search.html#errors
  static SearchRequest of(FhirRequest request, String type) {
    return new SearchRequest(type, request.parameters(), !request.isLenient());
  }

  /// A search written as the part of an address behind the `?`.
  ///
  /// @throws Refusal if the percent encoding is broken
  static SearchRequest parse(String type, String queryString) {
    return new SearchRequest(type, HttpExchange.query(queryString), true);
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
}

package org.tessera.fhir.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tessera.fhir.search.Query;
import org.tessera.fhir.search.Search;

/// The parameters of a search as they came, for reading them and for writing links.
record SearchRequest(String type, Map<String, List<String>> parameters, boolean strict) {
  /// In the place of a type: the search is of all.
  static final String ALL_TYPES = "";

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

  Query query(Search search) {
    return type.equals(ALL_TYPES)
        ? search.querySystem(parameters, strict)
        : search.query(type, parameters, strict);
  }

  /// The address of this search as it was answered, below a base.
  ///
  /// @param ignored names of parameters that were left out
  String link(String base, List<String> ignored) {
    return address(base) + written(used(ignored));
  }

  String nextLink(String base, List<String> ignored, String cursor) {
    Map<String, List<String>> next = used(ignored);
    next.put(CURSOR, List.of(cursor));
    return address(base) + written(next);
  }

  private String address(String base) {
    return type.equals(ALL_TYPES) ? base : base + "/" + type;
  }

  private Map<String, List<String>> used(List<String> ignored) {
    Map<String, List<String>> used = new LinkedHashMap<>(parameters);
    used.keySet().removeAll(ignored);
    return used;
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

package org.tessera.catalog.web;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;

/// Tells machines where they read what a page says. https://signposting.org/FAIR/
final class Forms {
  private Forms() {}

  /// @param address below which the forms stand
  static void link(HttpServletResponse response, String address) {
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    link(response, address + "/dcat.ttl", CatalogFiles.TURTLE);
    link(response, address + "/dcat.jsonld", CatalogFiles.JSON_LD);
  }

  private static void link(HttpServletResponse response, String address, String type) {
    response.addHeader(
        HttpHeaders.LINK, "<%s>; rel=\"describedby\"; type=\"%s\"".formatted(address, type));
  }
}

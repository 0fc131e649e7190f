package org.tessera.fhir.packages;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What a package says of itself: `package/package.json`.
/// https://confluence.hl7.org/display/FHIR/NPM+Package+Specification
///
/// @param licence its SPDX id, empty where it names none
/// @param fhirVersions empty where it names none
record Manifest(
    String name, String version, String title, String licence, List<String> fhirVersions) {
  static Manifest of(ObjectNode json) {
    List<String> versions = new ArrayList<>();
    for (String field : List.of("fhirVersions", "fhir-version-list")) {
      json.path(field).forEach(one -> versions.add(one.asString("")));
    }
    return new Manifest(
        json.path("name").asString(""),
        json.path("version").asString(""),
        json.path("title").asString(json.path("name").asString("")),
        json.path("license").asString(""),
        versions);
  }

  /// A single definition is a package of its own, named by its address.
  static Manifest single(ObjectNode definition) {
    return new Manifest(
        definition.path("url").asString(""),
        definition.path("version").asString(""),
        definition.path("title").asString(definition.path("name").asString("")),
        "",
        List.of());
  }
}

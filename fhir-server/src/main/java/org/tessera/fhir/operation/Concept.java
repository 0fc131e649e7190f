package org.tessera.fhir.operation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A code with what its system says about it.
///
/// @param designations other terms, as in CodeSystem.concept.designation
/// @param properties as in CodeSystem.concept.property, name to value
record Concept(
    String system,
    String code,
    String display,
    String definition,
    JsonNode designations,
    Map<String, JsonNode> properties) {
  static Concept plain(String system, String code, String display) {
    return new Concept(
        system, code, display, "", JsonNodeFactory.instance.arrayNode(), new LinkedHashMap<>());
  }

  /// Whether the code may still be used; `inactive` and `status` as in the standard's list of
  /// concept properties.
  boolean isActive() {
    JsonNode inactive = properties.get("inactive");
    JsonNode status = properties.get("status");
    boolean retired =
        status != null
            && (status.asString("").equals("retired") || status.asString("").equals("inactive"));
    return !retired && (inactive == null || !inactive.asBoolean(false));
  }

  boolean isAbstract() {
    JsonNode notSelectable = properties.get("notSelectable");
    return notSelectable != null && notSelectable.asBoolean(false);
  }

  /// The term in a language, or of no particular one.
  String display(Optional<String> language) {
    if (language.isEmpty()) {
      return display;
    }
    String wanted = language.get();
    for (JsonNode designation : designations) {
      String own = designation.path("language").asString("");
      if (own.equalsIgnoreCase(wanted)
          || own.toLowerCase(java.util.Locale.ROOT)
              .startsWith(wanted.toLowerCase(java.util.Locale.ROOT) + "-")) {
        return designation.path("value").asString(display);
      }
    }
    return display;
  }
}

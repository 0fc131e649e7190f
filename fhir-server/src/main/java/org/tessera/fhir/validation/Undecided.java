package org.tessera.fhir.validation;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What HAPI's validator calls an error although nobody here can decide it: whether a code is in a
/// value set that is defined by the hierarchy of a system this server does not hold.
final class Undecided {
  private static final String UNABLE = "Unable to expand";
  private static final String NOT_IN = "None of the codings provided are in the value set";

  private Undecided() {}

  /// The same outcome with such errors as warnings.
  static ObjectNode softened(ObjectNode outcome) {
    Set<String> places = new HashSet<>();
    for (JsonNode issue : outcome.path("issue")) {
      if (text(issue).startsWith(UNABLE)) {
        places.add(place(issue));
      }
    }
    for (JsonNode issue : outcome.path("issue")) {
      boolean undecided = text(issue).startsWith(UNABLE) || text(issue).startsWith(NOT_IN);
      if (undecided
          && places.contains(place(issue))
          && issue.path("severity").asString("").equals("error")
          && issue instanceof ObjectNode open) {
        open.put("severity", "warning");
        open.put("diagnostics", "not decided here: " + text(issue));
      }
    }
    return outcome;
  }

  private static String text(JsonNode issue) {
    return issue.path("diagnostics").asString("");
  }

  private static String place(JsonNode issue) {
    return issue.path("location").path(0).asString("");
  }
}

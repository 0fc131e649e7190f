package org.tessera.etl.imaging.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A line of what the reports of a study measured or saw, as its page shows it.
///
/// @param thing what it was measured of: the tracked lesion, its finding and site
/// @param by the algorithm, empty where a person or an unnamed machine did it
public record Measured(
    String thing, String what, String value, String site, String method, String by) {
  /// The lines of a study's digest: groups first name their finding, then their numbers follow.
  static List<Measured> of(ObjectNode digest) {
    Map<String, String> things = new HashMap<>();
    for (JsonNode one : digest.path("observations")) {
      if (one.path("kind").asString("").equals("group")) {
        String thing = thing(one);
        one.path("members").forEach(member -> things.put(member.stringValue(), thing));
      }
    }
    List<Measured> lines = new ArrayList<>();
    for (JsonNode one : digest.path("observations")) {
      if (!one.path("kind").asString("").equals("group")) {
        lines.add(
            new Measured(
                things.getOrDefault(one.path("key").asString(""), ""),
                words(one.path("concept")),
                value(one),
                site(one),
                joined(words(one.path("derivation")), words(one.path("method"))),
                one.path("deviceName").asString("")));
      }
    }
    return lines;
  }

  private static String thing(JsonNode group) {
    return joined(group.path("tracking").asString(""), words(group.path("answer")));
  }

  private static String site(JsonNode one) {
    return joined(words(one.path("laterality")), words(one.path("site")));
  }

  private static String value(JsonNode one) {
    JsonNode quantity = one.path("quantity");
    if (quantity.isObject()) {
      String unit = quantity.path("code").asString(quantity.path("unit").asString(""));
      return joined(quantity.path("value").decimalValue().toPlainString(), unit);
    }
    return words(one.has("answer") ? one.path("answer") : one.path("absent"));
  }

  /// What a concept is called, else its code.
  static String words(JsonNode concept) {
    JsonNode coding = concept.path("coding").path(0);
    String code = coding.path("code").asString("");
    return coding.path("display").asString(concept.path("text").asString(code));
  }

  private static String joined(String first, String second) {
    return (first + " " + second).strip();
  }
}

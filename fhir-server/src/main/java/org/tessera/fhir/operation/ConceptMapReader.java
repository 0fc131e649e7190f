package org.tessera.fhir.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Looks codes up in one concept map. https://hl7.org/fhir/R4/conceptmap.html
final class ConceptMapReader {
  private static final int OTHER_MAPS_MAX = 5;

  /// What a match is called when it is read from the target to the source.
  private static final Map<String, String> REVERSED =
      Map.of(
          "wider", "narrower",
          "narrower", "wider",
          "subsumes", "specializes",
          "specializes", "subsumes");

  private final ObjectNode map;
  private final Canonicals canonicals;
  private final int depth;

  ConceptMapReader(ObjectNode map, Canonicals canonicals) {
    this(map, canonicals, 0);
  }

  private ConceptMapReader(ObjectNode map, Canonicals canonicals, int depth) {
    this.map = map;
    this.canonicals = canonicals;
    this.depth = depth;
  }

  /// What maps and groups may be used.
  record Limits(
      Optional<String> source,
      Optional<String> target,
      Optional<String> targetSystem,
      boolean reverse) {}

  /// @param source the concept map's address
  record Match(String equivalence, String system, String code, String display, String source) {}

  List<Match> translate(Asked asked, Limits limits) {
    List<Match> matches = new ArrayList<>();
    if (!fits(limits.source(), "source") || !fits(limits.target(), "target")) {
      return matches;
    }
    for (JsonNode group : map.path("group")) {
      String from = group.path(limits.reverse() ? "target" : "source").asString("");
      String to = group.path(limits.reverse() ? "source" : "target").asString("");
      boolean right =
          (asked.system().isEmpty() || from.isEmpty() || from.equals(asked.system()))
              && limits.targetSystem().filter(wanted -> !wanted.equals(to)).isEmpty();
      if (right) {
        matches.addAll(
            limits.reverse() ? backward(group, asked, to) : forward(group, asked, to, limits));
      }
    }
    return matches;
  }

  private boolean fits(Optional<String> wanted, String side) {
    String uri = map.path(side + "Uri").asString(map.path(side + "Canonical").asString(""));
    return wanted.isEmpty() || uri.isEmpty() || uri.equals(wanted.get());
  }

  private List<Match> forward(JsonNode group, Asked asked, String to, Limits limits) {
    List<Match> matches = new ArrayList<>();
    boolean listed = false;
    for (JsonNode element : group.path("element")) {
      if (element.path("code").asString("").equals(asked.code())) {
        listed = true;
        for (JsonNode target : element.path("target")) {
          matches.add(match(target.path("equivalence").asString("relatedto"), to, target));
        }
      }
    }
    return listed ? matches : unmapped(group.path("unmapped"), asked, to, limits);
  }

  private List<Match> backward(JsonNode group, Asked asked, String to) {
    List<Match> matches = new ArrayList<>();
    for (JsonNode element : group.path("element")) {
      for (JsonNode target : element.path("target")) {
        if (target.path("code").asString("").equals(asked.code())) {
          String equivalence = target.path("equivalence").asString("relatedto");
          matches.add(match(REVERSED.getOrDefault(equivalence, equivalence), to, element));
        }
      }
    }
    return matches;
  }

  private List<Match> unmapped(JsonNode rule, Asked asked, String to, Limits limits) {
    return switch (rule.path("mode").asString("")) {
      case "provided" -> List.of(new Match("equal", to, asked.code(), "", address()));
      case "fixed" -> List.of(match("inexact", to, rule));
      case "other-map" -> {
        if (depth == OTHER_MAPS_MAX) {
          throw OperationFailure.unprocessable(
              "too-costly", "concept maps refer to each other more than 5 deep");
        }
        yield canonicals
            .find("ConceptMap", rule.path("url").asString(""))
            .map(other -> new ConceptMapReader(other, canonicals, depth + 1))
            .map(reader -> reader.translate(asked, limits))
            .orElse(List.of());
      }
      default -> List.of();
    };
  }

  private Match match(String equivalence, String system, JsonNode node) {
    return new Match(
        equivalence,
        system,
        node.path("code").asString(""),
        node.path("display").asString(""),
        address());
  }

  private String address() {
    return map.path("url").asString("");
  }
}

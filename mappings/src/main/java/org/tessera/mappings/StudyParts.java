package org.tessera.mappings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What `study.yaml` says of a study, before its forms are read.
record StudyParts(
    String name,
    String title,
    PatientKey patientKey,
    DeliveryMode delivery,
    ReadingHints reading,
    Optional<String> anchor,
    Optional<String> imagingProfile,
    RuleNode.Fields node) {
  static final Set<String> WORDS =
      Set.of(
          "study",
          "title",
          "description",
          "patient",
          "delivery",
          "dates",
          "missing",
          "csv",
          "anchor",
          "imaging",
          "forms",
          "codes",
          "rules",
          "resources");

  static StudyParts of(RuleNode.Fields node, Problems problems) {
    node.onlyKnown(WORDS, problems);
    String name = node.text("study", "");
    if (!name.matches("[a-z0-9][a-z0-9-]{0,30}")) {
      problems.add(node, "a study is named in lower-case letters, digits and -", "study: lung");
    }
    String delivery = node.text("delivery", "partial");
    if (!delivery.equals("full") && !delivery.equals("partial")) {
      problems.add(node, "delivery is full or partial", "delivery: partial");
    }
    return new StudyParts(
        name,
        node.text("title", name),
        PatientKey.of(node.fields("patient"), problems),
        delivery.equals("full") ? DeliveryMode.FULL : DeliveryMode.PARTIAL,
        reading(node, problems),
        anchor(node, problems),
        imagingProfile(node, problems),
        node);
  }

  private static ReadingHints reading(RuleNode.Fields node, Problems problems) {
    RuleNode.Fields csv = node.fields("csv");
    csv.onlyKnown(Set.of("charset", "decimal", "separator"), problems);
    return new ReadingHints(
        csv.get("charset").map(RuleNode::asText),
        csv.get("separator").map(RuleNode::asText).map(StudyParts::separator),
        csv.get("decimal")
            .map(RuleNode::asText)
            .filter(mark -> !mark.isEmpty())
            .map(mark -> mark.charAt(0)),
        node.texts("dates"),
        node.texts("missing"));
  }

  private static char separator(String text) {
    return text.equals("\\t") || text.equals("tab") || text.isEmpty() ? '\t' : text.charAt(0);
  }

  private static Optional<String> imagingProfile(RuleNode.Fields node, Problems problems) {
    RuleNode.Fields imaging = node.fields("imaging");
    imaging.onlyKnown(Set.of("profile"), problems);
    if (node.has("imaging") && !imaging.has("profile")) {
      problems.add(node, "imaging names no profile", "imaging: { profile: research }");
    }
    return imaging.get("profile").map(RuleNode::asText);
  }

  private static Optional<String> anchor(RuleNode.Fields node, Problems problems) {
    if (!node.has("anchor")) {
      return Optional.empty();
    }
    RuleNode.Fields anchor = node.fields("anchor");
    anchor.onlyKnown(Set.of("date", "reason"), problems);
    String date = anchor.text("date", "");
    if (!date.matches("\\d{4}-\\d\\d-\\d\\d") || anchor.text("reason", "").isEmpty()) {
      problems.add(node, "an anchor has a date and a reason", "anchor: { date: …, reason: … }");
    }
    return Optional.of(date);
  }

  /// How dates may be written: ISO's way, then the study's own.
  List<DatePattern> dates(Problems problems) {
    List<DatePattern> patterns = new ArrayList<>();
    DatePattern.of("yyyy-MM-dd").ifPresent(patterns::add);
    for (RuleNode each : node.all("dates")) {
      Optional<DatePattern> pattern = DatePattern.of(each.asText());
      if (pattern.isEmpty()) {
        problems.add(
            each, "\"" + each.asText() + "\" is no way to write a date", "such as dd/MM/yyyy");
        continue;
      }
      for (DatePattern other : patterns) {
        if (pattern.get().ambiguousWith(other)) {
          problems.add(
              each,
              "a date could be read as " + other.text() + " and as " + each.asText(),
              "keep one of them");
        }
      }
      patterns.add(pattern.get());
    }
    return patterns;
  }

  /// The words that surround every row of the study.
  Map<String, JsonNode> words() {
    Map<String, JsonNode> words = new HashMap<>();
    words.put("study", JsonNodeFactory.instance.stringNode(name));
    anchor.ifPresent(date -> words.put("anchor", JsonNodeFactory.instance.stringNode(date)));
    return words;
  }
}

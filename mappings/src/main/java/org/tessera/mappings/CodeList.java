package org.tessera.mappings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One code list: the values a cell may hold, and what each becomes.
final class CodeList {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern TRAILING_ZEROS = Pattern.compile("(-?\\d+)\\.0+");
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private final String name;
  private final List<CodeEntry> entries = new ArrayList<>();
  private final Map<String, ObjectNode> concepts = new LinkedHashMap<>();
  private final Map<String, String> values = new HashMap<>();

  CodeList(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  List<CodeEntry> entries() {
    return List.copyOf(entries);
  }

  void add(CodeEntry entry) {
    entries.add(entry);
    // A value's own spelling wins over another value's label.
    values.put(fold(entry.value()), entry.value());
    values.putIfAbsent(fold(entry.label()), entry.value());
    ObjectNode concept =
        concepts.computeIfAbsent(entry.value(), value -> JSON.objectNode().put("text", ""));
    entry.code().ifPresent(code -> codings(concept).add(coding(entry)));
    // The text comes after the codings, and is the label of the value's first line.
    String text = concept.remove("text").asString();
    concept.put("text", text.isEmpty() ? entry.label() : text);
  }

  /// Gives a value a code that was decided on after the list was written; a value without a code
  /// loses its standing as unmatched.
  void accept(CodeEntry entry) {
    entries.removeIf(old -> old.value().equals(entry.value()) && old.code().isEmpty());
    if (entries.stream()
        .noneMatch(old -> old.value().equals(entry.value()) && old.code().equals(entry.code()))) {
      add(entry);
    }
  }

  private static ArrayNode codings(ObjectNode concept) {
    return concept.get("coding") instanceof ArrayNode known ? known : concept.putArray("coding");
  }

  private static ObjectNode coding(CodeEntry entry) {
    ObjectNode coding = JSON.objectNode();
    entry.code().ifPresent(code -> coding.put("system", code.system()).put("code", code.value()));
    return entry.display().isEmpty() ? coding : coding.put("display", entry.display());
  }

  /// The CodeableConcept of a value: shared, so copy before it leaves.
  Optional<ObjectNode> concept(String value) {
    return Optional.ofNullable(concepts.get(value));
  }

  /// The value a cell's text stands for: the value itself, `3.0` for `3`, or the label.
  Optional<String> find(String text) {
    return Optional.ofNullable(values.get(fold(text)));
  }

  /// The values with their labels, for telling what is allowed; shortened after the first twenty.
  String allowed() {
    List<String> words = new ArrayList<>();
    for (Map.Entry<String, ObjectNode> each : concepts.entrySet()) {
      String label = each.getValue().path("text").asString();
      words.add(label.equals(each.getKey()) ? label : each.getKey() + " " + label);
    }
    return words.size() <= 20
        ? String.join(", ", words)
        : String.join(", ", words.subList(0, 20)) + " … (" + words.size() + " values)";
  }

  private static String fold(String text) {
    String folded = BLANKS.matcher(text.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
    var number = TRAILING_ZEROS.matcher(folded);
    return number.matches() ? number.group(1) : folded;
  }
}

package org.tessera.etl.imaging.content;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Tag;
import org.tessera.mappings.Problems;
import org.tessera.mappings.RuleNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What instances of one kind mark: the segments of a segmentation, the regions of a structure set,
/// as `mappings/dicom/contents.yaml` tells where it stands.
final class StructureReader {
  private static final int STRUCTURES_MAX = 500;
  private static final int TEXT_MAX = 200;
  private static final List<String> CODED = List.of("category", "type", "region");
  private static final List<String> PLAIN =
      List.of("label", "algorithmType", "algorithmName", "algorithmVersion", "interpreted");
  private static final Set<String> WORDS =
      Set.of(
          "classes",
          "items",
          "number",
          "label",
          "category",
          "type",
          "region",
          "algorithmType",
          "algorithmName",
          "algorithmVersion",
          "trackingUid",
          "interpreted",
          "series",
          "also");

  private final CodedConcepts codes;
  private final Set<String> dummies;
  private final Set<String> classes;
  private final List<Integer> items;
  private final List<Integer> alsoItems;
  private final List<List<Integer>> alsoNumber;
  private final Map<String, List<List<Integer>>> places = new HashMap<>();

  /// @param dummies words that de-identification puts in the place of a text
  StructureReader(
      RuleNode.Fields rule, CodedConcepts codes, Set<String> dummies, Problems problems) {
    rule.onlyKnown(WORDS, problems);
    this.dummies = dummies;
    this.codes = codes;
    this.classes = new HashSet<>(rule.texts("classes"));
    this.items = path(rule, rule.text("items", ""), problems);
    RuleNode.Fields also = rule.fields("also");
    this.alsoItems = also.has("items") ? path(also, also.text("items", ""), problems) : List.of();
    this.alsoNumber = paths(also, "number", problems);
    for (String word : WORDS) {
      if (!Set.of("classes", "items", "also").contains(word)) {
        places.put(word, paths(rule, word, problems));
      }
    }
  }

  private static List<List<Integer>> paths(RuleNode.Fields rule, String word, Problems problems) {
    return rule.texts(word).stream().map(text -> path(rule, text, problems)).toList();
  }

  private static List<Integer> path(RuleNode.Fields rule, String text, Problems problems) {
    List<Integer> tags = new ArrayList<>();
    for (String keyword : text.split("\\.", -1)) {
      Tag.parse(keyword)
          .ifPresentOrElse(
              tags::add,
              () -> problems.add(rule, "PS3.6 has no attribute " + keyword, "a keyword of PS3.6"));
    }
    return tags;
  }

  boolean reads(String sopClass) {
    return classes.contains(sopClass);
  }

  /// What is marked, and the series it is marked on.
  ObjectNode read(DataSet dataSet) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    ArrayNode structures = content.putArray("structures");
    Map<String, DataSet> also = new HashMap<>();
    for (DataSet item : sequence(dataSet, alsoItems)) {
      also.putIfAbsent(text(List.of(item), alsoNumber), item);
    }
    List<DataSet> marked = sequence(dataSet, items);
    for (DataSet item : marked.subList(0, Math.min(marked.size(), STRUCTURES_MAX))) {
      String number = text(List.of(item), places("number"));
      DataSet more = also.get(number);
      structures.add(structure(number, more == null ? List.of(item) : List.of(item, more)));
    }
    content.put("left", Math.max(0, marked.size() - STRUCTURES_MAX));
    Set<String> series = new TreeSet<>();
    places("series").forEach(path -> collect(dataSet, path, series));
    series.forEach(content.putArray("refers")::add);
    return content;
  }

  private ObjectNode structure(String number, List<DataSet> said) {
    ObjectNode structure = JsonNodeFactory.instance.objectNode();
    if (number.matches("\\d{1,9}")) {
      structure.put("number", Integer.parseInt(number));
    }
    for (String name : PLAIN) {
      String text = text(said, places(name));
      if (!text.isEmpty() && !dummies.contains(text)) {
        structure.put(name, text.substring(0, Math.min(text.length(), TEXT_MAX)));
      }
    }
    for (String name : CODED) {
      concept(said, places(name)).ifPresent(concept -> structure.set(name, concept));
    }
    String tracked = text(said, places("trackingUid"));
    if (!tracked.isEmpty()) {
      structure.put("trackingUid", "urn:oid:" + tracked);
    }
    return structure;
  }

  private List<List<Integer>> places(String word) {
    return places.getOrDefault(word, List.of());
  }

  private static List<DataSet> sequence(DataSet dataSet, List<Integer> path) {
    return path.isEmpty()
        ? List.of()
        : last(dataSet, path).map(at -> at.sequence(path.getLast())).orElse(List.of());
  }

  /// The data set that holds the last attribute of a path.
  private static Optional<DataSet> last(DataSet dataSet, List<Integer> path) {
    DataSet at = dataSet;
    for (int tag : path.subList(0, path.size() - 1)) {
      List<DataSet> inner = at.sequence(tag);
      if (inner.isEmpty()) {
        return Optional.empty();
      }
      at = inner.getFirst();
    }
    return Optional.of(at);
  }

  private static String text(List<DataSet> said, List<List<Integer>> paths) {
    for (DataSet item : said) {
      for (List<Integer> path : paths) {
        Optional<DataSet> at = last(item, path);
        if (at.isEmpty()) {
          continue;
        }
        List<java.math.BigDecimal> numbers = at.get().numbers(path.getLast());
        String text =
            numbers.isEmpty()
                ? at.get().string(path.getLast()).orElse("")
                : numbers.getFirst().toPlainString();
        if (!text.isEmpty()) {
          return text;
        }
      }
    }
    return "";
  }

  private Optional<ObjectNode> concept(List<DataSet> said, List<List<Integer>> paths) {
    for (DataSet item : said) {
      for (List<Integer> path : paths) {
        Optional<ObjectNode> concept =
            last(item, path).flatMap(at -> codes.concept(at, path.getLast()));
        if (concept.isPresent()) {
          return concept;
        }
      }
    }
    return Optional.empty();
  }

  /// All values at a path, in every item of the sequences on the way.
  private static void collect(DataSet dataSet, List<Integer> path, Set<String> into) {
    if (path.size() == 1) {
      dataSet.string(path.getFirst()).ifPresent(into::add);
    } else if (dataSet.get(path.getFirst()).orElse(null) instanceof SequenceElement sequence) {
      sequence.items().forEach(item -> collect(item, path.subList(1, path.size()), into));
    }
  }
}

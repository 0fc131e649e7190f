package org.tessera.catalog.cohort;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tessera.catalog.cohort.Criterion.All;
import org.tessera.catalog.cohort.Criterion.Any;
import org.tessera.catalog.cohort.Criterion.Between;
import org.tessera.catalog.cohort.Criterion.Entry;
import org.tessera.catalog.cohort.Criterion.Has;
import org.tessera.catalog.cohort.Criterion.Near;
import org.tessera.catalog.cohort.Criterion.Not;
import org.tessera.catalog.cohort.Criterion.OneOf;
import org.tessera.catalog.cohort.Criterion.Wanted;
import org.tessera.catalog.cohort.Criterion.Words;
import org.tessera.catalog.index.Span;
import org.tessera.vocabularies.words.Said;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A cohort in JSON, as it stands in addresses, files and the interface for programs.
///
/// ```json
/// {"all": [{"level": "patient", "where": {"sex": ["female"], "age": {"from": 40, "to": 60}}},
///          {"any": [{"words": "breast cancer"}, {"not": {"level": "series"}}]},
///          {"level": "series", "where": {"modality": ["MR"]}, "atLeast": 2, "days": true,
///           "near": {"level": "treatment", "where": {"treatment": ["surgery"]}, "from": -90, "to": 0}}]}
/// ```
public final class CohortJson {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int CRITERIA_MAX = 100;
  private static final int DEPTH_MAX = 20;
  private static final int VALUES_MAX = 200;
  private static final int ALL_VALUES_MAX = 400;
  private static final int WORDS_MAX = 10;
  private static final int DAYS_MAX = 40_000;
  private static final int CHARACTERS_MAX = 200;

  private CohortJson() {}

  /// What a text says, with everything that was not understood left out.
  ///
  /// @param problems what was left out and why, in sentences that repeat nothing of the text but
  ///   names
  public record Read(Criterion cohort, List<Said> problems) {}

  /// Reads what [#write(Criterion)] wrote, or somebody typed. Nothing is an error.
  public static Read read(String text) {
    var reader = new Reader();
    if (text.isBlank()) {
      return new Read(new All(List.of()), List.of());
    }
    JsonNode tree;
    try {
      tree = JSON.readTree(text);
    } catch (JacksonException e) {
      return new Read(new All(List.of()), List.of(Said.of("cohort-problem.no-json")));
    }
    Criterion cohort = reader.criterion(tree, 0).orElseGet(() -> new All(List.of()));
    return new Read(cohort, List.copyOf(reader.problems));
  }

  /// The cohort as one line of JSON.
  public static String write(Criterion cohort) {
    return JSON.writeValueAsString(tree(cohort));
  }

  /// The cohort as a tree.
  public static ObjectNode tree(Criterion cohort) {
    ObjectNode node = JSON.createObjectNode();
    switch (cohort) {
      case All all -> list(node.putArray("all"), all.of());
      case Any any -> list(node.putArray("any"), any.of());
      case Not not -> node.set("not", tree(not.of()));
      case Words words -> node.put("words", words.typed());
      case Has has -> {
        entry(node, has.entry());
        if (has.atLeast() != 1) {
          node.put("atLeast", has.atLeast());
        }
        if (has.days()) {
          node.put("days", true);
        }
        has.near()
            .ifPresent(near -> {
              ObjectNode other = node.putObject("near");
              entry(other, near.other());
              other.put("from", near.from()).put("to", near.to());
            });
      }
    }
    return node;
  }

  private static void list(ArrayNode array, List<Criterion> criteria) {
    criteria.forEach(one -> array.add(tree(one)));
  }

  private static void entry(ObjectNode node, Entry entry) {
    node.put("level", entry.level());
    if (entry.where().isEmpty()) {
      return;
    }
    ObjectNode where = node.putObject("where");
    entry
        .where()
        .forEach((field, wanted) -> {
          switch (wanted) {
            case OneOf values -> values.values().forEach(where.withArray(field)::add);
            case Between(Span range) -> {
              ObjectNode ends = where.putObject(field);
              range.from().ifPresent(from -> ends.put("from", from));
              range.to().ifPresent(to -> ends.put("to", to));
            }
          }
        });
  }

  private static final class Reader {
    private final Set<Said> problems = new LinkedHashSet<>();
    private int criteria;
    private int values;
    private int words;

    Optional<Criterion> criterion(JsonNode node, int depth) {
      if (depth > DEPTH_MAX || ++criteria > CRITERIA_MAX) {
        problems.add(Said.of("cohort-problem.criteria", CRITERIA_MAX, DEPTH_MAX));
        return Optional.empty();
      }
      if (node.has("all")) {
        return Optional.of(new All(all(node.path("all"), depth)));
      }
      if (node.has("any")) {
        List<Criterion> any = all(node.path("any"), depth);
        return any.isEmpty() ? Optional.empty() : Optional.of(new Any(any));
      }
      if (node.has("not")) {
        return criterion(node.path("not"), depth + 1).map(Not::new);
      }
      if (node.has("words")) {
        if (++words > WORDS_MAX) {
          problems.add(Said.of("cohort-problem.words", WORDS_MAX));
          return Optional.empty();
        }
        String typed = node.path("words").asString("").strip();
        return typed.isEmpty()
            ? Optional.empty()
            : Optional.of(new Words(typed.substring(0, Math.min(typed.length(), CHARACTERS_MAX))));
      }
      if (node.has("level")) {
        return Optional.of(has(node));
      }
      problems.add(Said.of("cohort-problem.no-level"));
      return Optional.empty();
    }

    private List<Criterion> all(JsonNode list, int depth) {
      List<Criterion> all = new ArrayList<>();
      list.forEach(one -> criterion(one, depth + 1).ifPresent(all::add));
      return all;
    }

    private Criterion has(JsonNode node) {
      JsonNode near = node.path("near");
      return new Has(
          entry(node),
          Math.clamp(node.path("atLeast").asLong(1), 1, DAYS_MAX),
          node.path("days").asBoolean(false),
          near.has("level")
              ? Optional.of(
                  new Near(entry(near), days(near, "from", -DAYS_MAX), days(near, "to", DAYS_MAX)))
              : Optional.empty());
    }

    private static int days(JsonNode near, String end, int open) {
      return Math.clamp(near.path(end).asLong(open), -DAYS_MAX, DAYS_MAX);
    }

    private Entry entry(JsonNode node) {
      SortedMap<String, Wanted> where = new TreeMap<>();
      for (Map.Entry<String, JsonNode> field : node.path("where").properties()) {
        wanted(field.getValue())
            .ifPresentOrElse(
                wanted -> where.put(field.getKey(), wanted),
                () -> problems.add(Said.of("cohort-problem.value", field.getKey())));
      }
      return new Entry(node.path("level").asString(""), where);
    }

    private Optional<Wanted> wanted(JsonNode node) {
      if (node.isObject()) {
        var range = new Span(number(node.path("from")), number(node.path("to")));
        return range.from().isEmpty() && range.to().isEmpty()
            ? Optional.empty()
            : Optional.of(new Between(range));
      }
      Set<String> listed = new TreeSet<>();
      for (JsonNode value : node.isArray() ? node : List.of(node)) {
        if (listed.size() >= VALUES_MAX || values >= ALL_VALUES_MAX) {
          problems.add(Said.of("cohort-problem.values", VALUES_MAX, ALL_VALUES_MAX));
          break;
        }
        if (value.isValueNode() && !value.isNull() && listed.add(value.asString(""))) {
          values++;
        }
      }
      return listed.isEmpty() ? Optional.empty() : Optional.of(new OneOf(List.copyOf(listed)));
    }

    private static Optional<BigDecimal> number(JsonNode node) {
      String text = node.asString("").strip();
      return text.matches("-?\\d{1,9}(\\.\\d{1,9})?")
          ? Optional.of(new BigDecimal(text))
          : Optional.empty();
    }
  }
}

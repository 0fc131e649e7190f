package org.tessera.omop;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The verb `when`: whether something a resource says holds.
///
/// A path alone asks for presence, `absent` for the opposite; `in`, `not`, `starts` and `pattern`
/// compare the codes, or the text, at a path; `any` needs one of several, a list needs all.
interface When {
  boolean holds(JsonNode resource, JsonNode item);

  static When compile(@Nullable Object rule) {
    return switch (rule) {
      case null -> (resource, item) -> true;
      case String path -> present(FhirPath.parse(path));
      case List<?> all -> all(all.stream().map(When::compile).toList());
      case Map<?, ?> map when map.containsKey("any") -> any(map.get("any"));
      case Map<?, ?> map when map.get("absent") instanceof String path -> absent(path);
      case Map<?, ?> map -> comparison(map);
      default -> throw new IllegalArgumentException("not a condition: " + rule);
    };
  }

  private static When present(FhirPath path) {
    return (resource, item) -> !path.first(resource, item).isMissingNode();
  }

  private static When absent(String text) {
    FhirPath path = FhirPath.parse(text);
    return (resource, item) -> path.first(resource, item).isMissingNode();
  }

  private static When all(List<When> conditions) {
    return (resource, item) -> conditions.stream().allMatch(one -> one.holds(resource, item));
  }

  private static When any(@Nullable Object rule) {
    if (!(rule instanceof List<?> list)) {
      throw new IllegalArgumentException("any needs a list: " + rule);
    }
    List<When> conditions = list.stream().map(When::compile).toList();
    return (resource, item) -> conditions.stream().anyMatch(one -> one.holds(resource, item));
  }

  private static When comparison(Map<?, ?> map) {
    FhirPath path = FhirPath.parse(String.valueOf(map.get("column")));
    if (map.containsKey("not")) {
      Predicate<String> excluded = in(map.get("not"));
      return (resource, item) -> !matches(path, resource, item, excluded);
    }
    Predicate<String> wanted = wanted(map);
    return (resource, item) -> matches(path, resource, item, wanted);
  }

  private static Predicate<String> wanted(Map<?, ?> map) {
    if (map.containsKey("in")) {
      return in(map.get("in"));
    }
    if (map.get("starts") instanceof List<?> starts) {
      List<String> prefixes = starts.stream().map(String::valueOf).toList();
      return text -> prefixes.stream().anyMatch(text::startsWith);
    }
    if (map.get("pattern") instanceof String pattern) {
      return Pattern.compile(pattern).asMatchPredicate();
    }
    throw new IllegalArgumentException("a condition needs in, not, starts or pattern: " + map);
  }

  private static Predicate<String> in(@Nullable Object values) {
    if (!(values instanceof List<?> list)) {
      throw new IllegalArgumentException("not a list: " + values);
    }
    Set<String> set = list.stream().map(String::valueOf).collect(Collectors.toSet());
    return set::contains;
  }

  private static boolean matches(
      FhirPath path, JsonNode resource, JsonNode item, Predicate<String> wanted) {
    boolean[] found = {false};
    path.all(resource, item, node -> found[0] |= matches(node, wanted));
    return found[0];
  }

  private static boolean matches(JsonNode node, Predicate<String> wanted) {
    if (!node.isObject()) {
      return wanted.test(node.asString(""));
    }
    for (JsonNode coding : node.path("coding")) {
      if (wanted.test(coding.path("code").asString(""))) {
        return true;
      }
    }
    return wanted.test(node.path("code").asString(""));
  }
}

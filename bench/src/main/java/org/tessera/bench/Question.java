package org.tessera.bench;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A search to be asked of any FHIR server.
///
/// @param kind what of the standard it tries
/// @param path what is searched, such as `Patient` or `Patient/1/Observation`; empty for all types
record Question(String kind, String path, List<Condition> conditions) {
  /// A parameter with its modifier, and its value, not percent-encoded.
  record Condition(String name, String value) {
    @Override
    public String toString() {
      return name + "=" + value;
    }
  }

  static Question of(String kind, String path, String... namesAndValues) {
    List<Condition> conditions = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      conditions.add(new Condition(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new Question(kind, path, List.copyOf(conditions));
  }

  /// This question and those of another of the same type.
  Question and(Question other) {
    List<Condition> all = new ArrayList<>(conditions);
    all.addAll(other.conditions);
    return new Question("several conditions", path, List.copyOf(all));
  }

  Question without(int condition) {
    List<Condition> fewer = new ArrayList<>(conditions);
    fewer.remove(condition);
    return new Question(kind, path, List.copyOf(fewer));
  }

  boolean sorts() {
    return conditions.stream().anyMatch(condition -> condition.name().equals("_sort"));
  }

  /// The part of the address behind the `?`, or the body of a search by POST.
  String encoded() {
    return conditions.stream()
        .map(condition -> encoded(condition.name()) + "=" + encoded(condition.value()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// As a reader wants it, without percent signs.
  @Override
  public String toString() {
    return path
        + "?"
        + conditions.stream().map(Condition::toString).collect(Collectors.joining("&"));
  }
}

package org.tessera.etl.deidentify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The planted identities and what must become of each, read from the tables beside this class.
final class AnswerKey {
  /// The action types of the MIDI-B challenge.
  enum Action {
    TEXT_REMOVED,
    TEXT_RETAINED,
    TEXT_NOT_NULL,
    DATE_SHIFTED,
    PATID_CONSISTENT,
    UID_CHANGED,
    UID_CONSISTENT,
    TAG_RETAINED,
    PIXELS_HIDDEN,
    PIXELS_RETAINED
  }

  /// One thing to look at in one file.
  ///
  /// @param vr empty when another line plants the value
  record Check(String file, String path, String vr, String value, Expectation expectation) {}

  /// What must be true of a place.
  ///
  /// @param texts that must be gone or must stay; empty for the planted value itself
  record Expectation(Action action, List<String> texts, String category) {}

  /// A file to be written.
  ///
  /// @param cells its row of `files.tsv`
  /// @param person the words its texts are made of
  record Source(String name, int number, Map<String, String> cells, Map<String, String> person) {
    List<Integer> burnedIn() {
      String region = cells.getOrDefault("burned in", "");
      return region.isEmpty()
          ? List.of()
          : Arrays.stream(region.split(",", -1)).map(Integer::valueOf).toList();
    }
  }

  private final List<Source> sources = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();

  private AnswerKey() {}

  static AnswerKey read() {
    var key = new AnswerKey();
    Map<String, Map<String, String>> people = new LinkedHashMap<>();
    TsvTable.resource("people.tsv").forEach(row -> people.put(row.getOrDefault("person", ""), row));
    for (Map<String, String> row : TsvTable.resource("files.tsv")) {
      Map<String, String> words =
          words(Objects.requireNonNull(people.get(row.get("person"))), row, key.sources.size());
      key.sources.add(new Source(row.getOrDefault("file", ""), key.sources.size(), row, words));
    }
    for (Map<String, String> row : TsvTable.resource("answer-key.tsv")) {
      key.sources.stream()
          .filter(source -> isMeant(row.getOrDefault("files", ""), source.name))
          .forEach(source -> key.checks.add(check(row, source)));
    }
    return key;
  }

  private static boolean isMeant(String files, String name) {
    return Arrays.stream(files.split(",", -1))
        .anyMatch(part ->
            part.equals("*") || (part.endsWith("-") ? name.startsWith(part) : name.equals(part)));
  }

  private static Check check(Map<String, String> row, Source source) {
    String texts = row.getOrDefault("expect", "");
    return new Check(
        source.name,
        fill(row.getOrDefault("path", ""), source.person),
        row.getOrDefault("vr", ""),
        fill(row.getOrDefault("value", ""), source.person),
        new Expectation(
            Action.valueOf(row.getOrDefault("action", "").toUpperCase(Locale.ROOT)),
            texts.isEmpty()
                ? List.of()
                : Arrays.stream(texts.split("\\|", -1)).map(t -> fill(t, source.person)).toList(),
            row.getOrDefault("category", "")));
  }

  private static Map<String, String> words(
      Map<String, String> person, Map<String, String> file, int number) {
    Map<String, String> words = new LinkedHashMap<>(person);
    String[] name = words.getOrDefault("name", "").split("[=^]", -1);
    String birth = words.getOrDefault("birth", "");
    words.put("family", name[0]);
    words.put("given", name[1]);
    words.put("upper", name[0].toUpperCase(Locale.ROOT));
    words.put("physicianfamily", words.getOrDefault("physician", "").split("[=^]", -1)[0]);
    words.put("otherdigits", words.getOrDefault("otherid", "").replaceAll("\\D", ""));
    words.put(
        "birthdotted",
        birth.substring(6) + "." + birth.substring(4, 6) + "." + birth.substring(0, 4));
    words.put("date", file.getOrDefault("date", ""));
    words.put("n", Integer.toString(number + 100));
    return words;
  }

  private static String fill(String template, Map<String, String> words) {
    String text = template.replace("\\0", "\0");
    for (Map.Entry<String, String> word : words.entrySet()) {
      text = text.replace("{" + word.getKey() + "}", word.getValue());
    }
    return text;
  }

  List<Source> sources() {
    return sources;
  }

  List<Check> checks() {
    return checks;
  }

  Optional<Source> source(String name) {
    return sources.stream().filter(source -> source.name.equals(name)).findFirst();
  }
}

package org.tessera.mappings.authoring;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.tessera.mappings.Problems;
import org.tessera.mappings.RuleFiles;
import org.tessera.mappings.RuleNode;

/// What headings and words are known to mean: the tables of `mappings/draft`.
final class Headings {
  private static final Pattern BREAK = Pattern.compile("(?<=[a-z])(?=[A-Z])|[\\s_.\\-/:#']+");
  private static final Pattern BRACKET =
      Pattern.compile("[(\\[]\\s*([^()\\[\\]]+?)\\s*[)\\]]\\s*$");

  private final List<Role> roles = new ArrayList<>();
  private final Map<String, Map<String, String>> meanings = new HashMap<>();
  private final Set<String> missing = new TreeSet<>();
  private final Map<String, String> units = new HashMap<>();
  private final Map<String, String> aliases = new HashMap<>();
  private final Map<Pattern, String> written = new LinkedHashMap<>();

  /// @param code what is asked, `system|code`; empty where the heading does not say
  record Role(String name, Pattern pattern, String code) {}

  Headings() {
    RuleFiles files = RuleFiles.builtIn("draft");
    Problems problems = new Problems();
    for (RuleNode.Fields row : files.rows("roles.csv", problems)) {
      roles.add(
          new Role(
              row.text("role", ""),
              // Without it the border of a word is one of English letters alone.
              Pattern.compile(row.text("pattern", ""), Pattern.UNICODE_CHARACTER_CLASS),
              row.text("code", "")));
    }
    for (RuleNode.Fields row : files.rows("values.csv", problems)) {
      if (row.text("role", "").equals("missing")) {
        missing.add(row.text("word", ""));
      } else {
        meanings
            .computeIfAbsent(row.text("role", ""), role -> new HashMap<>())
            .put(row.text("word", ""), row.text("meaning", ""));
      }
    }
    for (RuleNode.Fields row : files.rows("units.csv", problems)) {
      units.put(row.text("word", ""), row.text("unit", ""));
    }
    for (RuleNode.Fields row : files.rows("written.csv", problems)) {
      written.put(Pattern.compile(row.text("pattern", "")), row.text("system", ""));
    }
    for (RuleNode.Fields row : files.rows("aliases.csv", problems)) {
      aliases.put(row.text("written", ""), row.text("system", ""));
    }
    problems.throwIfAny();
  }

  /// The name a code system goes by here.
  String system(String written) {
    return aliases.getOrDefault(written, written);
  }

  /// The code systems in whose writing a value is, for it may be a code itself.
  List<String> systemsOf(String value) {
    return written.entrySet().stream()
        .filter(entry -> entry.getKey().matcher(value).matches())
        .map(Map.Entry::getValue)
        .toList();
  }

  /// What a heading says its column is.
  Optional<Role> role(String heading) {
    String plain = plain(heading);
    return roles.stream().filter(role -> role.pattern().matcher(plain).find()).findFirst();
  }

  boolean missing(String cell) {
    String word = cell.strip().toLowerCase(Locale.ROOT);
    return word.isEmpty() || missing.contains(word);
  }

  /// What a value of a role means, empty where its words do not say.
  Optional<String> meaning(String role, String value) {
    return Optional.ofNullable(
        meanings.getOrDefault(role, Map.of()).get(value.strip().toLowerCase(Locale.ROOT)));
  }

  /// The unit a heading ends in, empty for none.
  String unit(String heading) {
    var bracket = BRACKET.matcher(heading);
    if (bracket.find()) {
      return units.getOrDefault(bracket.group(1).toLowerCase(Locale.ROOT), "");
    }
    String plain = plain(heading);
    int blank = plain.lastIndexOf(' ');
    return blank < 0 ? "" : units.getOrDefault(plain.substring(blank + 1), "");
  }

  /// Lower case, with a blank for every break between words.
  static String plain(String heading) {
    return BREAK.matcher(heading).replaceAll(" ").toLowerCase(Locale.ROOT).strip();
  }

  /// A name rules can use.
  static String name(String heading, Set<String> taken) {
    String name =
        Normalizer.normalize(heading, Normalizer.Form.NFD)
            .replaceAll("\\p{M}+", "")
            .replaceAll("[^A-Za-z0-9]+", "_")
            .replaceAll("^_+|_+$", "")
            .toLowerCase(Locale.ROOT);
    String plain =
        name.isEmpty() ? "column" : Character.isDigit(name.charAt(0)) ? "c_" + name : name;
    String free = plain.length() > 60 ? plain.substring(0, 60) : plain;
    for (int number = 2; !taken.add(free); number++) {
      free = plain + "_" + number;
    }
    return free;
  }
}

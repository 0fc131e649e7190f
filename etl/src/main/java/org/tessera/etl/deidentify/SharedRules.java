package org.tessera.etl.deidentify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tessera.dicom.Tag;
import org.tessera.dicom.Vr;
import org.tessera.mappings.Problems;
import org.tessera.mappings.RuleFiles;
import org.tessera.mappings.RuleNode;

/// The tables that all profiles share.
///
/// @param standard the rows of PS3.15 table E.1-1
/// @param unlisted what becomes of other attributes, by representation
/// @param kept those of them that are treated in another way
/// @param identifying attributes whose values are looked for elsewhere
/// @param dummies by representation
/// @param schemes coding schemes whose codes may stay
record SharedRules(
    List<RuleNode.Fields> standard,
    Map<Vr, String> unlisted,
    Map<Integer, String> kept,
    SafePrivate safePrivate,
    Map<Integer, Identity.Kind> identifying,
    Map<Vr, String> dummies,
    Set<String> schemes,
    TextCleaner cleaner,
    PixelRules pixels) {

  static SharedRules read(RuleFiles files, Problems problems) {
    return new Reader(files, problems).read();
  }

  private record Reader(RuleFiles files, Problems problems) {
    SharedRules read() {
      return new SharedRules(
          rows("confidentiality-profile"),
          byVr("unlisted", "action"),
          kept(),
          safePrivate(),
          identifying(),
          byVr("dummies", "value"),
          schemes(),
          cleaner(),
          PixelRules.read(files, rows("pixel-review"), problems));
    }

    /// The rows of every table whose name begins so.
    private List<RuleNode.Fields> rows(String name) {
      List<RuleNode.Fields> rows = new ArrayList<>();
      for (String file : files.names()) {
        if (file.startsWith(name) && file.endsWith(".csv")) {
          rows.addAll(files.rows(file, problems));
        }
      }
      return rows;
    }

    private Map<Vr, String> byVr(String table, String column) {
      Map<Vr, String> values = new EnumMap<>(Vr.class);
      for (RuleNode.Fields row : rows(table)) {
        Optional<Vr> vr = Vr.of(row.text("representation", ""));
        if (vr.isEmpty()) {
          problems.add(row, "no such representation", "the two letters of PS3.5 section 6.2");
        } else {
          values.put(vr.get(), row.text(column, ""));
        }
      }
      return values;
    }

    private Map<Integer, String> kept() {
      Map<Integer, String> kept = new HashMap<>();
      for (RuleNode.Fields row : rows("kept")) {
        tag(row, problems).ifPresent(tag -> kept.put(tag, row.text("action", "")));
      }
      return kept;
    }

    private SafePrivate safePrivate() {
      Map<String, Set<Integer>> byCreator = new HashMap<>();
      for (RuleNode.Fields row : rows("safe-private")) {
        try {
          int group = Integer.parseInt(row.text("group", ""), 16);
          int element = Integer.parseInt(row.text("element", ""), 16);
          byCreator
              .computeIfAbsent(row.text("creator", ""), _ -> new HashSet<>())
              .add(SafePrivate.key(group, element));
        } catch (NumberFormatException _) {
          problems.add(row, "group and element are hexadecimal", "0019 and 0C");
        }
      }
      return new SafePrivate(byCreator);
    }

    private Map<Integer, Identity.Kind> identifying() {
      Map<Integer, Identity.Kind> kinds = new HashMap<>();
      for (RuleNode.Fields row : rows("identifying")) {
        Optional<Identity.Kind> kind = Identity.Kind.of(row.text("kind", ""));
        if (kind.isEmpty()) {
          problems.add(row, "no such kind", "name, number, phrase or date");
          continue;
        }
        tag(row, problems).ifPresent(tag -> kinds.put(tag, kind.get()));
      }
      return kinds;
    }

    private Set<String> schemes() {
      Set<String> schemes = new HashSet<>();
      rows("schemes").forEach(row -> schemes.add(row.text("designator", "")));
      return schemes;
    }

    private TextCleaner cleaner() {
      return TextCleaner.read(rows("words"), rows("patterns"), problems);
    }
  }

  /// The tag of a row that names an attribute by its keyword.
  static Optional<Integer> tag(RuleNode.Fields row, Problems problems) {
    Optional<Integer> tag = Tag.parse(row.text("attribute", ""));
    if (tag.isEmpty()) {
      problems.add(row, "PS3.6 has no such attribute", "a keyword or (gggg,eeee)");
    }
    return tag;
  }
}

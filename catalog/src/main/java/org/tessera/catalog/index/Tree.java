package org.tessera.catalog.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tessera.mappings.Problems;
import org.tessera.mappings.RuleFiles;
import org.tessera.mappings.RuleNode;

/// Groups the values of an attribute belong to: a table below `mappings/catalog/trees`.
///
/// A group named by two codes, such as `C15-C26`, holds every value from the first to the last,
/// unless a smaller group does; any other value or group belongs where its row says.
public final class Tree {
  private static final Pattern RANGE = Pattern.compile("([A-Z]\\d\\d)-([A-Z]\\d\\d)");
  private static final String REMEDY = "see mappings/catalog/README.md";

  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Map<String, String> within = new LinkedHashMap<>();

  /// A group.
  ///
  /// @param name as it stands in the index and in addresses
  /// @param label what people read
  /// @param also what else it is called
  public record Group(String name, String label, List<String> also) {
    /// The label and what else it is called.
    public List<String> names() {
      List<String> names = new ArrayList<>(List.of(label));
      names.addAll(also);
      return names;
    }

    private Optional<Matcher> range() {
      Matcher matcher = RANGE.matcher(name);
      return matcher.matches() ? Optional.of(matcher) : Optional.empty();
    }

    /// Every code of a letter and two digits from the first to the last.
    private Stream<String> codes() {
      return range().stream()
          .flatMap(ends ->
              IntStream.rangeClosed(number(ends.group(1)), number(ends.group(2)))
                  .mapToObj(code -> "%c%02d".formatted('A' + code / 100, code % 100)));
    }

    private static int number(String code) {
      return (code.charAt(0) - 'A') * 100 + Integer.parseInt(code.substring(1));
    }

    private boolean spans(String first, String last) {
      return range()
          .filter(ends -> ends.group(1).compareTo(first) <= 0 && ends.group(2).compareTo(last) >= 0)
          .isPresent();
    }
  }

  private Tree() {}

  static Tree read(RuleFiles files, String name, Problems problems) {
    var tree = new Tree();
    if (files.text(name).isEmpty()) {
      problems.add(name, 1, "this table of groups is not there", REMEDY);
    }
    for (RuleNode.Fields row : files.rows(name, problems)) {
      row.onlyKnown(Set.of("value", "within", "label", "also"), problems);
      String value = row.text("value", "");
      String group = row.text("within", "");
      if (!row.text("label", "").isEmpty()) {
        List<String> also = new ArrayList<>();
        for (String other : row.text("also", "").split(";", -1)) {
          if (!other.isBlank()) {
            also.add(other.strip());
          }
        }
        tree.groups.put(value, new Group(value, row.text("label", ""), also));
      }
      if (!group.isEmpty()) {
        if (!tree.groups.containsKey(group)) {
          problems.add(row, "there is no group \"" + group + "\" above this row", REMEDY);
        }
        tree.within.put(value, group);
      }
    }
    return tree;
  }

  /// All groups, in the order of the table.
  public List<Group> groups() {
    return List.copyOf(groups.values());
  }

  /// Whether this is the name of a group.
  public boolean isGroup(String value) {
    return groups.containsKey(value);
  }

  /// The group of this name.
  public Optional<Group> group(String value) {
    return Optional.ofNullable(groups.get(value));
  }

  /// The smallest group a value or group belongs to; empty at the top.
  public Optional<String> above(String value) {
    String named = within.get(value);
    if (named != null) {
      return Optional.of(named);
    }
    Matcher range = RANGE.matcher(value);
    String first = range.matches() ? range.group(1) : value;
    String last = range.matches() ? range.group(2) : value;
    // The smallest begins last; of those that begin together it ends first.
    return groups.values().stream()
        .filter(group -> !group.name().equals(value) && group.spans(first, last))
        .map(Group::name)
        .max(
            Comparator.comparing((String name) -> name.substring(0, 3))
                .thenComparing(name -> name.substring(4), Comparator.reverseOrder()));
  }

  /// The values below a group: those the table names, and of a group named by two codes every code
  /// from the first to the last. A value that is no group is below itself.
  public List<String> below(String value) {
    Group group = groups.get(value);
    if (group == null) {
      return List.of(value);
    }
    Stream<String> named = within.keySet().stream().filter(one -> !groups.containsKey(one));
    return Stream.concat(named, group.codes())
        .filter(one -> path(one).contains(value))
        .distinct()
        .toList();
  }

  /// A value and all groups above it, the nearest first. Rows come in the order of their groups, so
  /// no group is above itself.
  public List<String> path(String value) {
    List<String> path = new ArrayList<>(List.of(value));
    Optional<String> next = above(value);
    while (next.isPresent()) {
      path.add(next.get());
      next = above(next.get());
    }
    return path;
  }
}

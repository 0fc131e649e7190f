package org.tessera.etl.form;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tessera.mappings.Column;

/// Reads the names in one header, of one row or two, as columns of a form.
final class HeaderNames {
  private static final Pattern BLANKS =
      Pattern.compile("[\\s\\u00a0\\u200b\\ufeff]+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern BRACKETED = Pattern.compile("(.*\\S)\\s*[\\[(]\\s*(\\d+)\\s*[\\])]");
  private static final Pattern DOTTED = Pattern.compile("(.*\\S)\\.(\\d+)");
  private static final Pattern UNDERSCORED = Pattern.compile("(.*\\S)_1");
  private static final Pattern WITH_UNIT = Pattern.compile("(.*\\S)\\s*[\\[(]\\s*(.+?)\\s*[\\])]");

  private final Layout form;
  private final Map<String, Integer> occurrences = new HashMap<>();
  private final Map<String, Integer> columns = new LinkedHashMap<>();
  private final SortedMap<Integer, String> unknown = new TreeMap<>();
  private final SortedMap<Integer, String> repeated = new TreeMap<>();
  private final BitSet named = new BitSet();

  HeaderNames(Layout form) {
    this.form = form;
  }

  Header read(List<SheetRow> rows) {
    int width = rows.stream().mapToInt(row -> row.cells().size()).max().orElse(0);
    String over = "";
    for (int index = 0; index < width; index++) {
      String lower = folded(rows.getLast().text(index));
      if (rows.size() == 1) {
        place(index, List.of(lower));
      } else {
        String upper = folded(rows.getFirst().text(index));
        over = upper.isEmpty() ? over : upper;
        place(index, joined(upper, over, lower));
      }
    }
    List<String> missing =
        form.columns().stream()
            .filter(column -> column.required() == Column.Requirement.MANDATORY)
            .map(Column::name)
            .filter(name -> !columns.containsKey(name))
            .toList();
    return new Header(rows.getLast().number(), columns, unknown, repeated, missing, width, named);
  }

  /// The names a column under two header rows may go by. An upper cell that is blank may belong to
  /// the one left of it, which spans several columns.
  private static List<String> joined(String upper, String over, String lower) {
    var names = new LinkedHashSet<String>();
    if (lower.isEmpty()) {
      return List.of(upper);
    }
    names.add(folded(upper + " " + lower));
    names.add(folded(over + " " + lower));
    names.add(lower);
    if (!upper.isEmpty()) {
      names.add(upper);
    }
    return List.copyOf(names);
  }

  private void place(int index, List<String> names) {
    boolean taken = false;
    named.set(index, !names.getFirst().isEmpty());
    for (String name : names) {
      if (name.isEmpty()) {
        return;
      }
      int occurrence = occurrences.merge(key(name), 1, Integer::sum);
      for (String candidate : candidates(name, occurrence)) {
        Optional<Column> column = form.byHeader().apply(candidate);
        if (column.isPresent() && columns.putIfAbsent(column.get().name(), index) == null) {
          return;
        }
        taken |= column.isPresent();
      }
      taken |= byUnit(name, index);
      taken |= occurrence > 1 && form.byHeader().apply(name).isPresent();
      if (columns.containsValue(index)) {
        return;
      }
    }
    if (taken) {
      repeated.put(index, names.getFirst());
    } else if (names.stream().noneMatch(form.ignored())) {
      unknown.put(index, names.getFirst());
    }
  }

  /// The spellings of a name that a form may know it by: as it stands, then by its place in a
  /// repeated group, whichever way that is written.
  private List<String> candidates(String name, int occurrence) {
    var candidates = new ArrayList<String>();
    if (occurrence > 1) {
      // Tables written by pandas count the second occurrence as 1: the form shows which is meant.
      boolean fromOne = form.byHeader().apply(name + "_1").isPresent();
      candidates.add(name + "_" + (fromOne ? occurrence - 1 : occurrence));
    } else {
      candidates.add(name);
      group(BRACKETED, name, 0).ifPresent(candidates::add);
      group(DOTTED, name, 1).ifPresent(candidates::add);
      Matcher first = UNDERSCORED.matcher(name);
      if (first.matches()) {
        candidates.add(first.group(1));
      }
    }
    if (name.endsWith("*")) {
      candidates.add(name.substring(0, name.length() - 1).strip());
    }
    return candidates;
  }

  private static Optional<String> group(Pattern pattern, String name, int add) {
    Matcher matcher = pattern.matcher(name);
    if (!matcher.matches() || matcher.group(2).length() > 4) {
      return Optional.empty();
    }
    int place = Integer.parseInt(matcher.group(2)) + add;
    return Optional.of(place <= 1 ? matcher.group(1) : matcher.group(1) + "_" + place);
  }

  /// `PSA [ng/mL]` is the column PSA only if that is its unit: else the numbers mean something
  /// else.
  private boolean byUnit(String name, int index) {
    Matcher matcher = WITH_UNIT.matcher(name);
    if (!matcher.matches()) {
      return false;
    }
    Optional<Column> column = form.byHeader().apply(matcher.group(1));
    if (column.isEmpty() || !column.get().unit().equalsIgnoreCase(matcher.group(2))) {
      return false;
    }
    return columns.putIfAbsent(column.get().name(), index) != null;
  }

  static String folded(String text) {
    return BLANKS.matcher(text).replaceAll(" ").strip();
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}

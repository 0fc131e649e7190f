package org.tessera.mappings;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The lines of `accepted.csv`: codes people decided on, each with who and when.
///
/// They are decisions, so no way of taking in a definition may lose one without a word: what a
/// sender's file says and what was accepted here are put together, whatever the order of columns.
final class AcceptedCodes {
  private static final List<String> COLUMNS =
      List.of(
          "list",
          "value",
          "label",
          "system",
          "code",
          "display",
          "relationship",
          "comment",
          "author",
          "date");

  /// Lines by what they decide.
  private final Map<Decision, Map<String, String>> lines;

  /// A code for a value.
  record Decision(String list, String value, String system, String code) {
    static Decision of(Map<String, String> line) {
      return new Decision(
          line.getOrDefault("list", ""),
          line.getOrDefault("value", ""),
          line.getOrDefault("system", ""),
          line.getOrDefault("code", ""));
    }

    @Override
    public String toString() {
      return system + "|" + code + " for the value " + value + " of the list " + list;
    }
  }

  private AcceptedCodes(Map<Decision, Map<String, String>> lines) {
    this.lines = lines;
  }

  /// Reads a file's text; an empty one holds none.
  ///
  /// @throws de.siegmar.fastcsv.reader.CsvParseException if it is no table
  static AcceptedCodes read(String text) {
    Map<Decision, Map<String, String>> lines = new LinkedHashMap<>();
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder().ofNamedCsvRecord(new StringReader(text))) {
      for (NamedCsvRecord line : csv) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String column : COLUMNS) {
          fields.put(column, line.findField(column).map(String::strip).orElse(""));
        }
        lines.putIfAbsent(Decision.of(fields), fields);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new AcceptedCodes(lines);
  }

  /// These and those, where both decide the same as these say it.
  AcceptedCodes and(AcceptedCodes others) {
    Map<Decision, Map<String, String>> all = new LinkedHashMap<>(lines);
    others.lines.forEach(all::putIfAbsent);
    return new AcceptedCodes(all);
  }

  /// These and one more.
  AcceptedCodes and(StudyShelf.Accepted accepted, String author, String day) {
    int bar = accepted.code().lastIndexOf('|');
    Map<String, String> line = new LinkedHashMap<>();
    line.put("list", accepted.list());
    line.put("value", accepted.value());
    line.put("system", accepted.code().substring(0, Math.max(0, bar)));
    line.put("code", accepted.code().substring(bar + 1));
    line.put("relationship", accepted.relationship());
    line.put("comment", accepted.comment());
    line.put("author", author);
    line.put("date", day);
    Map<Decision, Map<String, String>> all = new LinkedHashMap<>(lines);
    all.putIfAbsent(Decision.of(line), line);
    return new AcceptedCodes(all);
  }

  /// Those for values the lists of a study hold.
  AcceptedCodes fitting(CodeLists codes) {
    Map<Decision, Map<String, String>> fitting = new LinkedHashMap<>(lines);
    fitting
        .keySet()
        .removeIf(
            each -> codes.list(each.list()).flatMap(list -> list.concept(each.value())).isEmpty());
    return new AcceptedCodes(fitting);
  }

  /// What these decide and others do not.
  List<String> without(AcceptedCodes others) {
    List<String> left = new ArrayList<>();
    for (Decision each : lines.keySet()) {
      if (!others.lines.containsKey(each)) {
        left.add(each.toString());
      }
    }
    return left;
  }

  /// The text of the file.
  String text() {
    var text = new StringBuilder(String.join(",", COLUMNS)).append('\n');
    for (Map<String, String> line : lines.values()) {
      List<String> fields =
          COLUMNS.stream().map(column -> quoted(line.getOrDefault(column, ""))).toList();
      text.append(String.join(",", fields)).append('\n');
    }
    return text.toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"").replaceAll("[\\r\\n]+", " ") + '"';
  }
}

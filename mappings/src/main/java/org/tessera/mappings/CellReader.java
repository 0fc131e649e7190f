package org.tessera.mappings;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Turns a cell's text, already known not to be empty, into a value of its column's type.
sealed interface CellReader
    permits CellReader.Text,
        CellReader.Withheld,
        CellReader.Patient,
        CellReader.Date,
        CellReader.Truth,
        CellReader.OneCode,
        CellReader.SomeCodes,
        CellReader.Uid,
        NumberReader {
  Cell read(String text);

  /// Text that matches the column's pattern.
  record Text(Optional<Pattern> pattern) implements CellReader {
    private static final int LENGTH_MAX = 4_000;

    @Override
    public Cell read(String text) {
      if (text.length() > LENGTH_MAX) {
        return new Cell.Refused(
            "length", "longer than " + LENGTH_MAX + " characters", "shorten it");
      }
      return pattern.isEmpty() || pattern.get().matcher(text).matches()
          ? value(text)
          : new Cell.Refused(
              "pattern",
              "not written as this column asks",
              "write it as " + pattern.get().pattern());
    }
  }

  /// Free text: read and withheld, so it gives a null that is never stored.
  record Withheld() implements CellReader {
    @Override
    public Cell read(String text) {
      return new Cell.Value(JsonNodeFactory.instance.nullNode());
    }
  }

  /// A patient's number in its one spelling.
  record Patient(PatientKey key) implements CellReader {
    @Override
    public Cell read(String text) {
      try {
        return value(key.canonical(text));
      } catch (IllegalArgumentException e) {
        return new Cell.Refused(
            "pattern", "not a patient number of this study", "write it as " + key.pattern());
      }
    }
  }

  /// A date in one of the study's writings, or ISO's.
  record Date(List<DatePattern> patterns, String min, String max) implements CellReader {
    private static final Pattern ISO =
        Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)(?:[T ]\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?Z?)?");

    @Override
    public Cell read(String text) {
      var iso = ISO.matcher(text);
      // A date cell of a workbook may come with its midnight; the column holds the day.
      String written = iso.matches() ? iso.group(1) : text;
      for (DatePattern pattern : patterns) {
        Optional<String> date = pattern.read(written);
        if (date.isPresent()) {
          return ranged(date.get());
        }
      }
      return new Cell.Refused(
          "date",
          "not a date this study reads",
          "write it as " + String.join(" or ", patterns.stream().map(DatePattern::text).toList()));
    }

    private Cell ranged(String date) {
      // An imprecise date is compared as far as it goes.
      boolean early = !min.isEmpty() && date.compareTo(cut(min, date)) < 0;
      boolean late = !max.isEmpty() && date.compareTo(cut(max, date)) > 0;
      return early || late
          ? new Cell.Refused("range", "outside of the dates allowed", words())
          : value(date);
    }

    private static String cut(String limit, String date) {
      return limit.substring(0, Math.min(limit.length(), date.length()));
    }

    private String words() {
      return (min.isEmpty() ? "" : "from " + min) + (max.isEmpty() ? "" : " up to " + max);
    }
  }

  /// True or false, in words or as 1 and 0.
  record Truth() implements CellReader {
    private static final Set<String> YES = Set.of("true", "yes", "y", "1", "1.0");
    private static final Set<String> NO = Set.of("false", "no", "n", "0", "0.0");

    @Override
    public Cell read(String text) {
      String word = text.toLowerCase(Locale.ROOT);
      return YES.contains(word) || NO.contains(word)
          ? new Cell.Value(JsonNodeFactory.instance.booleanNode(YES.contains(word)))
          : new Cell.Refused(
              "type", "neither true nor false", "write true or false, yes or no, 1 or 0");
    }
  }

  /// A value of a code list, or its label.
  record OneCode(CodeList list) implements CellReader {
    @Override
    public Cell read(String text) {
      return list.find(text)
          .map(CellReader::value)
          .orElseGet(() ->
              new Cell.Refused(
                  "permissible",
                  "not a value of the list " + list.name(),
                  "one of: " + list.allowed()));
    }
  }

  /// Several values of a code list in one cell.
  record SomeCodes(OneCode code, Pattern separator, Set<String> missing) implements CellReader {
    @Override
    public Cell read(String text) {
      ArrayNode values = JsonNodeFactory.instance.arrayNode();
      for (String item : separator.split(text, -1)) {
        String word = item.strip();
        if (word.isEmpty() || missing.contains(word.toLowerCase(Locale.ROOT))) {
          // A gap keeps its place: the third of a list stays the third.
          values.addNull();
        } else {
          switch (code.read(word)) {
            case Cell.Value(JsonNode value) -> values.add(value);
            case Cell.Refused refused -> {
              return refused;
            }
          }
        }
      }
      return new Cell.Value(values);
    }
  }

  /// A DICOM UID.
  record Uid() implements CellReader {
    private static final Pattern UID =
        Pattern.compile("(?=.{3,64}$)(0|[1-9]\\d*)(\\.(0|[1-9]\\d*))+");

    @Override
    public Cell read(String text) {
      return UID.matcher(text).matches()
          ? value(text)
          : new Cell.Refused("type", "not a DICOM UID", "digits and dots, at most 64 characters");
    }
  }

  private static Cell value(String text) {
    return new Cell.Value(JsonNodeFactory.instance.stringNode(text));
  }
}

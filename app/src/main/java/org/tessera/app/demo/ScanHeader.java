package org.tessera.app.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tessera.dicom.DataSet;

/// The header of one image, as the table of headers has it for its manufacturer, study, modality
/// and series.
final class ScanHeader {
  private static final Pattern BRACES = Pattern.compile("\\{([^{}]+)\\}");
  private static final String ANY = "*";
  private static final String NOT_HERE = "-";
  private static final List<Line> LINES =
      ScanTable.rows("headers.csv").stream()
          .map(row ->
              new Line(
                  List.of(
                      row.getField("manufacturer"),
                      row.getField("study"),
                      row.getField("modality"),
                      row.getField("series")),
                  row.getField("attribute"),
                  row.getField("value")))
          .toList();

  private record Line(List<String> of, String attribute, String value) {
    boolean applies(List<String> image) {
      for (int part = 0; part < of.size(); part++) {
        if (!of.get(part).equals(ANY) && !of.get(part).equals(image.get(part))) {
          return false;
        }
      }
      return true;
    }
  }

  private final Map<String, String> facts;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final long dice;

  /// @param facts what the braces of values may name
  /// @param dice the same for all images of an examination
  private ScanHeader(Map<String, String> facts, long dice) {
    this.facts = facts;
    this.dice = dice;
  }

  /// @param image its manufacturer, study, modality and series
  static DataSet of(List<String> image, Map<String, String> facts, long dice) {
    var header = new ScanHeader(facts, dice);
    for (Line line : LINES) {
      if (line.applies(image)) {
        header.put(line.attribute, line.value);
      }
    }
    return ScanAttributes.dataSet(header.values);
  }

  private void put(String attribute, String value) {
    if (value.equals(NOT_HERE)) {
      values.remove(attribute);
    } else {
      values.put(attribute, BRACES.matcher(value).replaceAll(found -> filled(attribute, found)));
    }
  }

  private String filled(String attribute, MatchResult found) {
    String inside = found.group(1);
    if (inside.contains("|")) {
      var chance = new Chance(Chance.seed(dice, attribute.hashCode(), 0));
      return quoted(chance.of(List.of(inside.split("\\|", -1))));
    }
    if (inside.equals("offset")) {
      double spacing = Double.parseDouble(values.getOrDefault("SliceThickness", "1"));
      double offset = spacing * Integer.parseInt(facts.getOrDefault("slice", "0"));
      return String.format(Locale.ROOT, "%.2f", offset);
    }
    String value = values.containsKey(inside) ? values.get(inside) : facts.get(inside);
    if (value == null) {
      throw new IllegalArgumentException(attribute + " names {" + inside + "}, which nothing says");
    }
    return quoted(value);
  }

  private static String quoted(String value) {
    return Matcher.quoteReplacement(value);
  }
}

package org.tessera.mappings.authoring;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One field of a REDCap data dictionary.
///
/// @param cells texts by what they mean
/// @param codings FHIR codings, where the dictionary has them
record DictionaryRow(Map<Cell, String> cells, Codings codings) {
  /// The columns that are read.
  enum Cell {
    NAME,
    FORM,
    TYPE,
    LABEL,
    CHOICES,
    NOTE,
    VALIDATION,
    MIN,
    MAX,
    IDENTIFIER,
    BRANCHING,
    REQUIRED,
    MINIMAL,
    MANDATORY,
    CODINGS
  }

  /// How headings of a dictionary begin, as `Headings.plain` has them.
  private static final Map<String, Cell> HEADINGS =
      Map.ofEntries(
          Map.entry("variable field name", Cell.NAME),
          Map.entry("form name", Cell.FORM),
          Map.entry("field type", Cell.TYPE),
          Map.entry("field label", Cell.LABEL),
          Map.entry("label", Cell.LABEL),
          Map.entry("choices, calculations", Cell.CHOICES),
          Map.entry("code", Cell.CHOICES),
          Map.entry("field note", Cell.NOTE),
          Map.entry("text validation type", Cell.VALIDATION),
          Map.entry("validation type", Cell.VALIDATION),
          Map.entry("text validation min", Cell.MIN),
          Map.entry("validation min", Cell.MIN),
          Map.entry("text validation max", Cell.MAX),
          Map.entry("validation max", Cell.MAX),
          Map.entry("identifier?", Cell.IDENTIFIER),
          Map.entry("branching logic", Cell.BRANCHING),
          Map.entry("required field?", Cell.REQUIRED),
          Map.entry("minimal (required)", Cell.MINIMAL),
          Map.entry("mandatory", Cell.MANDATORY),
          Map.entry("fhir resource", Cell.CODINGS));

  String text(Cell cell) {
    return cells.getOrDefault(cell, "").strip();
  }

  /// Where each column stands in a header line.
  static Map<Cell, Integer> positions(List<String> header) {
    Map<Cell, Integer> positions = new LinkedHashMap<>();
    for (int at = 0; at < header.size(); at++) {
      String heading = Headings.plain(header.get(at).replace("\uFEFF", ""));
      for (Map.Entry<String, Cell> known : HEADINGS.entrySet()) {
        if (heading.startsWith(known.getKey())) {
          positions.putIfAbsent(known.getValue(), at);
        }
      }
    }
    return positions;
  }

  static boolean isHeader(List<String> header) {
    return positions(header).keySet().containsAll(List.of(Cell.NAME, Cell.TYPE, Cell.LABEL));
  }

  /// Reads a dictionary's fields.
  ///
  /// @throws IllegalArgumentException if the text is none
  static List<DictionaryRow> read(String csv) {
    String first = csv.lines().findFirst().orElse("");
    Map<Cell, Integer> positions = positions(split(first, Integer.MAX_VALUE));
    if (!isHeader(split(first, Integer.MAX_VALUE))) {
      throw new IllegalArgumentException(
          "this is no REDCap data dictionary: its header lacks the field's name, type or label");
    }
    // Codebooks with codings have one field a line and quote carelessly; others are proper CSV.
    return positions.containsKey(Cell.CODINGS) ? lines(csv, positions) : records(csv, positions);
  }

  private static List<DictionaryRow> lines(String csv, Map<Cell, Integer> positions) {
    int codings = positions.getOrDefault(Cell.CODINGS, 0);
    List<DictionaryRow> rows = new ArrayList<>();
    for (String line : csv.lines().skip(1).filter(line -> !line.isBlank()).toList()) {
      List<String> fields = split(line, codings + 1);
      String rest = fields.size() > codings + 1 ? fields.getLast() : "";
      rows.add(row(fields, positions, Codings.of(rest)));
    }
    return rows;
  }

  private static List<DictionaryRow> records(String csv, Map<Cell, Integer> positions) {
    List<DictionaryRow> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder().ofCsvRecord(new StringReader(csv.replace("\uFEFF", "")))) {
      boolean header = true;
      for (CsvRecord record : reader) {
        if (!header) {
          rows.add(row(record.getFields(), positions, new Codings("", Map.of())));
        }
        header = false;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  private static DictionaryRow row(
      List<String> fields, Map<Cell, Integer> positions, Codings codings) {
    Map<Cell, String> cells = new HashMap<>();
    positions.forEach((cell, at) -> cells.put(cell, at < fields.size() ? fields.get(at) : ""));
    return new DictionaryRow(cells, codings);
  }

  /// The first fields of a line, and the rest of it as one more. A quote closes only before a comma
  /// or the end, so that one inside a field does no harm.
  static List<String> split(String line, int most) {
    List<String> fields = new ArrayList<>();
    int at = 0;
    while (at <= line.length() && fields.size() < most) {
      if (at < line.length() && line.charAt(at) == '"') {
        int end = at + 1;
        while (end < line.length() && !closes(line, end)) {
          end += line.startsWith("\"\"", end) ? 2 : 1;
        }
        fields.add(line.substring(at + 1, Math.min(end, line.length())).replace("\"\"", "\""));
        at = end + 2;
      } else {
        int end = line.indexOf(',', at);
        end = end < 0 ? line.length() : end;
        fields.add(line.substring(at, end));
        at = end + 1;
      }
    }
    if (at <= line.length()) {
      fields.add(line.substring(at));
    }
    return fields;
  }

  private static boolean closes(String line, int at) {
    if (line.charAt(at) != '"') {
      return false;
    }
    boolean before = at + 1 == line.length() || line.charAt(at + 1) == ',';
    // Two quotes before a comma are an empty text at the end of the field, or a quoted quote.
    return before && !line.startsWith("\"\"", at);
  }
}

package org.tessera.etl.form;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a text file writes its table.
///
/// @param width the number of fields most lines have
/// @param declaredInside true when the first line is Excel's `sep=;`, which is no row
record CsvDialect(char separator, char quote, int width, boolean declaredInside) {
  private static final char[] SEPARATORS = {',', ';', '\t', '|'};
  private static final int RECORDS_MAX = 200;

  /// Recognises the dialect from the beginning of a file: the separator under which most lines have
  /// the same number of fields, the more fields the better.
  ///
  /// @param whole false when `sample` breaks off, so that its last line does not count
  static CsvDialect of(String sample, boolean whole, Optional<Character> separator)
      throws IOException {
    boolean inside = sample.length() > 4 && sample.regionMatches(true, 0, "sep=", 0, 4);
    if (inside) {
      int lineEnd = sample.indexOf('\n');
      String rest = lineEnd < 0 ? "" : sample.substring(lineEnd + 1);
      CsvDialect found = best(rest, whole, new char[] {sample.charAt(4)});
      return new CsvDialect(found.separator, found.quote, found.width, true);
    }
    return best(sample, whole, separator.map(one -> new char[] {one}).orElse(SEPARATORS));
  }

  private static CsvDialect best(String sample, boolean whole, char[] separators)
      throws IOException {
    CsvDialect best = new CsvDialect(separators[0], '"', 1, false);
    double bestScore = -1;
    for (char separator : separators) {
      // Single quotes first where the first line stands in them: both may read alike.
      for (char quote : quoted(sample) ? new char[] {'\'', '"'} : new char[] {'"'}) {
        var records = records(sample, whole, new CsvDialect(separator, quote, 0, false));
        int width = usualWidth(records);
        double score = score(records, width);
        if (score > bestScore) {
          bestScore = score;
          best = new CsvDialect(separator, quote, width, false);
        }
      }
    }
    return best;
  }

  /// Whether the first line's fields stand in single quotes.
  private static boolean quoted(String sample) {
    int start = 0;
    while (start < sample.length() && Character.isWhitespace(sample.charAt(start))) {
      start++;
    }
    int next = sample.indexOf('\'', start + 1);
    return start < sample.length()
        && sample.charAt(start) == '\''
        && next > 0
        && (next + 1 == sample.length() || "\r\n,;\t|".indexOf(sample.charAt(next + 1)) >= 0);
  }

  private static List<CsvParser.CsvRecord> records(String sample, boolean whole, CsvDialect dialect)
      throws IOException {
    var records = new ArrayList<CsvParser.CsvRecord>();
    try (var parser = new CsvParser(new StringReader(sample), dialect)) {
      Optional<CsvParser.CsvRecord> record = parser.next();
      while (record.isPresent() && records.size() < RECORDS_MAX) {
        records.add(record.get());
        record = parser.next();
      }
      if (!whole && record.isEmpty() && records.size() > 1) {
        records.removeLast();
      }
    }
    records.removeIf(record -> record.blank() || record.fields().getFirst().startsWith("#"));
    return records;
  }

  private static int usualWidth(List<CsvParser.CsvRecord> records) {
    var counts = new HashMap<Integer, Integer>();
    records.forEach(record -> counts.merge(record.fields().size(), 1, Integer::sum));
    return counts.entrySet().stream()
        .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .orElse(1);
  }

  private static double score(List<CsvParser.CsvRecord> records, int width) {
    long usual = records.stream().filter(record -> record.fields().size() == width).count();
    return records.isEmpty() ? 0 : (double) usual / records.size() * (1 - 1.0 / width);
  }
}

package org.tessera.etl.form;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A text file as a workbook of one sheet.
final class CsvWorkbook implements Workbook {
  private static final int SAMPLE_CHARS_MAX = 256 * 1024;

  private final CsvSheet sheet;

  private CsvWorkbook(CsvSheet sheet) {
    this.sheet = sheet;
  }

  static CsvWorkbook open(Path file, ReadingOptions options) throws IOException, Refusal {
    TextEncoding encoding = TextEncoding.of(file, options.charset());
    String sample = sample(file, encoding);
    CsvDialect dialect =
        CsvDialect.of(sample, sample.length() < SAMPLE_CHARS_MAX, options.separator());
    var sheet = new CsvSheet(file, options, encoding, dialect);
    if (sheet.survey().empty()) {
      throw new Refusal.Empty("the file holds no row");
    }
    return new CsvWorkbook(sheet);
  }

  private static String sample(Path file, TextEncoding encoding) throws IOException {
    char[] sample = new char[SAMPLE_CHARS_MAX];
    int size = 0;
    try (Reader reader = encoding.open(file)) {
      int read = reader.read(sample, 0, sample.length);
      while (read > 0) {
        size += read;
        read = reader.read(sample, size, sample.length - size);
      }
    }
    return new String(sample, 0, size);
  }

  /// The name a text file's only sheet goes by.
  static String stem(Path file, ReadingOptions options) {
    String given = options.name().orElse(String.valueOf(file.getFileName()));
    String name = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  @Override
  public List<SheetReader> sheets() {
    return List.of(sheet);
  }

  @Override
  public void close() {}

  static DecimalMark declared(Optional<Character> mark) {
    return mark.map(one -> one == ',' ? DecimalMark.COMMA : DecimalMark.POINT)
        .orElse(DecimalMark.UNKNOWN);
  }
}

package org.tessera.etl.form;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.tessera.mappings.Column;
import org.tessera.mappings.Rejection.Severity;

/// The only sheet of a text file.
final class CsvSheet implements SheetReader {
  private final Path file;
  private final ReadingOptions options;
  private final TextEncoding encoding;
  private final CsvDialect dialect;
  private final CsvSurvey survey;

  CsvSheet(Path file, ReadingOptions options, TextEncoding encoding, CsvDialect dialect)
      throws IOException {
    this.file = file;
    this.options = options;
    this.encoding = encoding;
    this.dialect = dialect;
    try (CsvParser parser = parser()) {
      this.survey = new CsvSurvey(parser);
    }
  }

  CsvSurvey survey() {
    return survey;
  }

  @Override
  public String name() {
    return CsvWorkbook.stem(file, options);
  }

  @Override
  public boolean hidden() {
    return false;
  }

  @Override
  public void forEachRow(RowHandler<SheetRow> handler) throws IOException, Refusal {
    rows(0, handler);
  }

  @Override
  public Table table(Layout form) throws IOException, Refusal {
    Header header = HeaderSearch.find(this, form);
    if (survey.brokenOff(header)) {
      throw new Refusal.Truncated("the file breaks off in its last line");
    }
    return new Table(
        handler -> rows(header.width(), handler), form, header, decimalMark(form, header));
  }

  private DecimalMark decimalMark(Layout form, Header header) throws Refusal {
    DecimalMark declared = CsvWorkbook.declared(options.decimal());
    if (declared != DecimalMark.UNKNOWN) {
      return declared;
    }
    return survey.decimalMark(
        form.columns().stream()
            .filter(column -> column.type() == Column.Type.DECIMAL)
            .map(column -> header.columns().get(column.name()))
            .filter(Objects::nonNull)
            .toList());
  }

  /// @param width number of fields a line should have, 0 where that is not yet known
  private void rows(int width, RowHandler<SheetRow> handler) throws IOException, Refusal {
    try (CsvParser parser = parser()) {
      Optional<CsvParser.CsvRecord> next = parser.next();
      while (next.isPresent()) {
        if (!next.get().blank()) {
          handler.row(row(next.get(), width));
        }
        next = parser.next();
      }
    }
  }

  private CsvParser parser() throws IOException {
    return new CsvParser(encoding.open(file), dialect);
  }

  private static SheetRow row(CsvParser.CsvRecord record, int width) {
    var faults = new ArrayList<SheetRow.Fault>(0);
    String line = "line " + record.line();
    switch (record.problem()) {
      case OPEN_QUOTE ->
          faults.add(error("csv-open-quote", line + " has a quotation mark that never closes"));
      case TOO_LONG -> faults.add(error("csv-line-length", line + " is too long to be a row"));
      case LOOSE_QUOTE -> faults.add(loose(line));
      case NONE -> {}
    }
    if (width > 0 && record.problem() != CsvParser.Problem.OPEN_QUOTE) {
      count(record, width, line).ifPresent(faults::add);
    }
    return new SheetRow(record.number(), record.fields(), List.copyOf(faults));
  }

  private static SheetRow.Fault error(String rule, String message) {
    return new SheetRow.Fault(
        -1, "", rule, Severity.ERROR, message, "correct the line and send the file again");
  }

  private static SheetRow.Fault loose(String line) {
    return new SheetRow.Fault(
        -1,
        "",
        "csv-loose-quote",
        Severity.WARNING,
        line + " has text behind a closing quotation mark",
        "double the quotation marks inside a field");
  }

  /// A line with more fields than the header cannot be told apart. One with fewer is read: programs
  /// leave out blank fields at the end of a line.
  private static Optional<SheetRow.Fault> count(
      CsvParser.CsvRecord record, int width, String line) {
    int size = record.fields().size();
    String message = line + " has " + size + " fields where the header has " + width;
    if (size < width) {
      return Optional.of(
          new SheetRow.Fault(
              -1,
              "",
              "csv-field-count",
              Severity.WARNING,
              message,
              "check that the line is complete; its missing fields were read as blank"));
    }
    boolean more = record.fields().stream().skip(width).anyMatch(field -> !field.isBlank());
    return more ? Optional.of(error("csv-field-count", message)) : Optional.empty();
  }
}

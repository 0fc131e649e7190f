package org.tessera.etl.form;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Splits text into records as RFC 4180 says, and recovers where a file does not keep to it: a
/// quote that never closes costs its own line and not the rest of the file, which no library
/// offers.
final class CsvParser implements AutoCloseable {
  /// A record longer than this has an open quote.
  private static final int RECORD_LINES_MAX = 500;

  private final LineSource lines;
  private final CsvDialect dialect;
  private long number;

  CsvParser(Reader reader, CsvDialect dialect) throws IOException {
    this.lines = new LineSource(reader);
    this.dialect = dialect;
    if (dialect.declaredInside()) {
      lines.next();
    }
  }

  enum Problem {
    NONE,
    /// Text stands behind a closing quote; it is read as part of the field.
    LOOSE_QUOTE,
    OPEN_QUOTE,
    TOO_LONG
  }

  /// @param number counted from 1, empty records included
  /// @param line the line it begins on
  /// @param ended false when the file ends without a line break behind it
  record CsvRecord(
      long number, long line, List<String> fields, Problem problem, boolean ended, boolean blank) {}

  /// The next record, blank ones included.
  Optional<CsvRecord> next() throws IOException {
    Optional<LineSource.Line> first = lines.next();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    number++;
    LineSource.Line line = first.get();
    String text = line.text();
    if (line.cut()) {
      return Optional.of(record(line, line, splitPlain(text), Problem.TOO_LONG));
    }
    if (text.indexOf(dialect.quote()) < 0) {
      return Optional.of(record(line, line, splitPlain(text), Problem.NONE));
    }
    return Optional.of(quoted(line));
  }

  private CsvRecord quoted(LineSource.Line first) throws IOException {
    var split = new Split();
    split.feed(first.text());
    var more = new ArrayList<LineSource.Line>();
    while (split.open && more.size() < RECORD_LINES_MAX && split.size < LineSource.LINE_CHARS_MAX) {
      Optional<LineSource.Line> next = lines.next();
      if (next.isEmpty()) {
        break;
      }
      more.add(next.get());
      split.feed("\n");
      split.feed(next.get().text());
    }
    split.end();
    boolean usual = dialect.width() == 0 || split.fields.size() == dialect.width();
    boolean swallowed = !more.isEmpty() && (split.loose || !usual);
    if (split.open || swallowed) {
      lines.takeBack(more);
      return record(first, first, splitPlain(first.text()), Problem.OPEN_QUOTE);
    }
    LineSource.Line last = more.isEmpty() ? first : more.getLast();
    return record(first, last, split.fields, split.loose ? Problem.LOOSE_QUOTE : Problem.NONE);
  }

  private CsvRecord record(
      LineSource.Line first, LineSource.Line last, List<String> fields, Problem problem) {
    boolean blank = fields.size() == 1 && fields.getFirst().isBlank();
    return new CsvRecord(number, first.number(), fields, problem, last.ended(), blank);
  }

  private List<String> splitPlain(String text) {
    var fields = new ArrayList<String>(Math.max(dialect.width(), 8));
    int start = 0;
    for (int at = text.indexOf(dialect.separator());
        at >= 0;
        at = text.indexOf(dialect.separator(), start)) {
      fields.add(text.substring(start, at));
      start = at + 1;
    }
    fields.add(text.substring(start));
    return fields;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  /// Splits a record that has quotes, line by line.
  private final class Split {
    private final List<String> fields = new ArrayList<>(Math.max(dialect.width(), 8));
    private final StringBuilder field = new StringBuilder();
    private boolean open;
    private boolean started;
    private boolean wasQuoted;
    private boolean loose;
    private int size;

    void feed(String text) {
      size += text.length();
      for (int at = 0; at < text.length(); at++) {
        char c = text.charAt(at);
        if (open) {
          at = within(text, at, c);
        } else if (c == dialect.separator()) {
          next();
        } else if (c == dialect.quote() && !started) {
          field.setLength(0);
          open = true;
          started = true;
          wasQuoted = true;
        } else if (!wasQuoted || c != ' ') {
          loose |= wasQuoted;
          started |= c != ' ';
          field.append(c);
        }
      }
    }

    private int within(String text, int at, char c) {
      if (c != dialect.quote()) {
        field.append(c);
        return at;
      }
      if (at + 1 < text.length() && text.charAt(at + 1) == c) {
        field.append(c);
        return at + 1;
      }
      open = false;
      return at;
    }

    private void next() {
      fields.add(field.toString());
      field.setLength(0);
      started = false;
      wasQuoted = false;
    }

    void end() {
      next();
    }
  }
}

package org.tessera.etl.form;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/// Lines of a text, each of bounded length, with room to take lines back.
final class LineSource implements AutoCloseable {
  /// Beyond this a line is cut and its rest passed over, so that a file without line breaks cannot
  /// fill the memory.
  static final int LINE_CHARS_MAX = 1 << 20;

  private final Reader reader;
  private final char[] buffer = new char[1 << 16];
  private final ArrayDeque<Line> back = new ArrayDeque<>();
  private int at;
  private int end;

  LineSource(Reader reader) {
    this.reader = reader;
  }

  /// @param number counted from 1
  /// @param cut true when the line was longer than allowed and its rest is missing
  /// @param ended false when the file ends without a line break
  record Line(String text, long number, boolean cut, boolean ended) {}

  private long number;

  Optional<Line> next() throws IOException {
    if (!back.isEmpty()) {
      return Optional.of(back.pop());
    }
    var text = new StringBuilder();
    boolean cut = false;
    boolean any = false;
    while (at < end || fill()) {
      any = true;
      int stop = at;
      while (stop < end && buffer[stop] != '\n' && buffer[stop] != '\r') {
        stop++;
      }
      int room = Math.min(stop - at, LINE_CHARS_MAX - text.length());
      text.append(buffer, at, room);
      cut |= room < stop - at;
      at = stop;
      if (at < end) {
        lineBreak();
        return Optional.of(new Line(text.toString(), ++number, cut, true));
      }
    }
    return any ? Optional.of(new Line(text.toString(), ++number, cut, false)) : Optional.empty();
  }

  /// Gives `lines` back, to be read again in their order.
  void takeBack(List<Line> lines) {
    lines.reversed().forEach(back::push);
  }

  private void lineBreak() throws IOException {
    boolean carriage = buffer[at++] == '\r';
    if (carriage && (at < end || fill()) && buffer[at] == '\n') {
      at++;
    }
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, reader.read(buffer, 0, buffer.length));
    return end > 0;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}

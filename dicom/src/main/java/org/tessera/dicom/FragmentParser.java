package org.tessera.dicom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the offset table and fragments of encapsulated pixel data, PS3.5 annex A.4.
final class FragmentParser {
  private static final int IN_MEMORY_MAX = 1024;

  private final Window window;
  private final @Nullable ByteSource source;
  private final Log log;

  FragmentParser(Window window, @Nullable ByteSource source, Log log) {
    this.window = window;
    this.source = source;
    this.log = log;
  }

  /// Reads up to and with the sequence delimiter; the window stands after the element's header.
  EncapsulatedElement parse(int tag, Vr vr, Encoding encoding, byte[] header)
      throws IOException, Refused {
    List<Value> items = new ArrayList<>();
    long missing = 0;
    boolean closed = false;
    while (missing == 0 && window.has(8)) {
      long offset = window.offset();
      int found = encoding.getTag(window.buffer(), window.position());
      long length =
          encoding.getInt(window.buffer(), window.position() + 4) & HeaderParser.UNDEFINED;
      if (found == Tag.SequenceDelimitationItem) {
        window.advance(8);
        closed = true;
        break;
      }
      if (found != Tag.Item || length == HeaderParser.UNDEFINED) {
        throw new Refused(new Refusal.NoItem(offset, tag, found));
      }
      log.count(offset);
      window.advance(8);
      Value fragment = fragment(length);
      items.add(fragment);
      missing = length - fragment.length();
    }
    if (!closed) {
      log.note(window.offset(), tag, Irregularity.Kind.TRUNCATED);
    }
    var raw = new Span(header, 0, header.length);
    return new EncapsulatedElement(
        tag, vr, new EncapsulatedElement.Read(encoding, raw, missing, closed), items);
  }

  private Value fragment(long length) throws IOException, Refused {
    if (source != null && length > IN_MEMORY_MAX) {
      long offset = window.offset();
      return new Value(new Region(source, offset, window.skip(length)));
    }
    if (source == null && window.size() == Long.MAX_VALUE) {
      throw new Refused(new Refusal.TooMuch(window.offset(), 0));
    }
    int taken =
        window.has((int) Math.min(length, Integer.MAX_VALUE - 8)) ? (int) length : window.held();
    var value = new Value(window.buffer(), window.position(), taken);
    window.advance(taken);
    return value;
  }
}

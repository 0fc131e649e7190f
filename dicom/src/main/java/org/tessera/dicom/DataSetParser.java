package org.tessera.dicom;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.tessera.dicom.Frame.OpenSequence;

/// Reads one data set (PS3.5 section 7) with a stack of its own, so that no file can exhaust the
/// thread's.
final class DataSetParser {
  private static final long HEAP_BUDGET = 32L << 20;
  private static final int SPARING_BYTES = 128;
  private static final int PROBE_BYTES_MAX = 16 << 20;
  private static final int TAIL_BYTES_MAX = 64 * 1024;
  private static final long PIXELS = 0x7FE00000L;

  private final Window window;
  private final @Nullable ByteSource source;
  private final Log log;
  private final HeaderParser header;
  private final FragmentParser fragments;

  /// @param source where large values can be found again; none when the window is all there is
  DataSetParser(Window window, @Nullable ByteSource source, Log log) {
    this.window = window;
    this.source = source;
    this.log = log;
    this.header = new HeaderParser(window, log);
    this.fragments = new FragmentParser(window, source, log);
  }

  /// Reads from where the window stands to the end of the data set.
  DataSet parse(Encoding encoding) throws IOException, Refused {
    Frame root = Frame.root(encoding);
    Frame frame = root;
    OpenSequence sequence = null;
    while (true) {
      if (sequence != null) {
        Frame item = nextItem(sequence);
        if (item == null) {
          frame = sequence.owner;
          add(frame, sequence.close(tail(sequence)));
        } else {
          frame = item;
        }
        sequence = null;
      }
      if (goesOn(frame)) {
        sequence = element(frame);
        continue;
      }
      if (frame.within == null) {
        return frame.close();
      }
      sequence = frame.within;
      closeItem(frame, sequence);
    }
  }

  /// Reads the next header and tells whether an element of this frame stands there.
  private boolean goesOn(Frame frame) throws IOException {
    long left = frame.end - window.offset();
    if (left < 8) {
      return false;
    }
    if (!header.read(frame)) {
      return false;
    }
    int tag = header.tag();
    if (frame.within == null) {
      boolean atPixels = log.options().headerOnly() && Integer.toUnsignedLong(tag) >= PIXELS;
      return tag != 0 && !atPixels;
    }
    return tag != Tag.SequenceDelimitationItem
        && (tag != Tag.ItemDelimitationItem || (left > 8 && !frame.undefinedLength))
        && tag != Tag.Item;
  }

  /// Takes one element; an opened sequence is returned for its items to be read.
  private @Nullable OpenSequence element(Frame frame) throws IOException, Refused {
    long offset = window.offset();
    log.count(offset);
    long length = header.length();
    if (length == HeaderParser.UNDEFINED) {
      return undefinedLength(frame);
    }
    if (header.vr() == Vr.SQ || hidesSequence(frame)) {
      return open(frame, offset + header.headerLength() + length);
    }
    if ((length & 1) != 0) {
      log.note(offset, header.tag(), Irregularity.Kind.ODD_LENGTH);
    }
    if (frame.end - offset - header.headerLength() < length) {
      log.note(offset, header.tag(), Irregularity.Kind.BEYOND_CONTAINER);
    }
    add(frame, value(frame.encoding, length));
    return null;
  }

  private void add(Frame frame, Element element) {
    if (!frame.add(element)) {
      log.note(window.offset(), element.tag(), Irregularity.Kind.OUT_OF_ORDER);
    }
  }

  private ValueElement value(Encoding encoding, long length) throws IOException, Refused {
    int headerLength = header.headerLength();
    var kept = new ValueElement.Header(header.tag(), header.vr(), headerLength);
    long offset = window.offset();
    if (source != null && length > inMemoryMax()) {
      byte[] copy = copyOfHeader(headerLength);
      window.advance(headerLength);
      long there = window.skip(length);
      var region = new Region(source, offset + headerLength, there);
      var bytes = new Span(copy, 0, headerLength);
      if (there < length) {
        log.note(offset, kept.tag(), Irregularity.Kind.TRUNCATED);
      }
      return ValueElement.read(kept, encoding, bytes, region, there < length);
    }
    boolean whole = has(headerLength + length);
    int taken = whole ? headerLength + (int) length : window.held();
    if (!whole) {
      log.note(offset, kept.tag(), Irregularity.Kind.TRUNCATED);
    }
    var bytes = new Span(window.buffer(), window.position(), taken);
    window.advance(taken);
    return ValueElement.read(kept, encoding, bytes, !whole);
  }

  /// A source that cannot be gone back to has a budget, because all of it is held.
  private boolean has(long length) throws IOException, Refused {
    if (window.size() == Long.MAX_VALUE && window.allocated() + length > 8 * HEAP_BUDGET) {
      throw new Refused(new Refusal.TooMuch(window.offset(), 8 * HEAP_BUDGET));
    }
    return window.has((int) Math.min(length, Integer.MAX_VALUE - 8));
  }

  private long inMemoryMax() {
    int most = log.options().inMemoryBytesMax();
    return window.allocated() > HEAP_BUDGET ? Math.min(most, SPARING_BYTES) : most;
  }

  private byte[] copyOfHeader(int length) {
    return java.util.Arrays.copyOfRange(
        window.buffer(), window.position(), window.position() + length);
  }

  /// Whether a value that nothing is known about is a sequence in implicit VR.
  private boolean hidesSequence(Frame frame) throws IOException {
    if (header.vr() != Vr.UN || header.length() < 8) {
      return false;
    }
    int headerLength = header.headerLength();
    Encoding inside = hiddenEncoding(frame);
    if (!window.has(headerLength + 8)
        || !SequenceProbe.startsWithItem(window.buffer(), window.position() + headerLength, inside)
        || header.length() > PROBE_BYTES_MAX
        || !window.has(headerLength + (int) header.length())) {
      return false;
    }
    var span = new Span(window.buffer(), window.position() + headerLength, (int) header.length());
    return SequenceProbe.isSequence(span, inside, log.options().depthMax());
  }

  /// In explicit VR, UN holds implicit little endian (PS3.5 section 6.2.2 note 2).
  private static Encoding hiddenEncoding(Frame frame) {
    return frame.encoding.explicit() ? Encoding.IMPLICIT_LITTLE : frame.encoding;
  }

  private @Nullable OpenSequence undefinedLength(Frame frame) throws IOException, Refused {
    int tag = header.tag();
    Vr vr = header.vr();
    boolean pixels =
        tag == Tag.PixelData || (frame.encoding.explicit() && (vr == Vr.OB || vr == Vr.OW));
    if (pixels) {
      byte[] copy = copyOfHeader(header.headerLength());
      window.advance(copy.length);
      add(frame, fragments.parse(header.tag(), vr, frame.encoding, copy));
      return null;
    }
    if (vr != Vr.SQ && vr != Vr.UN) {
      throw new Refused(new Refusal.OpenLength(window.offset(), tag));
    }
    return open(frame, Long.MAX_VALUE);
  }

  private OpenSequence open(Frame frame, long end) throws IOException, Refused {
    int headerLength = header.headerLength();
    Vr vr = header.vr();
    var raw = new Span(copyOfHeader(headerLength), 0, headerLength);
    long offset = window.offset();
    window.advance(headerLength);
    boolean hidden = vr == Vr.UN && frame.encoding.explicit();
    Encoding inside = hidden ? hiddenIn(frame) : frame.encoding;
    var form =
        new SequenceElement.Form(
            hidden ? Vr.UN : Vr.SQ, frame.encoding, inside, end == Long.MAX_VALUE, raw, Span.EMPTY);
    var sequence = new OpenSequence(frame, header.tag(), form, end);
    if (sequence.depth > log.options().depthMax()) {
      throw new Refused(new Refusal.TooDeep(offset, sequence.tag, log.options().depthMax()));
    }
    return sequence;
  }

  /// Some writers change the letters to UN and leave the items explicit; their first element tells.
  private Encoding hiddenIn(Frame frame) throws IOException {
    if (window.has(16)) {
      byte[] bytes = window.buffer();
      int first = window.position() + 8;
      boolean item = SequenceProbe.startsWithItem(bytes, window.position(), frame.encoding);
      if (item && Vr.ofLetters(bytes[first + 4], bytes[first + 5]) != null) {
        return frame.encoding;
      }
    }
    return Encoding.IMPLICIT_LITTLE;
  }

  /// Opens the sequence's next item, or nothing when the sequence ends here.
  private @Nullable Frame nextItem(OpenSequence sequence) throws IOException, Refused {
    long left = sequence.end - window.offset();
    if (left < 8 || !window.has(8)) {
      return null;
    }
    Encoding encoding = sequence.form.itemEncoding();
    int tag = encoding.getTag(window.buffer(), window.position());
    if (tag != Tag.Item) {
      return null;
    }
    long offset = window.offset();
    log.count(offset);
    long length = encoding.getInt(window.buffer(), window.position() + 4) & HeaderParser.UNDEFINED;
    var raw = new Span(copyOfHeader(8), 0, 8);
    window.advance(8);
    if (length == HeaderParser.UNDEFINED) {
      return Frame.item(sequence, Long.MAX_VALUE, raw);
    }
    if (length > left - 8) {
      log.note(offset, sequence.tag, Irregularity.Kind.BEYOND_CONTAINER);
    }
    return Frame.item(sequence, offset + 8 + length, raw);
  }

  /// What ends an item: its delimiter, or bytes before its end that are no element.
  private void closeItem(Frame frame, OpenSequence sequence) throws IOException {
    Span tail = Span.EMPTY;
    if (frame.undefinedLength) {
      tail = delimiter(frame.encoding, Tag.ItemDelimitationItem, sequence.tag);
    } else if (window.offset() < frame.end) {
      tail = stray(frame.end, sequence.tag);
    }
    sequence.items.add(
        new SequenceElement.Item(frame.close(), frame.undefinedLength, frame.header, tail));
  }

  /// What ends a sequence: its delimiter, or bytes before its end that are no item.
  private Span tail(OpenSequence sequence) throws IOException, Refused {
    if (sequence.form.undefinedLength()) {
      return delimiter(sequence.form.itemEncoding(), Tag.SequenceDelimitationItem, sequence.tag);
    }
    if (window.offset() >= sequence.end) {
      return Span.EMPTY;
    }
    if (sequence.end - window.offset() > TAIL_BYTES_MAX && window.has(8)) {
      int found = sequence.form.itemEncoding().getTag(window.buffer(), window.position());
      throw new Refused(new Refusal.NoItem(window.offset(), sequence.tag, found));
    }
    return stray(sequence.end, sequence.tag);
  }

  private Span delimiter(Encoding encoding, int expected, int tag) throws IOException {
    if (window.has(8)) {
      byte[] bytes = window.buffer();
      int at = window.position();
      if (encoding.getTag(bytes, at) == expected) {
        var span = new Span(bytes, at, 8);
        window.advance(8);
        return span;
      }
    }
    log.note(window.offset(), tag, Irregularity.Kind.NOT_CLOSED);
    return Span.EMPTY;
  }

  private Span stray(long end, int tag) throws IOException {
    long length = Math.min(end - window.offset(), TAIL_BYTES_MAX);
    boolean whole = window.has((int) length);
    int taken = whole ? (int) length : window.held();
    log.note(
        window.offset(), tag, whole ? Irregularity.Kind.STRAY_BYTES : Irregularity.Kind.TRUNCATED);
    var span = new Span(window.buffer(), window.position(), taken);
    window.advance(taken);
    return span;
  }
}

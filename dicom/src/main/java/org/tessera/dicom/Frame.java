package org.tessera.dicom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A data set while it is read: the root, or an item.
final class Frame {
  final @Nullable OpenSequence within;
  final Encoding encoding;
  final long end;
  final boolean undefinedLength;
  final @Nullable Span header;
  private @Nullable Element[] elements;
  private int count;
  private boolean sorted = true;
  private CharacterSet characterSet;
  private final CharacterSet inherited;

  /// A sequence while it is read.
  static final class OpenSequence {
    final Frame owner;
    final int tag;
    final SequenceElement.Form form;
    final long end;
    final int depth;
    final List<SequenceElement.Item> items = new ArrayList<>(2);

    OpenSequence(Frame owner, int tag, SequenceElement.Form form, long end) {
      this.owner = owner;
      this.tag = tag;
      this.form = form;
      this.end = end;
      this.depth = owner.within == null ? 1 : owner.within.depth + 1;
    }

    SequenceElement close(Span tail) {
      var closed =
          new SequenceElement.Form(
              form.vr(),
              form.encoding(),
              form.itemEncoding(),
              form.undefinedLength(),
              form.header(),
              tail);
      return new SequenceElement(tag, closed, items);
    }
  }

  private Frame(@Nullable OpenSequence within, Encoding encoding, long end, @Nullable Span header) {
    this.within = within;
    this.encoding = encoding;
    this.end = end;
    this.undefinedLength = end == Long.MAX_VALUE;
    this.header = header;
    this.inherited = within == null ? CharacterSet.DEFAULT : within.owner.characterSet;
    this.characterSet = inherited;
    this.elements = new @Nullable Element[within == null ? 128 : 8];
  }

  static Frame root(Encoding encoding) {
    return new Frame(null, encoding, Long.MAX_VALUE, null);
  }

  static Frame item(OpenSequence within, long end, Span header) {
    return new Frame(within, within.form.itemEncoding(), end, header);
  }

  /// Takes an element and tells whether it stands where its tag belongs.
  boolean add(Element element) {
    boolean inOrder = count == 0 || Integer.compareUnsigned(lastTag(), element.tag()) < 0;
    sorted &= inOrder;
    if (count == elements.length) {
      elements = Arrays.copyOf(elements, count * 2);
    }
    elements[count++] = element;
    if (element.tag() == Tag.SpecificCharacterSet && element instanceof ValueElement value) {
      characterSet = CharacterSet.declaredBy(value, inherited);
    }
    return inOrder;
  }

  private int lastTag() {
    Element last = elements[count - 1];
    return last == null ? 0 : last.tag();
  }

  /// Whether pixels are signed, as far as this data set or those around it have told.
  boolean signedPixels() {
    for (Frame frame = this; frame != null; frame = outer(frame)) {
      for (int i = 0; i < frame.count; i++) {
        if (frame.elements[i] instanceof ValueElement value
            && value.tag() == Tag.PixelRepresentation) {
          return value.length() == 2
              && value.region() == null
              && value.encoding().getShort(value.array(), value.start()) == 1;
        }
      }
    }
    return false;
  }

  private static @Nullable Frame outer(Frame frame) {
    return frame.within == null ? null : frame.within.owner;
  }

  DataSet close() {
    Element[] all = new Element[count];
    for (int i = 0; i < count; i++) {
      all[i] = java.util.Objects.requireNonNull(elements[i]);
    }
    return DataSet.read(all, sorted, inherited);
  }
}

package org.tessera.dicom;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.tessera.dicom.SequenceElement.Item;

/// Lays a data set out in an encoding. What was read in that encoding goes out as it stood; the
/// lengths of sequences, items and groups around a change are counted again.
final class DataSetWriter {
  private static final int SHORT_LENGTH_MAX = 0xFFFF;
  private static final int UNDEFINED = -1;

  private final WritePlan plan;

  /// Nothing was changed: lengths that were wrong stay wrong, and what was cut off stays so.
  private final boolean asItStood;

  private final Deque<Level> levels = new ArrayDeque<>();

  /// A data set on its way, and the sequence in it that is open.
  private static final class Level {
    final DataSet dataSet;
    final Encoding encoding;
    final GroupLengths groups;
    int next;
    @Nullable Open item;
    @Nullable SequenceElement sequence;
    @Nullable Open sequenceLength;
    int nextItem;

    Level(DataSet dataSet, Encoding encoding, GroupLengths groups) {
      this.dataSet = dataSet;
      this.encoding = encoding;
      this.groups = groups;
    }
  }

  /// A length to be set, where it stands, and what had been planned when it began to count.
  private record Open(int at, long from, Encoding encoding, boolean undefined) {}

  DataSetWriter(WritePlan plan, boolean asItStood) {
    this.plan = plan;
    this.asItStood = asItStood;
  }

  void write(DataSet root, Encoding encoding) {
    levels.push(level(root, encoding));
    while (!levels.isEmpty()) {
      Level level = levels.element();
      if (level.sequence != null) {
        sequenceGoesOn(level, level.sequence);
      } else if (level.next < level.dataSet.size()) {
        Element element = level.dataSet.element(level.next++);
        level.groups.before(element.tag(), plan);
        element(level, element);
      } else {
        level.groups.end(plan);
        levels.pop();
        closeItem(level);
      }
    }
  }

  private Level level(DataSet dataSet, Encoding encoding) {
    return new Level(dataSet, encoding, new GroupLengths(dataSet, encoding));
  }

  private void element(Level level, Element element) {
    switch (element) {
      case SequenceElement sequence -> open(level, sequence);
      case EncapsulatedElement pixels -> fragments(level, pixels);
      case ValueElement value -> value(level, value);
    }
  }

  private void value(Level level, ValueElement value) {
    boolean stray = Tag.group(value.tag()) == 0xFFFE;
    boolean counted = value.length() == 4 && level.groups.isCounted(value.tag());
    if (!counted && staysRaw(level, value, stray)) {
      plan.refer(value.raw());
      if (value.region() != null) {
        plan.refer(value.value());
      }
      return;
    }
    if (stray) {
      return;
    }
    boolean odd = value.length() % 2 != 0;
    header(level.encoding, value, value.length() + (odd ? 1 : 0));
    if (counted) {
      level.groups.placeAt(plan.grow(4), plan);
      return;
    }
    boolean turned = value.encoding().big() != level.encoding.big() && value.vr().unit() > 1;
    if (turned) {
      plan.swapped(value.value(), value.vr().unit());
    } else {
      plan.refer(value.value());
    }
    if (odd) {
      pad(value.vr().padding());
    }
  }

  /// Around a change, delimiters that belong to nothing are dropped, and what the standard has no
  /// representation for goes as UN: both mean something else in other company.
  private boolean staysRaw(Level level, ValueElement value, boolean stray) {
    return value.wasRead()
        && value.encoding() == level.encoding
        && (asItStood || !(stray || value.isTruncated() || value.hasUnknownLetters()));
  }

  private void pad(byte padding) {
    int at = plan.grow(1);
    plan.buffer()[at] = padding;
  }

  /// Values too long for the short form go as UN, PS3.5 section 6.2.2.
  private void header(Encoding encoding, Element element, long length) {
    Vr vr = element.vr();
    boolean unknown = encoding.explicit() && !vr.longForm() && length > SHORT_LENGTH_MAX;
    header(encoding, element.tag(), unknown ? Vr.UN : vr, (int) length);
  }

  private int header(Encoding encoding, int tag, Vr vr, int length) {
    boolean wide = encoding.explicit() && vr.longForm() && Tag.group(tag) != 0xFFFE;
    int at = plan.grow(wide ? 12 : 8);
    byte[] bytes = plan.buffer();
    encoding.putTag(bytes, at, tag);
    if (!encoding.explicit() || Tag.group(tag) == 0xFFFE) {
      encoding.putInt(bytes, at + 4, length);
      return at + 4;
    }
    bytes[at + 4] = (byte) vr.name().charAt(0);
    bytes[at + 5] = (byte) vr.name().charAt(1);
    if (!wide) {
      encoding.putShort(bytes, at + 6, length);
      return at + 6;
    }
    encoding.putShort(bytes, at + 6, 0);
    encoding.putInt(bytes, at + 8, length);
    return at + 8;
  }

  private void fragments(Level level, EncapsulatedElement pixels) {
    Encoding encoding = level.encoding;
    if (pixels.header() != null && pixels.encoding() == encoding) {
      plan.refer(pixels.header());
    } else {
      header(encoding, pixels.tag(), Vr.OB, UNDEFINED);
    }
    int left = pixels.items().size();
    for (Value fragment : pixels.items()) {
      left--;
      long missing = left == 0 && asItStood ? pixels.missing() : 0;
      boolean odd = fragment.length() % 2 != 0 && !asItStood;
      long length = fragment.length() + missing + (odd ? 1 : 0);
      header(encoding, Tag.Item, Vr.UN, (int) length);
      plan.refer(fragment);
      if (odd) {
        pad((byte) 0);
      }
    }
    if (pixels.closed() || !asItStood) {
      header(encoding, Tag.SequenceDelimitationItem, Vr.UN, 0);
    }
  }

  private void open(Level level, SequenceElement sequence) {
    var form = sequence.form();
    Encoding encoding = level.encoding;
    Span raw = form.header();
    int at;
    if (raw != null && form.encoding() == encoding) {
      at = plan.copy(raw) + raw.length() - 4;
    } else {
      at = header(encoding, sequence.tag(), form.vr(), UNDEFINED);
    }
    level.sequence = sequence;
    level.nextItem = 0;
    boolean undefined = form.undefinedLength();
    level.sequenceLength = new Open(at, plan.total(), encoding, undefined);
  }

  private void sequenceGoesOn(Level level, SequenceElement sequence) {
    Encoding inside = itemEncoding(level, sequence);
    if (level.nextItem < sequence.rawItems().size()) {
      openItem(sequence, sequence.rawItems().get(level.nextItem++), inside);
      return;
    }
    var form = sequence.form();
    if (form.undefinedLength() && !(asItStood && form.header() != null)) {
      header(inside, Tag.SequenceDelimitationItem, Vr.UN, 0);
    } else if (asItStood) {
      plan.refer(form.tail());
    }
    close(level.sequenceLength, form.header() != null);
    level.sequence = null;
  }

  /// Items within UN are implicit little endian wherever they go; in implicit VR nothing is UN.
  private static Encoding itemEncoding(Level level, SequenceElement sequence) {
    var form = sequence.form();
    return form.vr() == Vr.UN && level.encoding.explicit() ? form.itemEncoding() : level.encoding;
  }

  private void openItem(SequenceElement sequence, Item item, Encoding inside) {
    Span raw = item.header();
    boolean known = raw != null && sequence.form().itemEncoding() == inside;
    int at = known && raw != null ? plan.copy(raw) + 4 : header(inside, Tag.Item, Vr.UN, UNDEFINED);
    Level level = level(item.dataSet(), inside);
    level.item = new Open(at, plan.total(), inside, item.undefinedLength());
    levels.push(level);
  }

  private void closeItem(Level level) {
    Level owner = levels.peek();
    if (owner == null || owner.sequence == null || level.item == null) {
      return;
    }
    Item item = owner.sequence.rawItems().get(owner.nextItem - 1);
    boolean wasRead = item.header() != null;
    if (item.undefinedLength() && !(asItStood && wasRead)) {
      header(level.encoding, Tag.ItemDelimitationItem, Vr.UN, 0);
    } else if (asItStood) {
      plan.refer(item.tail());
    }
    close(level.item, wasRead);
  }

  /// Sets a defined length now that it is known; an item beyond 32 bits cannot have one.
  private void close(@Nullable Open open, boolean wasRead) {
    if (open == null || open.undefined || (asItStood && wasRead)) {
      return;
    }
    long length = plan.total() - open.from;
    if (length >= HeaderParser.UNDEFINED) {
      throw new IllegalArgumentException("a sequence of 4 GiB needs an undefined length");
    }
    open.encoding.putInt(plan.buffer(), open.at, (int) length);
  }
}

package org.tessera.dicom;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A sequence of items, each a data set (PS3.5 section 7.5).
public final class SequenceElement implements Element {
  private final int tag;
  private final Form form;
  private final List<Item> items;

  /// How a sequence is written.
  ///
  /// @param vr SQ, or UN when the sequence was hidden in one and must stay so
  /// @param encoding of the header
  /// @param itemEncoding of the items; in UN always implicit little endian (PS3.5 section 6.2.2)
  /// @param header as it was read; absent when the sequence was made here
  /// @param tail what followed the last item: the delimiter, or bytes that belong nowhere
  record Form(
      Vr vr,
      Encoding encoding,
      Encoding itemEncoding,
      boolean undefinedLength,
      @Nullable Span header,
      Span tail) {
    Form withoutRaw() {
      return new Form(vr, encoding, itemEncoding, undefinedLength, header, Span.EMPTY);
    }
  }

  /// A data set with the item's own header and delimiter, where it was read.
  record Item(DataSet dataSet, boolean undefinedLength, @Nullable Span header, Span tail) {}

  SequenceElement(int tag, Form form, List<Item> items) {
    this.tag = tag;
    this.form = form;
    this.items = items;
  }

  /// A sequence of these items, written with defined lengths.
  public static SequenceElement of(int tag, List<DataSet> items) {
    return of(tag, items, false);
  }

  /// A sequence of these items, of undefined length when so asked.
  public static SequenceElement of(int tag, List<DataSet> items, boolean undefinedLength) {
    var form =
        new Form(
            Vr.SQ,
            Encoding.EXPLICIT_LITTLE,
            Encoding.EXPLICIT_LITTLE,
            undefinedLength,
            null,
            Span.EMPTY);
    return new SequenceElement(
        tag,
        form,
        items.stream().map(item -> new Item(item, undefinedLength, null, Span.EMPTY)).toList());
  }

  @Override
  public int tag() {
    return tag;
  }

  @Override
  public Vr vr() {
    return Vr.SQ;
  }

  /// The items' data sets, in order.
  public List<DataSet> items() {
    return items.stream().map(Item::dataSet).toList();
  }

  /// Whether the length was left open and a delimiter ends the sequence.
  public boolean isUndefinedLength() {
    return form.undefinedLength;
  }

  /// Whether bytes that are no item stand after the last one.
  public boolean hasStrayBytes() {
    return form.tail.length() > 0 && !form.undefinedLength;
  }

  /// The sequence with each item changed; length forms stay, stray bytes do not.
  public SequenceElement map(UnaryOperator<DataSet> change) {
    return withItems(items.stream().map(Item::dataSet).map(change).toList());
  }

  /// The sequence with these items instead; the length forms of its own stay, stray bytes do not.
  public SequenceElement withItems(List<DataSet> changed) {
    List<Item> next = new ArrayList<>(changed.size());
    for (int i = 0; i < changed.size(); i++) {
      DataSet dataSet = changed.get(i);
      if (i < items.size()) {
        Item old = items.get(i);
        boolean same = old.dataSet == dataSet;
        next.add(same ? old : new Item(dataSet, old.undefinedLength, old.header, Span.EMPTY));
      } else {
        next.add(new Item(dataSet, form.undefinedLength, null, Span.EMPTY));
      }
    }
    return new SequenceElement(tag, form.withoutRaw(), next);
  }

  Form form() {
    return form;
  }

  List<Item> rawItems() {
    return items;
  }

  @Override
  public String toString() {
    return Tag.format(tag) + " SQ " + items.size() + " items";
  }
}

package org.tessera.dicom.dump;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Dictionary;
import org.tessera.dicom.Element;
import org.tessera.dicom.EncapsulatedElement;
import org.tessera.dicom.KnownUid;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// Prints a data set a line an element, items indented.
final class Lines {
  private static final int VALUE_LENGTH_MAX = 200;

  /// Numbers and coded words say how an image was made, not of whom.
  private static final Set<Vr> HARMLESS = Set.of(Vr.CS, Vr.DS, Vr.IS, Vr.AT);

  private final PrintStream out;
  private final boolean values;

  private record Place(DataSet dataSet, Iterator<Element> elements, Iterator<DataSet> items) {}

  Lines(PrintStream out, boolean values) {
    this.out = out;
    this.values = values;
  }

  void print(DataSet root) {
    Deque<Place> places = new ArrayDeque<>();
    places.push(place(root, List.<DataSet>of().iterator()));
    while (!places.isEmpty()) {
      Place place = places.element();
      if (place.elements.hasNext()) {
        Element element = place.elements.next();
        String indent = "  ".repeat(places.size() - 1);
        line(indent, place.dataSet, element);
        if (element instanceof SequenceElement sequence) {
          enter(places, sequence.items().iterator());
        }
      } else {
        places.pop();
        enter(places, place.items);
      }
    }
  }

  private void enter(Deque<Place> places, Iterator<DataSet> items) {
    if (items.hasNext()) {
      out.println("  ".repeat(places.size()) + "- item");
      places.push(place(items.next(), items));
    }
  }

  private static Place place(DataSet dataSet, Iterator<DataSet> items) {
    return new Place(dataSet, dataSet.iterator(), items);
  }

  private void line(String indent, DataSet owner, Element element) {
    String length =
        switch (element) {
          case ValueElement value -> Long.toString(value.length());
          case SequenceElement sequence -> sequence.items().size() + " it";
          case EncapsulatedElement pixels -> pixels.fragments().size() + " fr";
        };
    String keyword = Dictionary.keyword(element.tag());
    if (keyword.isEmpty()) {
      keyword = Tag.isPrivate(element.tag()) ? "(private)" : "-";
    }
    String value = element instanceof ValueElement one ? value(owner, one) : "";
    String line =
        String.format(
            Locale.ROOT,
            "%s%s %s %8s  %-36s %s",
            indent,
            Tag.format(element.tag()),
            element.vr(),
            length,
            keyword,
            value);
    out.println(line.stripTrailing());
  }

  private String value(DataSet owner, ValueElement element) {
    if (element.length() == 0) {
      return "";
    }
    boolean named = !Dictionary.keyword(element.tag()).isEmpty();
    boolean harmless = named && (HARMLESS.contains(element.vr()) || element.vr().isNumber());
    String text = String.join(" \\ ", owner.strings(element.tag()));
    String known = KnownUid.find(text).map(uid -> text + " " + uid.name()).orElse("");
    if (!known.isEmpty()) {
      return known;
    }
    if (!values && !harmless) {
      return "*";
    }
    String shown = text.isEmpty() ? "(bytes)" : text.replaceAll("\\p{Cntrl}", " ");
    return shown.length() > VALUE_LENGTH_MAX
        ? shown.substring(0, VALUE_LENGTH_MAX) + " ..."
        : shown;
  }
}

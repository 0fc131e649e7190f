package org.tessera.dicom.model;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Element;
import org.tessera.dicom.EncapsulatedElement;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.ValueElement;

/// Leads a printer through a data set and the items of its sequences, in the order both models
/// print them. The stack is its own: how deep a data set nests is its sender's choice.
///
/// @param <X> what the printer's output throws besides `IOException`
final class ModelWalk<X extends Exception> {
  private final BulkLinks links;
  private final Printer<X> printer;
  private final Deque<Level> levels = new ArrayDeque<>();

  /// What one model prints where.
  interface Printer<X extends Exception> {
    /// An item begins.
    ///
    /// @param index its place in the sequence, from 0
    void beginItem(int index) throws X, IOException;

    /// An item, or the data set itself, is done.
    void endDataSet() throws X, IOException;

    /// An attribute begins; what it holds comes next.
    void beginAttribute(DataSet owner, Element element) throws X, IOException;

    /// The attribute's items begin.
    void beginItems() throws X, IOException;

    /// The attribute's items are done.
    void endItems() throws X, IOException;

    /// Where the attribute's bulk data lie.
    void link(URI link) throws X, IOException;

    /// The attribute's values.
    void values(DataSet owner, ValueElement element) throws X, IOException;

    /// An attribute is done.
    void endAttribute() throws X, IOException;
  }

  /// A data set being printed, and the items of its sequence that is open.
  private static final class Level {
    final DataSet dataSet;
    final String path;
    final Iterator<Element> elements;
    Iterator<DataSet> items = List.<DataSet>of().iterator();
    boolean open;
    int item;
    String sequencePath = "";

    Level(DataSet dataSet, String path) {
      this.dataSet = dataSet;
      this.path = path;
      this.elements = dataSet.iterator();
    }
  }

  ModelWalk(BulkLinks links, Printer<X> printer) {
    this.links = links;
    this.printer = printer;
  }

  /// Prints all of a data set whose beginning is printed.
  void through(DataSet root) throws X, IOException {
    levels.push(new Level(root, ""));
    while (!levels.isEmpty()) {
      Level level = levels.element();
      if (level.open) {
        nextItem(level);
      } else if (level.elements.hasNext()) {
        element(level, level.elements.next());
      } else {
        printer.endDataSet();
        levels.pop();
      }
    }
  }

  private void nextItem(Level level) throws X, IOException {
    if (!level.items.hasNext()) {
      printer.endItems();
      printer.endAttribute();
      level.open = false;
      return;
    }
    printer.beginItem(level.item);
    levels.push(new Level(level.items.next(), level.sequencePath + level.item++ + "/"));
  }

  private void element(Level level, Element element) throws X, IOException {
    if (Tag.isGroupLength(element.tag()) || Tag.group(element.tag()) == 0xFFFE) {
      return;
    }
    printer.beginAttribute(level.dataSet, element);
    String path = level.path + Tag.hex(element.tag());
    Optional<URI> link = links.link(path, element);
    if (link.isPresent()) {
      printer.link(link.get());
      printer.endAttribute();
      return;
    }
    switch (element) {
      case SequenceElement sequence -> {
        printer.beginItems();
        level.items = sequence.items().iterator();
        level.open = true;
        level.item = 0;
        level.sequencePath = path + "/";
      }
      case EncapsulatedElement _ ->
          throw new IllegalArgumentException("encapsulated pixel data needs a bulk data link");
      case ValueElement value -> {
        if (value.length() > 0) {
          printer.values(level.dataSet, value);
        }
        printer.endAttribute();
      }
    }
  }
}

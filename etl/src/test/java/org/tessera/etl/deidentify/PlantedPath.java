package org.tessera.etl.deidentify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Element;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.Vr;

/// Where an answer key points to: `A[0].B`, `(0019,"CREATOR",04)[0].PatientName`.
record PlantedPath(List<Step> steps) {
  private static final Pattern STEP =
      Pattern.compile(
          "(?:\\((?<group>[0-9A-Fa-f]{4}),(?:\"(?<creator>[^\"]*)\",)?(?<element>[0-9A-Fa-f]{2,4})\\)"
              + "|(?<keyword>\\w+))(?:\\[(?<item>\\d+)])?\\.?");

  /// @param creator of a private element, whose tag then has no block
  /// @param item -1 for the element itself
  record Step(int tag, Optional<String> creator, int item) {
    OptionalInt in(DataSet dataSet) {
      return creator.isEmpty()
          ? OptionalInt.of(tag)
          : dataSet.privateTag(creator.get(), Tag.group(tag), Tag.element(tag));
    }
  }

  static PlantedPath parse(String text) {
    List<Step> steps = new ArrayList<>();
    Matcher match = STEP.matcher(text);
    int at = 0;
    while (at < text.length() && match.find(at) && match.start() == at) {
      String group = match.group("group");
      int tag =
          group == null
              ? Tag.parse(match.group("keyword")).orElseThrow(() -> new AssertionError(text))
              : Integer.parseInt(group, 16) << 16 | Integer.parseInt(match.group("element"), 16);
      int item = match.group("item") == null ? -1 : Integer.parseInt(match.group("item"));
      steps.add(new Step(tag, Optional.ofNullable(match.group("creator")), item));
      at = match.end();
    }
    if (at < text.length()) {
      throw new AssertionError("no path: " + text);
    }
    return new PlantedPath(steps);
  }

  /// An element and the data set it stands in.
  record Found(DataSet owner, Element element) {}

  Optional<Found> in(DataSet root) {
    DataSet at = root;
    for (Step step : steps) {
      OptionalInt tag = step.in(at);
      Optional<Element> element = tag.isEmpty() ? Optional.empty() : at.get(tag.getAsInt());
      if (element.isEmpty()) {
        return Optional.empty();
      }
      if (step.item < 0) {
        return Optional.of(new Found(at, element.get()));
      }
      List<DataSet> items = at.sequence(tag.getAsInt());
      if (step.item >= items.size()) {
        return Optional.empty();
      }
      at = items.get(step.item);
    }
    return Optional.empty();
  }

  /// The data set with an element put here; items and private blocks are made where they lack.
  DataSet plant(DataSet root, Function<Integer, Element> element) {
    return plant(root, 0, element);
  }

  private DataSet plant(DataSet dataSet, int depth, Function<Integer, Element> element) {
    Step step = steps.get(depth);
    DataSet reserved = step.creator.isEmpty() ? dataSet : reserve(dataSet, step);
    int tag = step.in(reserved).orElseThrow();
    if (step.item < 0) {
      return reserved.edit().put(element.apply(tag)).build();
    }
    List<DataSet> items = new ArrayList<>(reserved.sequence(tag));
    while (items.size() <= step.item) {
      items.add(DataSet.EMPTY);
    }
    items.set(
        step.item, plant(items.get(step.item).within(reserved.characterSet()), depth + 1, element));
    return reserved.edit().put(SequenceElement.of(tag, items)).build();
  }

  private static DataSet reserve(DataSet dataSet, Step step) {
    if (step.in(dataSet).isPresent()) {
      return dataSet;
    }
    int block = 0x10;
    while (dataSet.contains((step.tag & 0xFFFF0000) | block)) {
      block++;
    }
    return dataSet
        .edit()
        .put((step.tag & 0xFFFF0000) | block, Vr.LO, step.creator.orElseThrow())
        .build();
  }
}

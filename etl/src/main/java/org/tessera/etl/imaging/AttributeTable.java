package org.tessera.etl.imaging;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Tag;
import org.tessera.mappings.Problems;
import org.tessera.mappings.RuleFiles;
import org.tessera.mappings.RuleNode;

/// Which attributes of an instance are kept beside its file: `mappings/dicom/attributes.csv`.
final class AttributeTable {
  private static final String FILE = "attributes.csv";
  private static final int SHARED_GROUPS = 0x52009229;
  private static final int FRAME_GROUPS = 0x52009230;
  private static final int IMAGE_ORIENTATION = 0x00200037;
  private static final int VALUE_MAX = 400;
  private static final String PLANE = "@plane";

  private final List<Attribute> attributes;

  /// To what an attribute belongs.
  enum Level {
    STUDY,
    SERIES,
    INSTANCE,
    FEATURE
  }

  /// One line of the table.
  ///
  /// @param unit UCUM, empty for none
  /// @param kind `number` or `text` for what acquisitions are compared by, else empty
  record Attribute(String name, Level level, List<Place> places, String unit, String kind) {}

  /// Where a value stands.
  sealed interface Place {
    /// Tags from the outermost sequence inwards.
    record Path(List<Integer> tags) implements Place {}

    record Private(int group, String creator, int element) implements Place {}

    record Plane() implements Place {}
  }

  private AttributeTable(List<Attribute> attributes) {
    this.attributes = List.copyOf(attributes);
  }

  /// Reads the table.
  static AttributeTable read(RuleFiles files, Problems problems) {
    List<Attribute> attributes = new ArrayList<>();
    for (RuleNode.Fields row : files.rows(FILE, problems)) {
      List<Place> places = new ArrayList<>();
      for (String place : row.text("place", "").split("\\|", -1)) {
        place(place)
            .ifPresentOrElse(
                places::add,
                () ->
                    problems.add(
                        row, "PS3.6 has no attribute " + place, "a keyword, or several with |"));
      }
      String level = row.text("level", "").toUpperCase(java.util.Locale.ROOT);
      if (java.util.Arrays.stream(Level.values()).noneMatch(one -> one.name().equals(level))) {
        problems.add(row, "no such level", "study, series, instance or feature");
        continue;
      }
      attributes.add(
          new Attribute(
              row.text("name", ""),
              Level.valueOf(level),
              places,
              row.text("unit", ""),
              row.text("kind", "")));
    }
    return new AttributeTable(attributes);
  }

  private static Optional<Place> place(String text) {
    if (text.equals(PLANE)) {
      return Optional.of(new Place.Plane());
    }
    String[] parts = text.split(",", -1);
    if (parts.length == 3) {
      return Optional.of(
          new Place.Private(
              Integer.parseInt(parts[0], 16), parts[1], Integer.parseInt(parts[2], 16)));
    }
    List<Integer> tags = new ArrayList<>();
    for (String keyword : text.split("\\.", -1)) {
      Optional<Integer> tag = Tag.parse(keyword);
      if (tag.isEmpty()) {
        return Optional.empty();
      }
      tags.add(tag.get());
    }
    return Optional.of(new Place.Path(tags));
  }

  List<Attribute> all() {
    return attributes;
  }

  /// The attributes an instance has, by name; several values with `\` between them.
  Map<String, String> of(DataSet dataSet) {
    Map<String, String> found = new TreeMap<>();
    List<DataSet> groups = functionalGroups(dataSet);
    for (Attribute attribute : attributes) {
      for (Place place : attribute.places()) {
        String value = value(dataSet, groups, place);
        if (!value.isEmpty()) {
          found.put(attribute.name(), value.substring(0, Math.min(value.length(), VALUE_MAX)));
          break;
        }
      }
    }
    return found;
  }

  private static String value(DataSet dataSet, List<DataSet> groups, Place place) {
    return switch (place) {
      case Place.Path(List<Integer> tags) -> {
        String value = at(dataSet, tags);
        for (int i = 0; value.isEmpty() && i < groups.size(); i++) {
          value = at(groups.get(i), tags);
        }
        yield value;
      }
      case Place.Private(int group, String creator, int element) -> {
        OptionalInt tag = dataSet.privateTag(creator, group, element);
        yield tag.isPresent() ? joined(dataSet.strings(tag.getAsInt())) : "";
      }
      case Place.Plane _ -> plane(dataSet, groups);
    };
  }

  private static String at(DataSet dataSet, List<Integer> tags) {
    DataSet at = dataSet;
    for (int tag : tags.subList(0, tags.size() - 1)) {
      List<DataSet> items = at.sequence(tag);
      if (items.isEmpty()) {
        return "";
      }
      at = items.getFirst();
    }
    return joined(at.strings(tags.getLast()));
  }

  private static String joined(List<String> values) {
    String joined = String.join("\\", values);
    return joined.isBlank() ? "" : joined.replace('\0', ' ').strip();
  }

  /// The items of an enhanced object's functional groups, those that hold for all frames first.
  private static List<DataSet> functionalGroups(DataSet dataSet) {
    List<DataSet> groups = new ArrayList<>();
    for (int tag : List.of(SHARED_GROUPS, FRAME_GROUPS)) {
      List<DataSet> items = dataSet.sequence(tag);
      if (!items.isEmpty()) {
        for (var element : items.getFirst()) {
          groups.addAll(items.getFirst().sequence(element.tag()));
        }
      }
    }
    return groups;
  }

  /// The plane that the rows and columns of the picture span, by the axis it is across: the patient
  /// axes of PS3.3 C.7.6.2.1.1. Tilted by more than 30 degrees from all of them it is oblique.
  private static String plane(DataSet dataSet, List<DataSet> groups) {
    List<BigDecimal> cosines = dataSet.numbers(IMAGE_ORIENTATION);
    for (int i = 0; cosines.size() != 6 && i < groups.size(); i++) {
      cosines = groups.get(i).numbers(IMAGE_ORIENTATION);
    }
    if (cosines.size() != 6) {
      return "";
    }
    double[] c = cosines.stream().mapToDouble(BigDecimal::doubleValue).toArray();
    double x = Math.abs(c[1] * c[5] - c[2] * c[4]);
    double y = Math.abs(c[2] * c[3] - c[0] * c[5]);
    double z = Math.abs(c[0] * c[4] - c[1] * c[3]);
    double least = Math.cos(Math.toRadians(30));
    if (z >= least) {
      return "AXIAL";
    }
    if (y >= least) {
      return "CORONAL";
    }
    return x >= least ? "SAGITTAL" : x + y + z > 0 ? "OBLIQUE" : "";
  }
}

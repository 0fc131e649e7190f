package org.tessera.dicom.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tessera.dicom.CharacterSet;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DataSetEdit;
import org.tessera.dicom.Vr;

/// What the objects of the JSON model mean: data sets, attributes and person names, told apart by
/// their members.
final class JsonElements implements JsonParser.Objects {
  private static final Set<String> NAME = Set.of("Alphabetic", "Ideographic", "Phonetic");

  private final ModelElements elements;

  /// An attribute without its tag, which the object around it knows.
  private record Attribute(Vr vr, Map<String, Object> members) {}

  JsonElements(BulkValues bulk) {
    this.elements = new ModelElements(bulk);
  }

  @Override
  public Object close(Map<String, Object> members) throws Broken {
    if (members.get("vr") instanceof String letters) {
      return new Attribute(ModelElements.vr(letters), members);
    }
    if (!members.isEmpty() && NAME.containsAll(members.keySet())) {
      return name(members);
    }
    return dataSet(members);
  }

  private static String name(Map<String, Object> members) throws Broken {
    String groups = "";
    for (String label : List.of("Alphabetic", "Ideographic", "Phonetic")) {
      Object group = members.getOrDefault(label, "");
      if (!(group instanceof String text)) {
        throw new Broken("a group of a person name is no text");
      }
      groups += text + "=";
    }
    return groups.replaceFirst("=+$", "");
  }

  private DataSet dataSet(Map<String, Object> members) throws Broken {
    var ordered = new TreeMap<Integer, Attribute>(Integer::compareUnsigned);
    for (var member : members.entrySet()) {
      if (!(member.getValue() instanceof Attribute attribute)) {
        throw new Broken("an attribute without its value representation");
      }
      ordered.put(ModelElements.tag(member.getKey()), attribute);
    }
    DataSetEdit edit = DataSet.EMPTY.within(CharacterSet.UTF_8).edit();
    for (var entry : ordered.entrySet()) {
      put(edit, entry.getKey(), entry.getValue());
    }
    return edit.build();
  }

  private void put(DataSetEdit edit, int tag, Attribute attribute) throws Broken {
    Object uri = attribute.members.get("BulkDataURI");
    Object inline = attribute.members.get("InlineBinary");
    List<?> values = attribute.members.get("Value") instanceof List<?> list ? list : List.of();
    if (attribute.vr == Vr.SQ) {
      edit.put(ModelElements.items(tag, items(values)));
    } else if (uri instanceof String address) {
      edit.put(elements.linked(tag, attribute.vr, address));
    } else if (inline instanceof String base64) {
      edit.put(ModelElements.inline(tag, attribute.vr, base64));
    } else if (values.isEmpty() || !attribute.vr.isText()) {
      edit.put(empty(tag, attribute.vr, values));
    } else {
      ModelElements.values(edit, tag, attribute.vr, strings(values));
    }
  }

  private static org.tessera.dicom.ValueElement empty(int tag, Vr vr, List<?> values)
      throws Broken {
    byte[] bytes = values.isEmpty() ? new byte[0] : ElementText.bytes(vr, strings(values));
    return org.tessera.dicom.ValueElement.of(tag, vr, bytes);
  }

  private static List<DataSet> items(List<?> values) throws Broken {
    List<DataSet> items = new ArrayList<>();
    for (Object value : values) {
      switch (value) {
        case DataSet item -> items.add(item);
        case JsonParser.Nothing _ -> items.add(DataSet.EMPTY);
        default -> throw new Broken("an item that is no data set");
      }
    }
    return items;
  }

  private static List<String> strings(List<?> values) throws Broken {
    List<String> strings = new ArrayList<>();
    for (@Nullable Object value : values) {
      switch (value) {
        case String text -> strings.add(text);
        case JsonParser.Literal literal -> strings.add(literal.text());
        case JsonParser.Nothing _ -> strings.add("");
        case DataSet empty when empty.size() == 0 -> strings.add("");
        case null, default -> throw new Broken("a value that is neither text nor number");
      }
    }
    return strings;
  }
}

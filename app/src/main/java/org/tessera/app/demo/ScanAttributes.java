package org.tessera.app.demo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tessera.dicom.ContentItem;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DataSetEdit;
import org.tessera.dicom.Dictionary;
import org.tessera.dicom.DictionaryEntry;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// A data set from attributes by name: keywords, `Sequence.Keyword` and, for private ones,
/// `gggg/creator/ee/VR`.
final class ScanAttributes {
  private static final int FIRST_BLOCK = 0x10;

  private final DataSetEdit edit = DataSet.EMPTY.edit();
  private final Map<String, Integer> blocks = new HashMap<>();

  private ScanAttributes() {}

  static DataSet dataSet(Map<String, String> values) {
    Map<String, Map<String, String>> inner = new LinkedHashMap<>();
    values.forEach((name, value) -> {
      int dot = name.contains("/") ? -1 : name.indexOf('.');
      if (dot > 0) {
        inner
            .computeIfAbsent(name.substring(0, dot), sequence -> new LinkedHashMap<>())
            .put(name.substring(dot + 1), value);
      }
    });
    var attributes = new ScanAttributes();
    values.forEach((name, value) -> {
      if (name.contains("/")) {
        attributes.hidden(name.split("/", -1), value);
      } else if (!name.contains(".") && !inner.containsKey(name)) {
        attributes.plain(name, value);
      }
    });
    inner.forEach((sequence, items) ->
        attributes.edit.putItems(
            tag(sequence), item(values.getOrDefault(sequence, ""), dataSet(items))));
    return attributes.edit.build();
  }

  private static int tag(String keyword) {
    return entry(keyword).tag();
  }

  private static DictionaryEntry entry(String keyword) {
    return Dictionary.find(keyword)
        .orElseThrow(() -> new IllegalArgumentException("no attribute is called " + keyword));
  }

  private static DataSet item(String code, DataSet inner) {
    if (code.isEmpty()) {
      return inner;
    }
    DataSetEdit item = ContentItem.code(code).edit();
    inner.forEach(item::put);
    return item.build();
  }

  private void plain(String keyword, String value) {
    DictionaryEntry entry = entry(keyword);
    Vr vr = entry.vrs().getFirst();
    if (vr != Vr.SQ) {
      put(entry.tag(), vr, value);
    } else if (value.isEmpty()) {
      edit.putItems(entry.tag());
    } else {
      edit.putItems(entry.tag(), ContentItem.code(value));
    }
  }

  /// A private attribute, in the block of its creator: the next free one of the group.
  private void hidden(String[] place, String value) {
    int group = Integer.parseInt(place[0], 16);
    Integer block = blocks.get(place[0] + place[1]);
    if (block == null) {
      block = FIRST_BLOCK;
      while (blocks.containsKey(place[0] + block)) {
        block++;
      }
      blocks.put(place[0] + place[1], block);
      blocks.put(place[0] + block, block);
      put(group << 16 | block, Vr.LO, place[1]);
    }
    int element = block << 8 | Integer.parseInt(place[2], 16);
    put(group << 16 | element, Vr.of(place[3]).orElseThrow(), value);
  }

  private void put(int tag, Vr vr, String value) {
    String[] parts = value.split("\\\\", -1);
    int width = width(vr);
    if (vr == Vr.OB) {
      edit.put(ValueElement.of(tag, vr, even(value)));
    } else if (width == 0) {
      edit.put(tag, vr, parts);
    } else {
      ByteBuffer bytes = ByteBuffer.allocate(width * parts.length).order(ByteOrder.LITTLE_ENDIAN);
      for (String part : parts) {
        number(bytes, vr, part);
      }
      edit.put(ValueElement.of(tag, vr, bytes.array()));
    }
  }

  private static byte[] even(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return bytes.length % 2 == 0 ? bytes : Arrays.copyOf(bytes, bytes.length + 1);
  }

  private static int width(Vr vr) {
    return switch (vr) {
      case US, SS -> 2;
      case UL, SL, FL -> 4;
      case FD -> 8;
      default -> 0;
    };
  }

  private static void number(ByteBuffer bytes, Vr vr, String text) {
    switch (vr) {
      case US, SS -> bytes.putShort((short) Integer.parseInt(text));
      case UL, SL -> bytes.putInt(Integer.parseInt(text));
      case FL -> bytes.putFloat(Float.parseFloat(text));
      default -> bytes.putDouble(Double.parseDouble(text));
    }
  }
}

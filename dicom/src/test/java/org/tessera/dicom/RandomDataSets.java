package org.tessera.dicom;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Data sets of random elements, every representation and some depth.
final class RandomDataSets {
  private static final String[] WORDS = {"Zoë", "Müller", "Łódź", "Иван", "山田", "홍길동", "plain", ""};

  private final Random random;

  RandomDataSets(long seed) {
    this.random = new Random(seed);
  }

  DataSet next(boolean encapsulated) {
    DataSet dataSet = elements(0).edit().put(Tag.SOPInstanceUID, Vr.UI, "1.2.3").build();
    return dataSet.edit().put(pixels(encapsulated)).build();
  }

  private Element pixels(boolean encapsulated) {
    if (!encapsulated) {
      return ValueElement.of(Tag.PixelData, Vr.OW, bytes(random.nextInt(400) * 2));
    }
    List<Value> items = new ArrayList<>();
    items.add(Value.of(new byte[0]));
    for (int i = random.nextInt(4); i >= 0; i--) {
      items.add(Value.of(bytes(random.nextInt(300) * 2)));
    }
    return EncapsulatedElement.of(Tag.PixelData, items);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private DataSet elements(int depth) {
    DataSetEdit edit = DataSet.EMPTY.edit();
    if (random.nextInt(3) == 0 && depth == 0) {
      edit.put(Tag.SpecificCharacterSet, Vr.CS, random.nextBoolean() ? "ISO_IR 100" : "ISO_IR 192");
    }
    edit.put(0x00110010, Vr.LO, "TESSERA TEST");
    int tag = 0x00111000;
    for (Vr vr : Vr.values()) {
      tag++;
      if (random.nextInt(3) > 0) {
        continue;
      }
      if (vr == Vr.SQ) {
        if (depth < 4) {
          edit.put(sequence(tag, depth));
        }
      } else if (vr.usesCharacterSet()) {
        edit.put(tag, vr, WORDS[random.nextInt(WORDS.length)], WORDS[random.nextInt(WORDS.length)]);
      } else if (vr.isText()) {
        edit.put(tag, vr, "1".repeat(random.nextInt(20)));
      } else {
        edit.put(ValueElement.of(tag, vr, bytes(Math.max(vr.unit(), 2) * random.nextInt(5))));
      }
    }
    edit.put(0x00120010, Vr.LO, "x".repeat(random.nextInt(64)));
    return edit.build();
  }

  private SequenceElement sequence(int tag, int depth) {
    List<DataSet> items = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(elements(depth + 1));
    }
    return SequenceElement.of(tag, items, random.nextBoolean());
  }

  /// One line an element, numbers in little endian, text as it reads.
  static List<String> lines(DataSet dataSet) {
    List<String> lines = new ArrayList<>();
    lines(dataSet, "", lines);
    return lines;
  }

  private static void lines(DataSet dataSet, String path, List<String> lines) {
    for (Element element : dataSet) {
      String here = path + Tag.hex(element.tag()) + " " + element.vr() + " ";
      switch (element) {
        case ValueElement value -> lines.add(here + content(dataSet, value));
        case EncapsulatedElement pixels ->
            lines.add(here + pixels.fragments().stream().map(RandomDataSets::latin).toList());
        case SequenceElement sequence -> {
          lines.add(here + sequence.items().size());
          sequence.items().forEach(item -> lines(item, here + ".", lines));
        }
      }
    }
  }

  private static String content(DataSet dataSet, ValueElement value) {
    try {
      return value.vr().isText()
          ? dataSet.text(value).text()
          : new String(value.littleEndian(), StandardCharsets.ISO_8859_1);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String latin(Value value) {
    try {
      return new String(value.bytes(), StandardCharsets.ISO_8859_1);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

package org.tessera.etl.deidentify;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.tessera.dicom.CharacterSet;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DataSetEdit;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomWriter;
import org.tessera.dicom.Element;
import org.tessera.dicom.EncapsulatedElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.TransferSyntax;
import org.tessera.dicom.Value;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;
import org.tessera.etl.deidentify.AnswerKey.Check;
import org.tessera.etl.deidentify.AnswerKey.Source;

/// Writes the files of the answer key with the library's own writer.
final class PlantedFiles {
  private static final int PREAMBLE = 128;
  private static final String ROOT = "1.2.826.0.1.3680043.9.9001.";

  private PlantedFiles() {}

  static byte[] write(AnswerKey key, Source source) {
    DataSet dataSet = skeleton(source);
    byte[] preamble = new byte[0];
    var meta = new ByteArrayOutputStream();
    byte[] trailing = new byte[0];
    for (Check check : key.checks()) {
      if (!check.file().equals(source.name()) || check.value().isEmpty()) {
        continue;
      }
      switch (check.path()) {
        case "@preamble" -> preamble = utf8(check.value());
        case "@trailing" -> trailing = utf8(check.value());
        case String path when path.startsWith("@meta.") -> meta.writeBytes(metaElement(check));
        default -> dataSet = plant(dataSet, check);
      }
    }
    dataSet = dataSet.edit().put(pixels(source)).build();
    if (source.cells().getOrDefault("pixels", "").isEmpty()) {
      dataSet = dataSet.edit().remove(Tag.PixelData).build();
    }
    TransferSyntax syntax =
        TransferSyntax.find(source.cells().getOrDefault("transfer syntax", "")).orElseThrow();
    byte[] bytes = withMeta(DicomWriter.bytes(DicomFile.of(dataSet, syntax)), meta.toByteArray());
    System.arraycopy(preamble, 0, bytes, 0, Math.min(preamble.length, PREAMBLE));
    return syntax.isDeflated() ? bytes : joined(bytes, trailing);
  }

  private static DataSet skeleton(Source source) {
    String uid = ROOT + source.person().get("n");
    DataSetEdit edit =
        DataSet.EMPTY
            .edit()
            .put(Tag.SOPClassUID, Vr.UI, source.cells().getOrDefault("sop class", ""))
            .put(Tag.Modality, Vr.CS, source.cells().getOrDefault("modality", ""))
            .put(Tag.StudyInstanceUID, Vr.UI, uid + ".1")
            .put(Tag.SeriesInstanceUID, Vr.UI, uid + ".2")
            .put(Tag.SOPInstanceUID, Vr.UI, uid + ".3");
    String charset = source.cells().isEmpty() ? "" : source.person().getOrDefault("charset", "");
    if (!charset.isEmpty()) {
      edit.put(Tag.SpecificCharacterSet, Vr.CS, charset.split("\\\\", -1));
    }
    String layout = source.cells().getOrDefault("pixels", "");
    if (!layout.isEmpty()) {
      int[] size = size(layout);
      edit.putShort(Tag.Columns, size[0])
          .putShort(Tag.Rows, size[1])
          .putShort(Tag.SamplesPerPixel, size[2])
          .putShort(Tag.BitsAllocated, size[3])
          .putShort(Tag.BitsStored, size[3])
          .putShort(Tag.HighBit, size[3] - 1)
          .putShort(Tag.PixelRepresentation, 0)
          .put(Tag.PhotometricInterpretation, Vr.CS, size[2] == 3 ? "RGB" : "MONOCHROME2");
      if (size[2] > 1) {
        edit.putShort(Tag.PlanarConfiguration, 0);
      }
    }
    return edit.build();
  }

  static int[] size(String layout) {
    return Arrays.stream(layout.split("x", -1)).mapToInt(Integer::parseInt).toArray();
  }

  private static DataSet plant(DataSet dataSet, Check check) {
    Vr vr = Vr.of(check.vr()).orElseThrow();
    CharacterSet set = dataSet.characterSet();
    return PlantedPath.parse(check.path())
        .plant(dataSet, tag -> ValueElement.of(tag, vr, padded(bytes(check.value(), vr, set), vr)));
  }

  /// The text in the file's own character set where it has the characters; what stands in
  /// representations without one is written the same way, for people hide things.
  private static byte[] bytes(String value, Vr vr, CharacterSet set) {
    var bytes = new ByteArrayOutputStream();
    String[] parts = value.split("\0", -1);
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        bytes.write(0);
      }
      Vr read = vr.usesCharacterSet() ? vr : Vr.LO;
      bytes.writeBytes(
          vr == Vr.UL && value.matches("\\d{1,2}")
              ? new byte[] {Byte.parseByte(value), 0, 0, 0}
              : set.encode(parts[i], read).orElseGet(() -> utf8(value)));
    }
    return bytes.toByteArray();
  }

  private static byte[] padded(byte[] bytes, Vr vr) {
    int unit =
        switch (vr) {
          case UL, SL, FL, OF, OL, AT -> 4;
          case FD, OD, OV -> 8;
          default -> 2;
        };
    int length = (bytes.length + unit - 1) / unit * unit;
    byte[] padded = Arrays.copyOf(bytes, length);
    Arrays.fill(padded, bytes.length, length, (byte) (vr.isText() && vr != Vr.UI ? ' ' : 0));
    return padded;
  }

  /// A gradient, so that no text stands in it by chance; what is burned in is white.
  static byte[] picture(Source source) {
    int[] size = size(source.cells().getOrDefault("pixels", ""));
    int sample = size[3] / 8;
    byte[] pixels = new byte[size[0] * size[1] * size[2] * sample];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (sample == 2 && i % 2 == 1 ? 1 : 0x80 | i % 61);
    }
    List<Integer> region = source.burnedIn();
    for (int row = 0; !region.isEmpty() && row < region.get(3); row++) {
      int stride = size[2] * sample;
      int from = ((region.get(1) + row) * size[0] + region.get(0)) * stride;
      Arrays.fill(pixels, from, from + region.get(2) * stride, (byte) 0xFF);
    }
    return pixels;
  }

  private static Element pixels(Source source) {
    if (source.cells().getOrDefault("pixels", "").isEmpty()) {
      return ValueElement.of(Tag.PixelData, Vr.OW, new byte[0]);
    }
    byte[] picture = picture(source);
    if (!source.cells().getOrDefault("transfer syntax", "").equals("1.2.840.10008.1.2.5")) {
      return ValueElement.of(Tag.PixelData, Vr.OW, picture);
    }
    return EncapsulatedElement.of(
        Tag.PixelData, List.of(Value.of(new byte[0]), Value.of(literalRuns(picture))));
  }

  /// One segment of PS3.5 annex G, literal runs alone.
  private static byte[] literalRuns(byte[] plain) {
    var bytes = new ByteArrayOutputStream();
    ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(1).putInt(64);
    bytes.writeBytes(header.array());
    for (int at = 0; at < plain.length; at += 128) {
      int count = Math.min(128, plain.length - at);
      bytes.write(count - 1);
      bytes.write(plain, at, count);
    }
    if (bytes.size() % 2 != 0) {
      bytes.write(0x80);
    }
    return bytes.toByteArray();
  }

  private static byte[] metaElement(Check check) {
    int tag = Tag.parse(check.path().substring("@meta.".length())).orElseThrow();
    byte[] value = padded(utf8(check.value()), Vr.of(check.vr()).orElseThrow());
    boolean wide = check.vr().equals("OB");
    ByteBuffer element =
        ByteBuffer.allocate((wide ? 12 : 8) + value.length).order(ByteOrder.LITTLE_ENDIAN);
    element.putShort((short) (tag >>> 16)).putShort((short) tag).put(utf8(check.vr()));
    if (wide) {
      element.putShort((short) 0).putInt(value.length);
    } else {
      element.putShort((short) value.length);
    }
    return element.put(value).array();
  }

  /// The file with more elements at the end of its file meta information.
  private static byte[] withMeta(byte[] file, byte[] more) {
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int length = buffer.getInt(140);
    byte[] head = Arrays.copyOf(file, 144 + length);
    ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).putInt(140, length + more.length);
    return joined(joined(head, more), Arrays.copyOfRange(file, 144 + length, file.length));
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

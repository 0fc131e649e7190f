package org.tessera.dicom.render;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DataSetEdit;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.DicomWriter;
import org.tessera.dicom.EncapsulatedElement;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.Tag;
import org.tessera.dicom.TransferSyntax;
import org.tessera.dicom.Value;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// Pictures of which every value is known.
final class Phantom {
  private final DataSetEdit edit = DataSet.EMPTY.edit();

  private Phantom() {}

  /// A picture of so many columns and rows, unsigned, all bits used.
  static Phantom of(int columns, int rows, int bits) {
    return new Phantom()
        .put(Tag.Columns, columns)
        .put(Tag.Rows, rows)
        .put(Tag.SamplesPerPixel, 1)
        .put(Tag.BitsAllocated, bits)
        .put(Tag.BitsStored, bits)
        .put(Tag.HighBit, bits - 1)
        .put(Tag.PixelRepresentation, 0)
        .text(Tag.PhotometricInterpretation, "MONOCHROME2");
  }

  Phantom put(int tag, int... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int number : numbers) {
      bytes.putShort((short) number);
    }
    edit.put(ValueElement.of(tag, Vr.US, bytes.array()));
    return this;
  }

  Phantom text(int tag, String... text) {
    Vr vr =
        switch (tag) {
          case Tag.PhotometricInterpretation, 0x00281056 -> Vr.CS;
          case Tag.NumberOfFrames, 0x00280034 -> Vr.IS;
          default -> Vr.DS;
        };
    edit.put(tag, vr, text);
    return this;
  }

  Phantom item(int sequence, Phantom content) {
    edit.put(org.tessera.dicom.SequenceElement.of(sequence, List.of(content.edit.build())));
    return this;
  }

  static Phantom empty() {
    return new Phantom();
  }

  Phantom bytes(int tag, Vr vr, int... bytes) {
    byte[] all = new byte[bytes.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) bytes[i];
    }
    edit.put(ValueElement.of(tag, vr, all));
    return this;
  }

  Phantom words(int tag, int... words) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * words.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int word : words) {
      bytes.putShort((short) word);
    }
    edit.put(ValueElement.of(tag, Vr.OW, bytes.array()));
    return this;
  }

  Phantom element(ValueElement element) {
    edit.put(element);
    return this;
  }

  Phantom fragments(byte[]... fragments) {
    List<Value> items = new java.util.ArrayList<>(List.of(Value.of(new byte[0])));
    for (byte[] fragment : fragments) {
      items.add(Value.of(java.util.Arrays.copyOf(fragment, fragment.length + fragment.length % 2)));
    }
    edit.put(EncapsulatedElement.of(Tag.PixelData, items));
    return this;
  }

  /// The file, written and read again.
  DicomFile file(TransferSyntax syntax) throws IOException {
    byte[] bytes = DicomWriter.bytes(DicomFile.of(edit.build(), syntax));
    return (DicomFile) DicomReader.read(bytes, ReadOptions.whole());
  }

  DicomFile file() throws IOException {
    return file(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  /// The grey levels, or colours, of a frame.
  int[] seen(RenderRequest request) throws IOException {
    return levels(Renderer.render(file(), request));
  }

  int[] seen() throws IOException {
    return seen(RenderRequest.of(1));
  }

  static int[] levels(Rendering rendering) {
    if (!(rendering instanceof Picture picture)) {
      throw new AssertionError(rendering.toString());
    }
    int[] levels = new int[picture.width() * picture.height()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = picture.at(i % picture.width(), i / picture.width());
    }
    return levels;
  }
}

package org.tessera.dicom.net;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.DicomWriter;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.Refusal;
import org.tessera.dicom.TransferSyntax;

/// On the wire a data set goes without the head a file has; this takes it off and puts it on.
final class DataSetBytes {
  private static final int PREFIX_END = 132;
  private static final int GROUP_LENGTH_END = PREFIX_END + 12;

  private DataSetBytes() {}

  /// A head of PS3.10 for a data set that arrives, naming its class, instance, transfer syntax and
  /// sender as they were told.
  static byte[] head(String sopClass, String sopInstance, String transferSyntax, String sender) {
    var elements = new ByteArrayOutputStream(256);
    header(elements, 0x0001, "OB");
    number(elements, 0, 2);
    number(elements, 2, 4);
    elements.writeBytes(new byte[] {0, 1});
    text(elements, 0x0002, "UI", sopClass);
    text(elements, 0x0003, "UI", sopInstance);
    text(elements, 0x0010, "UI", transferSyntax);
    text(elements, 0x0012, "UI", DicomFile.IMPLEMENTATION_CLASS_UID);
    text(elements, 0x0013, "SH", DicomFile.IMPLEMENTATION_VERSION_NAME);
    text(elements, 0x0016, "AE", sender);
    var all = new ByteArrayOutputStream(GROUP_LENGTH_END + elements.size());
    all.writeBytes(new byte[PREFIX_END - 4]);
    all.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    header(all, 0x0000, "UL");
    number(all, 4, 2);
    number(all, elements.size(), 4);
    all.writeBytes(elements.toByteArray());
    return all.toByteArray();
  }

  private static void header(ByteArrayOutputStream into, int element, String vr) {
    number(into, 2, 2);
    number(into, element, 2);
    into.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
  }

  private static void number(ByteArrayOutputStream into, int value, int size) {
    for (int i = 0; i < size; i++) {
      into.write(value >>> (8 * i));
    }
  }

  private static void text(ByteArrayOutputStream into, int element, String vr, String text) {
    boolean odd = text.length() % 2 != 0;
    String padded = odd ? text + (vr.equals("UI") ? '\0' : ' ') : text;
    header(into, element, vr);
    number(into, padded.length(), 2);
    into.writeBytes(padded.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Writes a file's data set alone, in the file's transfer syntax.
  static void write(DicomFile file, OutputStream out) throws IOException {
    DicomWriter.write(file.withFreshMeta(), new WithoutHead(out));
  }

  static void write(DataSet dataSet, TransferSyntax syntax, OutputStream out) throws IOException {
    write(DicomFile.of(dataSet, syntax), out);
  }

  /// Reads a data set that came over the wire.
  ///
  /// @throws AssociationFailure when it cannot be read
  static DataSet read(byte[] bytes, String transferSyntax) throws IOException {
    byte[] head = head("", "", transferSyntax, "");
    byte[] file = ByteBuffer.allocate(head.length + bytes.length).put(head).put(bytes).array();
    return switch (DicomReader.read(file, ReadOptions.whole())) {
      case DicomFile read -> read.dataSet();
      case Refusal refusal ->
          throw AssociationFailure.violation(
              Pdu.REASON_INVALID_VALUE, "a data set that cannot be read: " + refusal.reason());
    };
  }

  /// Drops preamble, prefix and file meta information, which [DicomWriter] wrote with a true
  /// length.
  private static final class WithoutHead extends FilterOutputStream {
    private final ByteArrayOutputStream head = new ByteArrayOutputStream(512);
    private boolean passed;

    WithoutHead(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      if (passed) {
        out.write(bytes, start, length);
        return;
      }
      head.write(bytes, start, length);
      if (head.size() < GROUP_LENGTH_END) {
        return;
      }
      ByteBuffer held = ByteBuffer.wrap(head.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
      int end = GROUP_LENGTH_END + held.getInt(GROUP_LENGTH_END - 4);
      if (head.size() >= end) {
        passed = true;
        out.write(held.array(), end, head.size() - end);
        head.reset();
      }
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }
  }
}

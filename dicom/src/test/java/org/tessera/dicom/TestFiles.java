package org.tessera.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Small files, byte by byte as the standard or a careless writer lays them out.
final class TestFiles {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  static DicomFile file(Reading reading) {
    return switch (reading) {
      case DicomFile file -> file;
      case Refusal refusal ->
          throw new AssertionError("refused at " + refusal.offset() + ": " + refusal.reason());
    };
  }

  static Refusal refusal(Reading reading) {
    return switch (reading) {
      case DicomFile file -> throw new AssertionError("read: " + file.dataSet());
      case Refusal refusal -> refusal;
    };
  }

  /// 128 bytes, `DICM` and a file meta information with this transfer syntax.
  static TestFiles part10(String transferSyntax) {
    var file = new TestFiles();
    file.bytes.writeBytes(new byte[128]);
    file.text("DICM");
    String uid = transferSyntax.length() % 2 == 0 ? transferSyntax : transferSyntax + "\0";
    return file.explicit(0x00020000, "UL", hex((byte) (8 + uid.length()), 0, 0, 0))
        .explicit(0x00020010, "UI", uid);
  }

  static TestFiles bare() {
    return new TestFiles();
  }

  private static String hex(int... bytes) {
    var text = new StringBuilder();
    for (int value : bytes) {
      text.append((char) (value & 0xFF));
    }
    return text.toString();
  }

  TestFiles tag(int tag) {
    return number(tag >>> 16, 2).number(tag & 0xFFFF, 2);
  }

  TestFiles number(long value, int size) {
    for (int i = 0; i < size; i++) {
      bytes.write((int) (value >>> (8 * i)));
    }
    return this;
  }

  TestFiles text(String latin) {
    bytes.writeBytes(latin.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  TestFiles zeros(int count) {
    bytes.writeBytes(new byte[count]);
    return this;
  }

  /// A short-form element in explicit little endian.
  TestFiles explicit(int tag, String vr, String value) {
    return tag(tag).text(vr).number(value.length(), 2).text(value);
  }

  /// A long-form header in explicit little endian.
  TestFiles longForm(int tag, String vr, long length) {
    return tag(tag).text(vr).number(0, 2).number(length, 4);
  }

  /// An implicit header, or an item's or delimiter's.
  TestFiles implicit(int tag, long length) {
    return tag(tag).number(length, 4);
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}

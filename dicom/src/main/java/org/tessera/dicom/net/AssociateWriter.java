package org.tessera.dicom.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.tessera.dicom.DicomFile;

/// Lays both negotiating PDUs out in bytes.
final class AssociateWriter {
  /// The only application context there is, PS3.7 annex A.2.1.
  static final String APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);

  private AssociateWriter() {}

  static byte[] bytes(AssociateRequest request) {
    var writer = new AssociateWriter();
    writer.head(request.titles());
    for (AssociateRequest.Context context : request.contexts()) {
      var item = new AssociateWriter();
      item.bytes.write(context.id());
      item.zeros(3);
      item.text(0x30, context.abstractSyntax());
      context.transferSyntaxes().forEach(syntax -> item.text(0x40, syntax));
      writer.item(0x20, item);
    }
    writer.user(request.user());
    return writer.pdu(Pdu.ASSOCIATE_REQUEST);
  }

  static byte[] bytes(AssociateAccept accept) {
    var writer = new AssociateWriter();
    writer.head(accept.titles());
    for (AssociateAccept.Context context : accept.contexts()) {
      var item = new AssociateWriter();
      item.bytes.write(context.id());
      item.zeros(1);
      item.bytes.write(context.result());
      item.zeros(1);
      item.text(0x40, context.transferSyntax());
      writer.item(0x21, item);
    }
    writer.user(accept.user());
    return writer.pdu(Pdu.ASSOCIATE_ACCEPT);
  }

  private void head(AssociateRequest.Titles titles) {
    number(1, 2);
    zeros(2);
    title(titles.called());
    title(titles.calling());
    zeros(32);
    text(0x10, APPLICATION_CONTEXT);
  }

  private void user(AssociateRequest.User user) {
    var item = new AssociateWriter();
    var longest = new AssociateWriter();
    longest.number(user.pduBytesMax(), 4);
    item.item(0x51, longest);
    item.text(0x52, DicomFile.IMPLEMENTATION_CLASS_UID);
    for (AssociateRequest.Role role : user.roles()) {
      var wanted = new AssociateWriter();
      byte[] sopClass = role.sopClass().getBytes(StandardCharsets.ISO_8859_1);
      wanted.number(sopClass.length, 2);
      wanted.bytes.writeBytes(sopClass);
      wanted.bytes.write(role.scu() ? 1 : 0);
      wanted.bytes.write(role.scp() ? 1 : 0);
      item.item(0x54, wanted);
    }
    item.text(0x55, DicomFile.IMPLEMENTATION_VERSION_NAME);
    item(0x50, item);
  }

  private void title(String title) {
    byte[] padded = (title + " ".repeat(16)).getBytes(StandardCharsets.ISO_8859_1);
    bytes.write(padded, 0, 16);
  }

  private void text(int type, String text) {
    var content = new AssociateWriter();
    content.bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    item(type, content);
  }

  private void item(int type, AssociateWriter content) {
    bytes.write(type);
    zeros(1);
    number(content.bytes.size(), 2);
    bytes.writeBytes(content.bytes.toByteArray());
  }

  private void number(long value, int size) {
    for (int i = size - 1; i >= 0; i--) {
      bytes.write((int) (value >>> (8 * i)));
    }
  }

  private void zeros(int count) {
    bytes.writeBytes(new byte[count]);
  }

  private byte[] pdu(int type) {
    return ByteBuffer.allocate(6 + bytes.size())
        .put((byte) type)
        .put((byte) 0)
        .putInt(bytes.size())
        .put(bytes.toByteArray())
        .array();
  }
}

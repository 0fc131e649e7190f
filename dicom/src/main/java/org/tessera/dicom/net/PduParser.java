package org.tessera.dicom.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Reads a unit of which the first byte is known.
final class PduParser {
  /// 128 contexts with a hundred transfer syntaxes each fit in.
  static final int ASSOCIATE_BYTES_MAX = 256 * 1024;

  private PduParser() {}

  static Pdu parse(int type, Wire wire) throws IOException {
    if (type < Pdu.ASSOCIATE_REQUEST || type > Pdu.ABORT) {
      throw AssociationFailure.violation(Pdu.REASON_UNRECOGNIZED, "no PDU of the upper layer");
    }
    ByteBuffer head = ByteBuffer.wrap(wire.bytes(5));
    long length = head.getInt(1) & 0xFFFFFFFFL;
    return switch (type) {
      case Pdu.DATA -> new Pdu.Payload(length);
      case Pdu.ASSOCIATE_REQUEST -> new Pdu.Request(AssociateParser.request(body(length, wire)));
      case Pdu.ASSOCIATE_ACCEPT -> new Pdu.Accept(AssociateParser.accept(body(length, wire)));
      default -> small(type, four(length, wire));
    };
  }

  private static Pdu small(int type, byte[] body) {
    return switch (type) {
      case Pdu.ASSOCIATE_REJECT -> new Pdu.Reject(body[1], body[2], body[3]);
      case Pdu.RELEASE_REQUEST -> new Pdu.ReleaseRequest();
      case Pdu.RELEASE_RESPONSE -> new Pdu.ReleaseResponse();
      default -> new Pdu.Abort(body[2], body[3]);
    };
  }

  private static byte[] four(long length, Wire wire) throws IOException {
    if (length != 4) {
      throw AssociationFailure.violation(Pdu.REASON_INVALID_VALUE, "a PDU of four bytes has more");
    }
    return wire.bytes(4);
  }

  private static ByteBuffer body(long length, Wire wire) throws IOException {
    if (length > ASSOCIATE_BYTES_MAX) {
      throw AssociationFailure.violation(
          Pdu.REASON_INVALID_VALUE, "a negotiation of more than " + ASSOCIATE_BYTES_MAX + " bytes");
    }
    return ByteBuffer.wrap(wire.bytes((int) length));
  }
}

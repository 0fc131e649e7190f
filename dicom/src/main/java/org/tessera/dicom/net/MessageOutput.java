package org.tessera.dicom.net;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// Puts DIMSE messages into P-DATA-TF units no longer than the other side takes.
final class MessageOutput {
  private static final int HEAD = 12;
  private static final int OWN_BYTES_MAX = 256 * 1024;
  private static final int FRAGMENT_MIN = 2;

  private final Wire wire;
  private final byte[] unit;

  /// @param pduBytesMax what the other side takes; 0 for any
  /// @throws AssociationFailure when that is too little for anything
  MessageOutput(Wire wire, long pduBytesMax) throws AssociationFailure {
    long most = pduBytesMax == 0 ? OWN_BYTES_MAX : Math.min(pduBytesMax, OWN_BYTES_MAX);
    if (most < HEAD - 6 + FRAGMENT_MIN) {
      throw AssociationFailure.violation(
          Pdu.REASON_INVALID_VALUE, "the other side takes no PDU that holds anything");
    }
    this.wire = wire;
    this.unit = new byte[(int) most + 6];
  }

  /// What writes a data set.
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  void send(int contextId, Command command) throws IOException {
    send(contextId, 1, out -> out.write(command.bytes()));
  }

  /// Sends a data set to follow the command just sent. One whose content fails is never ended: the
  /// other side must not take a part for the whole, so only an abort may follow.
  void dataSet(int contextId, Content content) throws IOException {
    send(contextId, 0, content);
  }

  private void send(int contextId, int kind, Content content) throws IOException {
    var out = new Fragments(contextId, kind);
    content.writeTo(out);
    out.end();
  }

  /// Cuts what is written into fragments of one unit each, of even length.
  private final class Fragments extends OutputStream {
    private final int contextId;
    private final int kind;
    private int filled = HEAD;

    Fragments(int contextId, int kind) {
      this.contextId = contextId;
      this.kind = kind;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      int even = unit.length - (unit.length & 1);
      int at = start;
      int left = length;
      while (left > 0) {
        if (filled == even) {
          flushUnit(0);
        }
        int count = Math.min(left, even - filled);
        System.arraycopy(bytes, at, unit, filled, count);
        filled += count;
        at += count;
        left -= count;
      }
    }

    private void flushUnit(int lastBit) throws IOException {
      ByteBuffer.wrap(unit)
          .put((byte) Pdu.DATA)
          .put((byte) 0)
          .putInt(filled - 6)
          .putInt(filled - 10)
          .put((byte) contextId)
          .put((byte) (kind | lastBit));
      wire.write(unit, 0, filled);
      filled = HEAD;
    }

    void end() throws IOException {
      flushUnit(2);
    }
  }
}

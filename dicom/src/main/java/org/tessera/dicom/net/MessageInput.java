package org.tessera.dicom.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Takes DIMSE messages out of P-DATA-TF units, PS3.7 section 6.3.1 and PS3.8 annex E; data sets
/// are streamed.
final class MessageInput {
  private static final int COMMAND_BYTES_MAX = 16 * 1024;
  private static final int PDV_HEAD = 6;

  private final Wire wire;
  private final NetLimits limits;
  private long latest;
  private long pduLeft;
  private long pdvLeft;
  private int contextId;
  private boolean command;
  private boolean last;

  /// A message up to its data set, if it has one.
  record Message(int contextId, Command command) {}

  MessageInput(Wire wire, NetLimits limits) {
    this.wire = wire;
    this.limits = limits;
  }

  /// The next message; nothing when the other side wishes to end.
  ///
  /// @throws AssociationFailure when the association is over otherwise
  Optional<Message> next() throws IOException {
    if (pduLeft == 0) {
      wire.within(limits.times().idle());
      Pdu pdu = Pdu.read(wire);
      if (pdu instanceof Pdu.ReleaseRequest) {
        return Optional.empty();
      }
      startMessage();
      begin(pdu);
    } else {
      startMessage();
    }
    var bytes = new ByteArrayOutputStream(256);
    int context = -1;
    do {
      nextPdv();
      context = context < 0 ? contextId : context;
      if (!command || contextId != context || bytes.size() + pdvLeft > COMMAND_BYTES_MAX) {
        throw AssociationFailure.violation(
            Pdu.REASON_UNEXPECTED, "a fragment that belongs to no command, or one too long");
      }
      bytes.writeBytes(wire.bytes((int) pdvLeft));
      pdvLeft = 0;
    } while (!last);
    return Optional.of(new Message(context, Command.parse(bytes.toByteArray())));
  }

  private void startMessage() {
    latest = System.nanoTime() + limits.times().message().toNanos();
  }

  /// The data set of the message just read; it must be read to its end.
  InputStream dataSet(int context) {
    return new DataSetInput(context);
  }

  /// Reads the heads of the next fragment.
  private void nextPdv() throws IOException {
    // A reader's deadline passes what is there already, so a sender that never pauses meets it
    // here.
    if (System.nanoTime() - latest > 0) {
      throw new AssociationFailure(
          AssociationFailure.Kind.TIMED_OUT, "a message took longer than it may");
    }
    if (pduLeft == 0) {
      wire.within(limits.times().pdu(), latest);
      begin(Pdu.read(wire));
    }
    if (pduLeft < PDV_HEAD) {
      throw badLength();
    }
    ByteBuffer head = ByteBuffer.wrap(wire.bytes(PDV_HEAD));
    long length = head.getInt() & 0xFFFFFFFFL;
    if (length < 2 || length > pduLeft - 4) {
      throw badLength();
    }
    contextId = head.get() & 0xFF;
    int control = head.get();
    command = (control & 1) != 0;
    last = (control & 2) != 0;
    pdvLeft = length - 2;
    pduLeft -= length + 4;
  }

  /// Takes the head of a P-DATA-TF; any other unit ends the association.
  private void begin(Pdu pdu) throws AssociationFailure {
    switch (pdu) {
      case Pdu.Payload(long length) -> {
        if (length < PDV_HEAD || length > limits.pduBytesMax()) {
          throw badLength();
        }
        pduLeft = length;
        wire.within(limits.times().pdu(), latest);
      }
      case Pdu.Abort _ ->
          throw new AssociationFailure(
              AssociationFailure.Kind.ABORTED, "the other side aborted the association");
      default ->
          throw AssociationFailure.violation(
              Pdu.REASON_UNEXPECTED, "a PDU that may not come within an association");
    }
  }

  private static AssociationFailure badLength() {
    return AssociationFailure.violation(
        Pdu.REASON_INVALID_VALUE, "a PDU or fragment of a length it cannot have");
  }

  /// The fragments of one data set.
  private final class DataSetInput extends InputStream {
    private final int context;
    private boolean ended;
    private boolean begun;

    DataSetInput(int context) {
      this.context = context;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int start, int length) throws IOException {
      while (pdvLeft == 0) {
        if (ended || (begun && last)) {
          ended = true;
          return -1;
        }
        nextPdv();
        begun = true;
        if (command || contextId != context) {
          throw AssociationFailure.violation(
              Pdu.REASON_UNEXPECTED, "a fragment of another message within a data set");
        }
      }
      int count = wire.read(into, start, (int) Math.min(length, pdvLeft));
      pdvLeft -= count;
      return count;
    }
  }
}

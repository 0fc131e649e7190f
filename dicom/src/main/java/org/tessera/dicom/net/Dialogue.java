package org.tessera.dicom.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.TransferSyntax;

/// An association that stands: messages both ways over the contexts agreed to.
final class Dialogue {
  private static final int IDENTIFIER_BYTES_MAX = 16 << 20;

  private final Map<Integer, Agreed> contexts;
  private final MessageInput input;
  private final MessageOutput output;
  private int messageId;

  Dialogue(Wire wire, NetLimits limits, Map<Integer, Agreed> contexts, long pduBytesMax)
      throws AssociationFailure {
    this.contexts = contexts;
    this.input = new MessageInput(wire, limits);
    this.output = new MessageOutput(wire, pduBytesMax);
  }

  MessageInput input() {
    return input;
  }

  Map<Integer, Agreed> contexts() {
    return contexts;
  }

  /// The context a message came over.
  Agreed context(MessageInput.Message message) throws AssociationFailure {
    Agreed context = contexts.get(message.contextId());
    if (context == null) {
      throw AssociationFailure.violation(
          Pdu.REASON_INVALID_VALUE, "a message over a context that was not agreed to");
    }
    return context;
  }

  /// A number for the next request, 1 to 65,535 and again.
  int nextMessageId() {
    messageId = messageId % 0xFFFF + 1;
    return messageId;
  }

  void send(Agreed context, Command command) throws IOException {
    output.send(context.id(), command);
  }

  void send(Agreed context, Command command, DataSet dataSet) throws IOException {
    send(context, command, out -> DataSetBytes.write(dataSet, syntax(context), out));
  }

  /// Sends a command with the data set that something writes; when that fails the association can
  /// only be aborted.
  void send(Agreed context, Command command, MessageOutput.Content content) throws IOException {
    output.send(context.id(), command.withDataSet());
    output.dataSet(context.id(), content);
  }

  /// Reads a message's data set whole, when it has one.
  ///
  /// @throws AssociationFailure when it cannot be read, or is longer than such a one ever is
  DataSet dataSet(MessageInput.Message message) throws IOException {
    return dataSet(message, IDENTIFIER_BYTES_MAX);
  }

  /// The same for one of so many bytes at most.
  DataSet dataSet(MessageInput.Message message, int bytesMax) throws IOException {
    if (!message.command().hasDataSet()) {
      return DataSet.EMPTY;
    }
    var bytes = new ByteArrayOutputStream();
    InputStream stream = input.dataSet(message.contextId());
    byte[] block = new byte[8192];
    for (int count = stream.read(block); count >= 0; count = stream.read(block)) {
      if (bytes.size() + count > bytesMax) {
        throw AssociationFailure.violation(
            Pdu.REASON_INVALID_VALUE, "an identifier of more than " + bytesMax + " bytes");
      }
      bytes.write(block, 0, count);
    }
    return bytes.size() == 0
        ? DataSet.EMPTY
        : DataSetBytes.read(bytes.toByteArray(), context(message).transferSyntax());
  }

  /// Passes over a message's data set.
  void skip(MessageInput.Message message) throws IOException {
    if (message.command().hasDataSet()) {
      input.dataSet(message.contextId()).transferTo(OutputStream.nullOutputStream());
    }
  }

  static TransferSyntax syntax(Agreed context) {
    return TransferSyntax.find(context.transferSyntax())
        .orElse(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
  }
}

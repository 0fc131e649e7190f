package org.tessera.dicom.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// A command set: the elements of group 0000 in implicit little endian, PS3.7 section 6.3.
final class Command {
  static final int STORE = 0x0001;
  static final int FIND = 0x0020;
  static final int MOVE = 0x0021;
  static final int ECHO = 0x0030;
  static final int EVENT_REPORT = 0x0100;
  static final int ACTION = 0x0130;
  static final int CANCEL = 0x0FFF;

  /// Added to a request's number for its response.
  static final int RESPONSE = 0x8000;

  static final int AffectedSOPClassUID = 0x0002;
  static final int RequestedSOPClassUID = 0x0003;
  static final int CommandField = 0x0100;
  static final int MessageID = 0x0110;
  static final int MessageIDBeingRespondedTo = 0x0120;
  static final int MoveDestination = 0x0600;
  static final int MoveOriginatorTitle = 0x1030;
  static final int Priority = 0x0700;
  static final int CommandDataSetType = 0x0800;
  static final int Status = 0x0900;
  static final int ErrorComment = 0x0902;
  static final int AffectedSOPInstanceUID = 0x1000;
  static final int RequestedSOPInstanceUID = 0x1001;
  static final int EventTypeID = 0x1002;
  static final int ActionTypeID = 0x1008;

  static final int NumberOfCompletedSuboperations = 0x1021;
  static final int NumberOfFailedSuboperations = 0x1022;
  static final int NumberOfWarningSuboperations = 0x1023;

  private static final int NO_DATA_SET = 0x0101;
  private static final int WITH_DATA_SET = 0x0001;

  private final Map<Integer, byte[]> elements = new TreeMap<>();

  private Command() {}

  static Command request(int field, int id) {
    return new Command()
        .put(CommandField, field)
        .put(MessageID, id)
        .put(CommandDataSetType, NO_DATA_SET);
  }

  /// The response to a request, naming the same SOP class and instance.
  Command response(int code) {
    Command response =
        new Command()
            .put(CommandField, field() | RESPONSE)
            .put(MessageIDBeingRespondedTo, number(MessageID, 0))
            .put(CommandDataSetType, NO_DATA_SET)
            .put(Status, code);
    String sopClass = sopClass();
    String sopInstance = sopInstance();
    return (sopClass.isEmpty() ? response : response.put(AffectedSOPClassUID, sopClass))
        .putUnlessEmpty(AffectedSOPInstanceUID, sopInstance);
  }

  /// Says that a data set follows.
  Command withDataSet() {
    return put(CommandDataSetType, WITH_DATA_SET);
  }

  Command put(int tag, int value) {
    elements.put(tag, new byte[] {(byte) value, (byte) (value >> 8)});
    return this;
  }

  /// Puts a UID or text; odd UIDs are padded with a null, all else with a space.
  Command put(int tag, String text) {
    boolean odd = text.length() % 2 != 0;
    String padded = odd ? text + (isUid(tag) ? '\0' : ' ') : text;
    elements.put(tag, padded.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  private Command putUnlessEmpty(int tag, String text) {
    return text.isEmpty() ? this : put(tag, text);
  }

  private static boolean isUid(int tag) {
    return tag == AffectedSOPClassUID
        || tag == RequestedSOPClassUID
        || tag == AffectedSOPInstanceUID
        || tag == RequestedSOPInstanceUID;
  }

  /// What is asked or answered.
  int field() {
    return number(CommandField, 0);
  }

  boolean isResponse() {
    return (field() & RESPONSE) != 0;
  }

  boolean hasDataSet() {
    return number(CommandDataSetType, NO_DATA_SET) != NO_DATA_SET;
  }

  int number(int tag, int otherwise) {
    byte[] value = elements.get(tag);
    return value == null || value.length < 2
        ? otherwise
        : (value[0] & 0xFF) | (value[1] & 0xFF) << 8;
  }

  String text(int tag) {
    byte[] value = elements.getOrDefault(tag, new byte[0]);
    return new String(value, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
  }

  /// The SOP class, affected or requested.
  String sopClass() {
    String affected = text(AffectedSOPClassUID);
    return affected.isEmpty() ? text(RequestedSOPClassUID) : affected;
  }

  /// The SOP instance, affected or requested.
  String sopInstance() {
    String affected = text(AffectedSOPInstanceUID);
    return affected.isEmpty() ? text(RequestedSOPInstanceUID) : affected;
  }

  /// @throws AssociationFailure when the bytes are no command
  static Command parse(byte[] bytes) throws AssociationFailure {
    var command = new Command();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.remaining() >= 8) {
      int group = buffer.getShort() & 0xFFFF;
      int element = buffer.getShort() & 0xFFFF;
      long length = buffer.getInt() & 0xFFFFFFFFL;
      if (group != 0 || length > buffer.remaining()) {
        throw noCommand();
      }
      byte[] value = new byte[(int) length];
      buffer.get(value);
      command.elements.put(element, value);
    }
    if (buffer.hasRemaining() || !command.elements.containsKey(CommandField)) {
      throw noCommand();
    }
    return command;
  }

  private static AssociationFailure noCommand() {
    return AssociationFailure.violation(Pdu.REASON_INVALID_VALUE, "a command set that is none");
  }

  byte[] bytes() {
    int length = elements.values().stream().mapToInt(value -> 8 + value.length).sum();
    ByteBuffer buffer = ByteBuffer.allocate(length + 12).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(0).putInt(4).putInt(length);
    elements.forEach((tag, value) ->
        buffer.putShort((short) 0).putShort((short) (int) tag).putInt(value.length).put(value));
    return buffer.array();
  }
}

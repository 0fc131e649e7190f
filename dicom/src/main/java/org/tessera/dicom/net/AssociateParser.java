package org.tessera.dicom.net;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads both negotiating PDUs. Every item's length is held against what is there; items nobody
/// knows are passed over.
final class AssociateParser {
  private static final int CONTEXTS_MAX = 128;

  private int version;
  private AssociateRequest.Titles titles = new AssociateRequest.Titles("", "");
  private String applicationContext = "";
  private final List<AssociateRequest.Context> proposed = new ArrayList<>();
  private final List<AssociateAccept.Context> answered = new ArrayList<>();
  private final List<AssociateRequest.Role> roles = new ArrayList<>();
  private long pduBytesMax;

  private AssociateParser() {}

  static AssociateRequest request(ByteBuffer body) throws AssociationFailure {
    var parser = new AssociateParser();
    parser.parse(body);
    return new AssociateRequest(
        parser.version,
        parser.titles,
        parser.applicationContext,
        List.copyOf(parser.proposed),
        parser.user());
  }

  static AssociateAccept accept(ByteBuffer body) throws AssociationFailure {
    var parser = new AssociateParser();
    parser.parse(body);
    return new AssociateAccept(parser.titles, List.copyOf(parser.answered), parser.user());
  }

  private AssociateRequest.User user() {
    return new AssociateRequest.User(pduBytesMax, List.copyOf(roles));
  }

  private void parse(ByteBuffer body) throws AssociationFailure {
    try {
      version = body.getShort() & 0xFFFF;
      body.getShort();
      titles = new AssociateRequest.Titles(text(body, 16), text(body, 16));
      body.position(body.position() + 32);
      while (body.hasRemaining()) {
        item(body.get() & 0xFF, sub(body));
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException _) {
      throw AssociationFailure.violation(
          Pdu.REASON_INVALID_VALUE, "an item of the negotiation is longer than the whole");
    }
  }

  /// The content of an item, of which the type is read already.
  private static ByteBuffer sub(ByteBuffer body) {
    body.get();
    int length = body.getShort() & 0xFFFF;
    ByteBuffer content = body.slice(body.position(), length);
    body.position(body.position() + length);
    return content;
  }

  private static String text(ByteBuffer body, int length) {
    byte[] bytes = new byte[length];
    body.get(bytes);
    return trim(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private static String text(ByteBuffer body) {
    return text(body, body.remaining());
  }

  /// Names and UIDs are padded with spaces or, against the rules, with nulls.
  private static String trim(String text) {
    return text.replace('\0', ' ').strip();
  }

  private void item(int type, ByteBuffer content) throws AssociationFailure {
    switch (type) {
      case 0x10 -> applicationContext = text(content);
      case 0x20 -> proposed(content);
      case 0x21 -> answered(content);
      case 0x50 -> {
        while (content.hasRemaining()) {
          user(content.get() & 0xFF, sub(content));
        }
      }
      default -> {}
    }
  }

  private void proposed(ByteBuffer content) throws AssociationFailure {
    int id = contextId(content, proposed.size());
    content.position(content.position() + 3);
    String abstractSyntax = "";
    List<String> transferSyntaxes = new ArrayList<>();
    while (content.hasRemaining()) {
      int type = content.get() & 0xFF;
      ByteBuffer part = sub(content);
      if (type == 0x30) {
        abstractSyntax = text(part);
      } else if (type == 0x40) {
        transferSyntaxes.add(text(part));
      }
    }
    proposed.add(new AssociateRequest.Context(id, abstractSyntax, List.copyOf(transferSyntaxes)));
  }

  private void answered(ByteBuffer content) throws AssociationFailure {
    int id = contextId(content, answered.size());
    content.get();
    int result = content.get() & 0xFF;
    content.get();
    String transferSyntax = "";
    while (content.hasRemaining()) {
      int type = content.get() & 0xFF;
      ByteBuffer part = sub(content);
      transferSyntax = type == 0x40 ? text(part) : transferSyntax;
    }
    answered.add(new AssociateAccept.Context(id, result, transferSyntax));
  }

  private static int contextId(ByteBuffer content, int before) throws AssociationFailure {
    if (before >= CONTEXTS_MAX) {
      throw AssociationFailure.violation(
          Pdu.REASON_INVALID_VALUE, "more than " + CONTEXTS_MAX + " presentation contexts");
    }
    return content.get() & 0xFF;
  }

  private void user(int type, ByteBuffer content) {
    switch (type) {
      case 0x51 -> pduBytesMax = content.getInt() & 0xFFFFFFFFL;
      case 0x54 -> {
        String sopClass = text(content, content.getShort() & 0xFFFF);
        roles.add(new AssociateRequest.Role(sopClass, content.get() == 1, content.get() == 1));
      }
      default -> {}
    }
  }
}

package org.tessera.dicom.net;

import java.io.IOException;
import java.io.Serial;

/// Why an association did not come about or ended before its time. No text of it repeats what the
/// other side sent.
public final class AssociationFailure extends IOException {
  @Serial private static final long serialVersionUID = 1;

  /// What happened.
  public enum Kind {
    /// No connection, or none that speaks TLS as agreed.
    UNREACHABLE,
    /// The other side answered A-ASSOCIATE-RJ.
    REJECTED,
    /// The other side sent A-ABORT.
    ABORTED,
    /// The other side broke the protocol.
    PROTOCOL,
    /// The other side kept silent, or was too slow.
    TIMED_OUT,
    /// The connection ended without a word.
    VANISHED,
    /// The other side does not take what was to be sent.
    NOT_NEGOTIATED
  }

  private final Kind kind;
  private final String words;
  private final int abortReason;

  AssociationFailure(Kind kind, String words) {
    this(kind, words, 0);
  }

  private AssociationFailure(Kind kind, String words, int abortReason) {
    super(words);
    this.kind = kind;
    this.words = words;
    this.abortReason = abortReason;
  }

  /// A PDU that is none, or that may not come now.
  ///
  /// @param abortReason as PS3.8 table 9-26 numbers it
  static AssociationFailure violation(int abortReason, String words) {
    return new AssociationFailure(Kind.PROTOCOL, words, abortReason);
  }

  static AssociationFailure vanished() {
    return new AssociationFailure(Kind.VANISHED, "the connection ended without a word");
  }

  /// What happened.
  public Kind kind() {
    return kind;
  }

  /// What happened, in words.
  public String words() {
    return words;
  }

  int abortReason() {
    return abortReason;
  }
}

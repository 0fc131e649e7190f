package org.tessera.dicom.net;

/// A protocol data unit of the upper layer, PS3.8 section 9.3. Of P-DATA-TF only the head is read
/// here; what it carries is streamed.
sealed interface Pdu {
  int ASSOCIATE_REQUEST = 1;
  int ASSOCIATE_ACCEPT = 2;
  int ASSOCIATE_REJECT = 3;
  int DATA = 4;
  int RELEASE_REQUEST = 5;
  int RELEASE_RESPONSE = 6;
  int ABORT = 7;

  /// The reason of an A-ABORT, PS3.8 table 9-26.
  int REASON_UNRECOGNIZED = 1;

  int REASON_UNEXPECTED = 2;
  int REASON_INVALID_VALUE = 6;

  /// A proposal of an association.
  record Request(AssociateRequest content) implements Pdu {}

  /// Its acceptance.
  record Accept(AssociateAccept content) implements Pdu {}

  /// Its rejection, PS3.8 table 9-21.
  record Reject(int result, int source, int reason) implements Pdu {
    static final Reject NO_CONTEXT_NAME = new Reject(1, 1, 2);
    static final Reject CALLING_TITLE = new Reject(1, 1, 3);
    static final Reject CALLED_TITLE = new Reject(1, 1, 7);
    static final Reject PROTOCOL_VERSION = new Reject(1, 2, 2);
    static final Reject TOO_MANY = new Reject(2, 3, 2);

    byte[] bytes() {
      return new byte[] {
        ASSOCIATE_REJECT, 0, 0, 0, 0, 4, 0, (byte) result, (byte) source, (byte) reason
      };
    }

    /// Why we were rejected.
    String words() {
      return words("our AE title is not known there", "the called AE title is not theirs");
    }

    /// Why we rejected somebody.
    String ownWords() {
      return words("the calling AE title may not call here", "the called AE title is none of ours");
    }

    private String words(String callingTitle, String calledTitle) {
      String why =
          switch (source * 10 + reason) {
            case 12 -> "application context not supported";
            case 13 -> callingTitle;
            case 17 -> calledTitle;
            case 22 -> "protocol version not supported";
            case 31 -> "temporary congestion";
            case 32 -> "local limit exceeded";
            default -> "no reason given";
          };
      return "rejected " + (result == 2 ? "for the moment" : "for good") + ": " + why;
    }
  }

  /// The head of P-DATA-TF.
  record Payload(long length) implements Pdu {}

  /// The wish to end.
  record ReleaseRequest() implements Pdu {
    static final byte[] BYTES = {RELEASE_REQUEST, 0, 0, 0, 0, 4, 0, 0, 0, 0};
  }

  /// The consent to end.
  record ReleaseResponse() implements Pdu {
    static final byte[] BYTES = {RELEASE_RESPONSE, 0, 0, 0, 0, 4, 0, 0, 0, 0};
  }

  /// The end at once.
  record Abort(int source, int reason) implements Pdu {
    static final Abort BY_USER = new Abort(0, 0);

    static Abort byProvider(int reason) {
      return new Abort(2, reason);
    }

    byte[] bytes() {
      return new byte[] {ABORT, 0, 0, 0, 0, 4, 0, 0, (byte) source, (byte) reason};
    }
  }

  /// Reads the next unit; null-free: the end of the connection is a failure.
  ///
  /// @throws AssociationFailure when it is none, or longer than it may be
  static Pdu read(Wire wire) throws java.io.IOException {
    return PduParser.parse(wire.read(), wire);
  }
}

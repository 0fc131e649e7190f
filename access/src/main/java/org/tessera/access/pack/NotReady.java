package org.tessera.access.pack;

/// A package that cannot be built now; it is tried again.
public final class NotReady extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// Why not, as pages tell it: `request.problem.REASON`.
  enum Reason {
    EMPTY("the collection holds no patients"),
    FILLING("the OMOP tables are still being filled"),
    FAILED("something went wrong, the node's log says what");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  private final Reason reason;

  NotReady(Reason reason) {
    super(reason.words);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}

package org.tessera.access.request;

/// A step that may not be taken; pages have a sentence of their own for each reason,
/// `request.refused.REASON`.
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// Why not.
  enum Reason {
    NO_RESEARCHER("Only researchers request collections."),
    TITLE("Give the project a title of at most 200 characters."),
    JUSTIFICATION(
        "Say what the data are needed for, in at least 20 characters: the committee decides on"
            + " this text."),
    NO_COMMITTEE("Only members of the committee decide."),
    NO_REASON("Say why, so that the researcher can answer."),
    UNKNOWN("There is no such request."),
    OWN("Nobody decides on a request of their own: another member has to."),
    DECIDED("This request is decided already."),
    NO_PACKAGE("There is no such package of yours."),
    NOT_BUILT("This package is not built.");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  private final Reason reason;

  Refused(Reason reason) {
    super(reason.words);
    this.reason = reason;
  }

  /// The key of the page's sentence.
  public String key() {
    return "request.refused." + reason;
  }
}

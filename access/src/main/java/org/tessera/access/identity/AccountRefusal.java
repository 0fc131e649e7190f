package org.tessera.access.identity;

/// What cannot be done with an account; pages have a sentence of their own for each reason,
/// `account.problem.REASON`.
public final class AccountRefusal extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /// Why not.
  public enum Reason {
    NAME(
        "An account's name has 2 to 63 lower-case letters, digits, dots or hyphens and starts"
            + " with a letter; the name shown must not be blank."),
    TAKEN("There is already an account of that name."),
    UNKNOWN("There is no account of that name."),
    OWN(
        "Your own account is changed by another administrator, so that nobody locks themselves"
            + " out."),
    SYSTEM_ALONE("An external system has no other role: give people accounts of their own."),
    SYSTEM_ROLE("The role external system belongs to systems, all other roles to people."),
    WRONG_PASSWORD("The present password is not right."),
    SAME_PASSWORD("Choose a password other than the present one."),
    SHORT_PASSWORD("Choose a password of at least 12 characters (at most 200)."),
    WEAK_PASSWORD(
        "Choose a password that does not contain your account's name and has at least five"
            + " different characters.");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  private final Reason reason;

  public AccountRefusal(Reason reason) {
    super(reason.words);
    this.reason = reason;
  }

  /// The key of the page's sentence.
  public String key() {
    return "account.problem." + reason;
  }
}

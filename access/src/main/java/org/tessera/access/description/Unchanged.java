package org.tessera.access.description;

import java.util.List;
import org.tessera.vocabularies.words.Said;

/// Nothing was changed.
public final class Unchanged extends Exception {
  private static final long serialVersionUID = 1;
  private final Reason reason;
  private final transient List<Said> problems;

  /// Why.
  public enum Reason {
    /// It is being looked at: it is given back before it is changed.
    REVIEW,
    /// Somebody else than its author publishes a description.
    OWN,
    /// Somebody changed it meanwhile.
    CHANGED,
    /// Another step comes before this one.
    STEP,
    /// The id is none.
    ID,
    /// Too many values, or too long ones.
    LARGE,
    /// What is written is wrong.
    WRONG
  }

  Unchanged(Reason reason) {
    this(reason, List.of());
  }

  Unchanged(Reason reason, List<Said> problems) {
    super(reason + " " + problems);
    this.reason = reason;
    this.problems = List.copyOf(problems);
  }

  /// Why nothing was changed.
  public Reason reason() {
    return reason;
  }

  /// What is wrong with what is written and how to mend it, in sentences.
  public List<Said> problems() {
    return problems;
  }
}

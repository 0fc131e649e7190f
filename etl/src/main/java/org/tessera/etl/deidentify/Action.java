package org.tessera.etl.deidentify;

import java.util.Arrays;
import java.util.Optional;
import org.tessera.dicom.check.AttributeTypes.Demand;

/// What becomes of an attribute: the codes of PS3.15 table E.1-1a, and what the other rules add.
enum Action {
  REMOVE("X"),
  EMPTY("Z"),
  DUMMY("D"),
  KEEP("K"),
  CLEAN("C"),
  UID("U"),
  REMOVE_OR_EMPTY("X/Z"),
  REMOVE_OR_DUMMY("X/D"),
  REMOVE_EMPTY_OR_DUMMY("X/Z/D"),
  EMPTY_OR_DUMMY("Z/D"),
  REMOVE_EMPTY_OR_UIDS("X/Z/U*"),
  /// Moves a date by the patient's offset; a time stays.
  SHIFT("shift"),
  /// Keeps codes of public schemes, cleans others.
  CODE("code"),
  /// The patient's pseudonym.
  PSEUDONYM("pseudonym");

  private final String letters;

  Action(String letters) {
    this.letters = letters;
  }

  static Optional<Action> of(String letters) {
    return Arrays.stream(values()).filter(action -> action.letters.equals(letters)).findFirst();
  }

  /// Whether the attribute's type in its information object decides.
  boolean isCompound() {
    return switch (this) {
      case REMOVE_OR_EMPTY, REMOVE_OR_DUMMY, REMOVE_EMPTY_OR_DUMMY, EMPTY_OR_DUMMY -> true;
      default -> false;
    };
  }

  /// The first part of a compound action that the type allows; where nothing is known of the type,
  /// the non-empty dummy, which every type allows.
  Action resolve(Demand demand) {
    return switch (this) {
      case REMOVE_OR_EMPTY -> demand == Demand.NOTHING ? REMOVE : EMPTY;
      case REMOVE_OR_DUMMY -> demand == Demand.NOTHING ? REMOVE : DUMMY;
      case REMOVE_EMPTY_OR_DUMMY -> lost(demand);
      case EMPTY_OR_DUMMY -> demand == Demand.VALUE || demand == Demand.UNKNOWN ? DUMMY : EMPTY;
      default -> this;
    };
  }

  /// What becomes of an attribute of which nothing can stay.
  static Action lost(Demand demand) {
    return switch (demand) {
      case VALUE, UNKNOWN -> DUMMY;
      case PRESENCE -> EMPTY;
      case NOTHING -> REMOVE;
    };
  }
}

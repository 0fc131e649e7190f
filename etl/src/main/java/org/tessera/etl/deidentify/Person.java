package org.tessera.etl.deidentify;

/// The patient of one file, as the file will call them.
final class Person {
  private final Names names;
  private final String pseudonym;
  private final int days;

  private Person(Names names, String pseudonym, int days) {
    this.names = names;
    this.pseudonym = pseudonym;
    this.days = days;
  }

  /// @param number Patient ID as it stands in the file, empty when there is none
  /// @param otherwise what dates of a file without a patient are moved by: its study
  /// @throws IllegalArgumentException when the number is no patient number; the message holds no
  ///   part of it
  static Person of(Names names, String number, String otherwise, Profile.Treatment treatment) {
    String canonical = names.canonical(number);
    String pseudonym = canonical.isEmpty() ? "" : names.pseudonym(canonical);
    String movedBy = canonical.isEmpty() ? "study " + otherwise : canonical;
    int days = names.days(movedBy, treatment.earliest(), treatment.latest());
    return new Person(names, treatment.patientKept() ? number : pseudonym, days);
  }

  String pseudonym() {
    return pseudonym;
  }

  /// The pseudonym of a number somewhere in the file, which may be another patient's.
  String pseudonymOf(String number) {
    String plain = number.replace('\0', ' ').strip();
    try {
      return names.pseudonym(names.canonical(plain));
    } catch (IllegalArgumentException _) {
      return names.pseudonym(plain);
    }
  }

  int days() {
    return days;
  }

  String uid(String uid) {
    return names.uid(uid);
  }
}

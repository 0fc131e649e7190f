package org.tessera.etl.deidentify;

import java.util.List;
import java.util.Set;

/// A way to de-identify: the options, the rules they come to, and what is told about it.
public final class Profile {
  private final Description description;
  private final Set<Option> options;
  private final Treatment treatment;
  private final RuleTable table;

  /// What a profile says of itself.
  record Description(String name, String title, String origin) {}

  /// Whose pseudonyms are used.
  enum Key {
    /// The node's: the same patient is the same in forms and images, today and in a year.
    NODE,
    /// One made for a run and forgotten: nobody can go back.
    DISCARDED
  }

  /// What is not said tag by tag.
  ///
  /// @param patientKept whether Patient ID and name are pseudonyms already
  /// @param earliest the lowest offset of dates in days
  /// @param latest the highest
  /// @param ageYearsMax older patients are one year older than this
  record Treatment(Key key, boolean patientKept, int earliest, int latest, int ageYearsMax) {}

  Profile(Description description, Set<Option> options, Treatment treatment, RuleTable table) {
    this.description = description;
    this.options = Set.copyOf(options);
    this.treatment = treatment;
    this.table = table;
  }

  /// The name it is called by.
  public String name() {
    return description.name;
  }

  /// The name in words.
  public String title() {
    return description.title;
  }

  /// Who published it.
  public String origin() {
    return description.origin;
  }

  /// The options of PS3.15 Annex E.3 it uses, as profiles name them.
  public List<String> options() {
    return options.stream().sorted().map(Option::word).toList();
  }

  /// Whether it makes a key of its own for each run and forgets it: no way back.
  public boolean forgetsItsKey() {
    return treatment.key == Key.DISCARDED;
  }

  boolean has(Option option) {
    return options.contains(option);
  }

  Treatment treatment() {
    return treatment;
  }

  RuleTable table() {
    return table;
  }
}

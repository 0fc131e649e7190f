package org.tessera.etl;

import java.text.Normalizer;
import java.util.List;
import java.util.regex.Pattern;
import org.tessera.mappings.PatientKey;

/// Recognises patient numbers in texts where they do not belong.
final class Identities {
  // Shorter texts occur in other words by chance.
  private static final int CHARACTERS_MIN = 5;
  private static final Pattern DASHES = Pattern.compile("[\\u2010-\\u2015\\u2212]");

  /// Ordinary cells: a study whose numbers look like one of them has no pattern to go by.
  private static final List<String> ORDINARY =
      List.of("1", "2020", "12.50", "2020-01-02", "02/01/2020", "male", "C50.4", "8500/3", "pT2a");

  private final Pattern pattern;
  private final boolean distinctive;

  Identities(PatientKey key) {
    this.pattern = Pattern.compile(key.pattern());
    this.distinctive = ORDINARY.stream().noneMatch(text -> pattern.matcher(text).find());
  }

  /// Whether a text holds the row's patient number, or any that looks like the study's.
  ///
  /// @param raw the number as the row writes it
  /// @param number its canonical form
  boolean in(String text, String raw, String number) {
    if (contains(text, raw.strip()) || contains(text, number)) {
      return true;
    }
    String plain = DASHES.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC)).replaceAll("-");
    return distinctive && pattern.matcher(plain).find();
  }

  private static boolean contains(String text, String identity) {
    return identity.length() >= CHARACTERS_MIN && text.contains(identity);
  }
}

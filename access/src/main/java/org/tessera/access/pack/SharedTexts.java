package org.tessera.access.pack;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Knows which wordings stand with at least ten patients. A label out of a code list does; what a
/// person wrote about one patient does not, and is withheld.
final class SharedTexts {
  static final int PATIENTS_MIN = 10;
  private static final int CHARACTERS_MAX = 200;
  private static final int TEXTS_MAX = 50_000;

  private final Map<String, Set<String>> patients = new HashMap<>();

  void add(String text, String patient) {
    if (text.length() > CHARACTERS_MAX) {
      return;
    }
    Set<String> seen = patients.get(text);
    if (seen == null && patients.size() < TEXTS_MAX) {
      seen = new HashSet<>();
      patients.put(text, seen);
    }
    if (seen != null && seen.size() < PATIENTS_MIN) {
      seen.add(patient);
    }
  }

  boolean isShared(String text) {
    return patients.getOrDefault(text, Set.of()).size() >= PATIENTS_MIN;
  }
}

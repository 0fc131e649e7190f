package org.tessera.etl.pseudonym;

import java.util.Map;
import java.util.TreeMap;

/// Which pseudonym context each study uses: its own name unless configuration joins it to others.
///
/// @param shared study name to context name, only for studies that share one
public record Contexts(Map<String, String> shared) {
  public Contexts {
    shared = Map.copyOf(shared);
  }

  /// Every study for itself.
  public static Contexts separate() {
    return new Contexts(Map.of());
  }

  /// Reads `study=context, study=context`; empty text means every study for itself.
  ///
  /// @throws IllegalArgumentException if a part has no `=`
  public static Contexts parse(String text) {
    Map<String, String> shared = new TreeMap<>();
    for (String part : text.split(",", -1)) {
      if (part.isBlank()) {
        continue;
      }
      int equals = part.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "tessera.pseudonym.contexts: expected study=context, found " + part.strip());
      }
      shared.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
    }
    return new Contexts(shared);
  }

  /// The context a study's pseudonyms are made in.
  public String of(String study) {
    return shared.getOrDefault(study, study);
  }
}

package org.tessera.fhir.operation;

import java.util.Optional;

/// The answer of `$validate-code`.
record Verdict(boolean result, String message, String display) {
  static Verdict unknown() {
    return new Verdict(false, "no code was given", "");
  }

  /// @param found the code as the code system or value set holds it
  /// @param where its name
  static Verdict of(Optional<Concept> found, Asked asked, String where) {
    if (found.isEmpty()) {
      return new Verdict(false, "the code is not in " + where, "");
    }
    String display = found.get().display();
    boolean wrongTerm =
        !asked.display().isEmpty()
            && !display.isEmpty()
            && !display.equalsIgnoreCase(asked.display())
            && found
                .get()
                .designations()
                .valueStream()
                .noneMatch(it -> it.path("value").asString("").equalsIgnoreCase(asked.display()));
    return wrongTerm
        ? new Verdict(false, "the code is in " + where + "; its term is another one", display)
        : new Verdict(true, "", display);
  }

  Answer answer() {
    return new Outputs()
        .flag("result", result)
        .text("message", "valueString", message)
        .text("display", "valueString", display)
        .answer();
  }
}

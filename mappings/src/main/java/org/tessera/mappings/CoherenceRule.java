package org.tessera.mappings;

import java.util.List;

/// A test of coherence as its author states it.
///
/// @param forms the forms whose rows it looks at
/// @param eachRow whether it is asked of every row, or once of a patient
/// @param blame the columns whose cells are wrong when it fails
/// @param needs the columns without which it does not apply
/// @param check the CEL expression that holds when all is well
/// @param source who asks for it
public record CoherenceRule(
    String id,
    List<String> forms,
    boolean eachRow,
    Rejection.Severity severity,
    List<String> blame,
    List<String> needs,
    String check,
    String message,
    String remedy,
    String source) {
  /// The same for these forms and columns alone.
  CoherenceRule narrowed(List<String> toForms, List<String> toBlame) {
    return new CoherenceRule(
        id, toForms, eachRow, severity, toBlame, needs, check, message, remedy, source);
  }

  /// The same in these words.
  CoherenceRule saying(String words) {
    return new CoherenceRule(
        id, forms, eachRow, severity, blame, needs, check, words, remedy, source);
  }
}

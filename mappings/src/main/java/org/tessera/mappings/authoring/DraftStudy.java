package org.tessera.mappings.authoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tessera.vocabularies.Code;

/// A whole draft: what was guessed of a file, before it is written as files.
final class DraftStudy {
  final String name;
  String title;

  /// Where it comes from, in words.
  String origin = "";

  String patientColumn = "";
  final Set<String> dates = new LinkedHashSet<>();
  final Set<String> missing = new LinkedHashSet<>();
  final List<DraftForm> forms = new ArrayList<>();
  final Map<String, List<Value>> lists = new LinkedHashMap<>();
  final List<Rule> rules = new ArrayList<>();
  final List<String> questions = new ArrayList<>();

  DraftStudy(String name) {
    this.name = name;
    this.title = name;
  }

  /// A value of a code list.
  ///
  /// @param seen how often it stood in the file, 0 where the file has no rows
  /// @param suggestions the best first
  record Value(
      String value,
      String label,
      long seen,
      Optional<Code> code,
      String question,
      List<Suggestion> suggestions) {
    static Value of(String value, String label, long seen) {
      return new Value(value, label, seen, Optional.empty(), "", List.of());
    }

    Value coded(Code known, String doubt) {
      return new Value(value, label, seen, Optional.of(known), doubt, suggestions);
    }

    Value suggested(List<Suggestion> ranked) {
      return new Value(value, label, seen, code, question, ranked);
    }
  }

  /// A coherence rule.
  record Rule(String id, String form, String column, String check, Words words) {}

  /// What a rule says, and where it comes from.
  record Words(String message, String remedy, String source) {}
}

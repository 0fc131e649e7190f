package org.tessera.mappings.authoring;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.tessera.mappings.Column;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.Vocabularies;

/// Gives a draft's values and headings the codes that are certain, and ranks those that are not.
///
/// Certain is: a code the source names itself, a cell that is a code, the words of sex. Words that
/// are a term's own letter by letter are taken with a question; anything less stays a suggestion.
final class DraftCodes {
  private static final int SUGGESTED = 5;
  private static final double SAME = 0.999;

  /// Roles that become an element of their own and need no code for what is asked.
  private static final Set<String> PLAIN =
      Set.of("sex", "birth-date", "birth-year", "diagnosis", "sample");

  private final Vocabularies vocabularies;
  private final Headings headings;

  DraftCodes(Vocabularies vocabularies, Headings headings) {
    this.vocabularies = vocabularies;
    this.headings = headings;
  }

  void fill(DraftStudy study) {
    Suggestions suggestions = new Suggestions(vocabularies);
    Set<String> labels = new TreeSet<>();
    study.lists.values().forEach(values -> values.forEach(value -> labels.add(value.label())));
    Map<String, List<Suggestion>> answers = suggestions.forValues(labels, SUGGESTED);
    Set<String> asked = new TreeSet<>();
    for (DraftForm form : study.forms) {
      form.columns.forEach(column -> asked.add(column.label));
    }
    Map<String, List<Suggestion>> questions = suggestions.forColumns(asked, SUGGESTED);
    for (DraftForm form : study.forms) {
      for (DraftColumn column : form.columns) {
        column(study, column, questions.getOrDefault(column.label, List.of()));
      }
    }
    study.lists.replaceAll((list, values) ->
        values.stream()
            .map(value -> value(value, answers.getOrDefault(value.label(), List.of())))
            .toList());
  }

  private void column(DraftStudy study, DraftColumn column, List<Suggestion> ranked) {
    if (column.is("sex") && !column.list.isEmpty()) {
      study.lists.computeIfPresent(
          column.list, (list, values) -> values.stream().map(this::sex).toList());
    }
    boolean asked = column.code.isEmpty() && !column.ignored && column.type != Column.Type.PATIENT;
    boolean plain = PLAIN.contains(column.role);
    if (asked && !plain && column.type != Column.Type.DATE) {
      List<String> words = ranked.stream().limit(3).map(Suggestion::words).toList();
      column.questions.add(
          "what is its code?"
              + (words.isEmpty() ? " No term is near" : " Near: " + String.join("; ", words)));
    }
    if (!column.code.isEmpty() && !known(column.code)) {
      column.questions.add("the code " + column.code + " it was given is not in the vocabularies");
      column.code = "";
    }
  }

  private boolean known(String code) {
    return code(code).filter(vocabularies::contains).isPresent();
  }

  /// Reads `system|code`.
  static Optional<Code> code(String written) {
    int bar = written.lastIndexOf('|');
    return bar > 0
        ? Optional.of(new Code(written.substring(0, bar), written.substring(bar + 1)))
        : Optional.empty();
  }

  private DraftStudy.Value sex(DraftStudy.Value value) {
    return headings
        .meaning("sex", value.label())
        .flatMap(DraftCodes::code)
        .map(code -> value.coded(code, ""))
        .orElse(value);
  }

  private DraftStudy.Value value(DraftStudy.Value value, List<Suggestion> ranked) {
    DraftStudy.Value suggested = value.suggested(ranked);
    if (value.code().isPresent()) {
      Code code = value.code().get();
      return vocabularies.contains(code)
          ? suggested
          : new DraftStudy.Value(
              value.value(),
              value.label(),
              value.seen(),
              Optional.empty(),
              "the code "
                  + code.system()
                  + "|"
                  + code.value()
                  + " it was given is not in the vocabularies",
              ranked);
    }
    for (String system : headings.systemsOf(value.value())) {
      Code code = new Code(system, value.value());
      if (vocabularies.contains(code)) {
        return suggested.coded(code, "");
      }
    }
    List<Suggestion> same = ranked.stream().filter(each -> each.score() > SAME).toList();
    return same.isEmpty() || value.label().length() < 3
        ? suggested
        : suggested.coded(same.getFirst().code(), "taken by its words; is it meant so?");
  }
}

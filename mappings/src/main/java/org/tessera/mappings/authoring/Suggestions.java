package org.tessera.mappings.authoring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tessera.mappings.Problems;
import org.tessera.mappings.RuleFiles;
import org.tessera.mappings.RuleNode;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.ConceptFile;
import org.tessera.vocabularies.TermFinder;
import org.tessera.vocabularies.Vocabularies;

/// Ranks codes for words, from what ships and from what was imported. All words of a question are
/// looked for in one pass over the terms; where there is an index of everything codes are called,
/// synonyms and mistyped words lead to them too.
public final class Suggestions {
  private static final double SCORE_MIN = 0.5;
  private static final String VALUES = "values";
  private static final String COLUMNS = "columns";

  private final Vocabularies vocabularies;
  private final Map<String, List<String>> systems = new HashMap<>();

  /// Suggestions from these vocabularies.
  public Suggestions(Vocabularies vocabularies) {
    this.vocabularies = vocabularies;
    Problems problems = new Problems();
    for (RuleNode.Fields row : RuleFiles.builtIn("draft").rows("systems.csv", problems)) {
      systems
          .computeIfAbsent(row.text("for", VALUES), kind -> new ArrayList<>())
          .add(row.text("system", ""));
    }
    problems.throwIfAny();
  }

  /// The best codes for each label of an answer, the best first; at most so many.
  public Map<String, List<Suggestion>> forValues(Collection<String> labels, int most) {
    return rank(labels, systems.getOrDefault(VALUES, List.of()), most);
  }

  /// The best codes for each heading or question, the best first; at most so many.
  public Map<String, List<Suggestion>> forColumns(Collection<String> labels, int most) {
    return rank(labels, systems.getOrDefault(COLUMNS, List.of()), most);
  }

  /// One label with the best terms found so far.
  private static final class Question {
    private final TermWords words;
    private final List<Ranked> best = new ArrayList<>();

    Question(TermWords words) {
      this.words = words;
    }

    void add(Ranked ranked, int most) {
      best.add(ranked);
      best.sort(Ranked.ORDER);
      if (best.size() > most) {
        best.removeLast();
      }
    }
  }

  /// @param preference position of its system
  private record Ranked(Suggestion suggestion, int preference) {
    boolean isOf(Code code) {
      return suggestion.code().equals(code);
    }

    static final Comparator<Ranked> ORDER =
        Comparator.comparingDouble((Ranked ranked) -> -ranked.suggestion().score())
            .thenComparingInt(Ranked::preference)
            .thenComparingInt(ranked -> ranked.suggestion().display().length())
            .thenComparing(ranked -> ranked.suggestion().code().value());
  }

  private Map<String, List<Suggestion>> rank(
      Collection<String> labels, List<String> from, int most) {
    Map<String, Question> questions = new LinkedHashMap<>();
    Map<String, List<Question>> byWord = new HashMap<>();
    for (String label : new LinkedHashSet<>(labels)) {
      var question = new Question(TermWords.of(label));
      questions.put(label, question);
      for (String word : question.words.words()) {
        byWord.computeIfAbsent(word, key -> new ArrayList<>()).add(question);
      }
    }
    for (int at = 0; at < from.size(); at++) {
      terms(from.get(at), at, byWord, most);
    }
    vocabularies
        .finder()
        .ifPresent(index -> {
          for (Map.Entry<String, Question> each : questions.entrySet()) {
            for (TermFinder.Near term : index.nearest(each.getKey(), Set.copyOf(from), most * 2)) {
              near(each.getValue(), term, from.indexOf(term.code().system()), most);
            }
          }
        });
    Map<String, List<Suggestion>> ranked = new LinkedHashMap<>();
    questions.forEach((label, question) ->
        ranked.put(label, question.best.stream().map(Ranked::suggestion).toList()));
    return ranked;
  }

  private void terms(String system, int preference, Map<String, List<Question>> byWord, int most) {
    Set<String> codes = vocabularies.codes(system);
    for (String code : codes) {
      Code known = new Code(system, code);
      vocabularies.display(known).ifPresent(term -> offer(known, term, preference, byWord, most));
    }
    Optional<ConceptFile> release = vocabularies.imported();
    String vocabulary = vocabularies.system(system).map(known -> known.omopVocabulary()).orElse("");
    if (release.isPresent() && !vocabulary.isEmpty()) {
      ConceptFile file = release.get();
      ConceptFile.Range range = file.range(vocabulary);
      for (int at = range.from(); at < range.to(); at++) {
        if (!codes.contains(file.code(at))) {
          offer(new Code(system, file.code(at)), file.name(at), preference, byWord, most);
        }
      }
    }
  }

  private static void offer(
      Code code, String term, int preference, Map<String, List<Question>> byWord, int most) {
    TermWords words = TermWords.of(term);
    Set<Question> asked = new LinkedHashSet<>();
    for (String word : words.words()) {
      asked.addAll(byWord.getOrDefault(word, List.of()));
    }
    for (Question question : asked) {
      double score = question.words.likeness(words);
      if (score >= SCORE_MIN) {
        question.add(new Ranked(new Suggestion(code, term, score), preference), most);
      }
    }
  }

  /// A designation the index holds near: a synonym, or a term with another letter.
  private static void near(Question question, TermFinder.Near term, int preference, int most) {
    double score = question.words.forgivingLikeness(TermWords.of(term.text()));
    if (score >= SCORE_MIN && question.best.stream().noneMatch(each -> each.isOf(term.code()))) {
      question.add(new Ranked(new Suggestion(term.code(), term.text(), score), preference), most);
    }
  }
}

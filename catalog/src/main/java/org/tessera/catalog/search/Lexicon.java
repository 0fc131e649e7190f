package org.tessera.catalog.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.CharacterRunAutomaton;
import org.apache.lucene.util.automaton.LevenshteinAutomata;
import org.apache.lucene.util.automaton.Operations;
import org.jspecify.annotations.Nullable;
import org.tessera.catalog.Count;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.IndexedCode;

/// The codes and the words of one state of the index.
///
/// Only words that ten patients or more have, or that stand in a collection's description, are
/// proposed to somebody who mistyped: a proposal would tell that a rare one is there.
final class Lexicon {
  private static final int PROPOSALS_MAX = 5;
  private static final int SHORTEST_CORRECTED = 4;
  private static final int TWO_ERRORS_FROM = 8;

  private final List<Entry> entries;
  private final Set<String> words;

  /// A code of the index.
  record Entry(IndexedCode code, Designations.Names names) {}

  private Lexicon(List<Entry> entries, Set<String> words) {
    this.entries = entries;
    this.words = words;
  }

  static Lexicon of(Segments segments, Designations designations, List<Document> collections)
      throws IOException {
    IndexSearcher searcher = segments.searcher();
    List<Entry> entries = new ArrayList<>();
    Set<String> words = new HashSet<>();
    for (Document collection : collections) {
      words.addAll(Tokens.of(collection.get(CatalogIndex.NAME)));
      words.addAll(Tokens.of(collection.get(CatalogIndex.DESCRIPTION)));
    }
    for (Counted term : terms(searcher, CatalogIndex.TEXT)) {
      if (enough(segments, CatalogIndex.TEXT, term)) {
        words.add(term.text());
      }
    }
    for (Counted term : terms(searcher, CatalogIndex.CODE)) {
      IndexedCode code = IndexedCode.parse(term.text());
      var entry = new Entry(code, designations.of(code.code()));
      entries.add(entry);
      if (enough(segments, CatalogIndex.CODE, term)) {
        entry.names().names().forEach(words::addAll);
      }
    }
    return new Lexicon(entries, words);
  }

  /// The codes a clause means: by a code, by one above, or by their designations.
  List<IndexedCode> meant(Clause clause) {
    String text = clause.text().toLowerCase(Locale.ROOT);
    if (clause.kind() == Clause.Kind.BEGINNING) {
      return text.length() < 3
          ? List.of()
          : codes(entry ->
              entry.names().calledBeginning(text)
                  || entry.names().codes().stream().anyMatch(code -> code.startsWith(text)));
    }
    List<String> tokens = Tokens.of(text);
    return tokens.isEmpty()
        ? List.of()
        : codes(entry -> entry.names().codes().contains(text) || entry.names().called(tokens));
  }

  private List<IndexedCode> codes(Predicate<Entry> fits) {
    return entries.stream().filter(fits).map(Entry::code).toList();
  }

  /// What somebody may have meant by a word that is not here, nearest first; empty for a word that
  /// is, and for one too short to tell.
  List<String> proposals(Clause clause) {
    List<String> tokens = Tokens.of(clause.text());
    if (clause.kind() != Clause.Kind.WORD || tokens.size() != 1) {
      return List.of();
    }
    String word = tokens.getFirst();
    boolean correctable =
        word.length() >= SHORTEST_CORRECTED && word.chars().allMatch(Character::isLetter);
    if (!correctable || words.contains(word)) {
      return List.of();
    }
    for (int errors = 1; errors <= (word.length() >= TWO_ERRORS_FROM ? 2 : 1); errors++) {
      var automaton = new LevenshteinAutomata(word, true).toAutomaton(errors);
      var near =
          new CharacterRunAutomaton(
              Operations.determinize(
                  Objects.requireNonNull(automaton), Operations.DEFAULT_DETERMINIZE_WORK_LIMIT));
      List<String> found =
          words.stream()
              .filter(known -> near.run(known))
              .sorted(
                  Comparator.comparing((String known) -> known.charAt(0) != word.charAt(0))
                      .thenComparing(Comparator.naturalOrder()))
              .limit(PROPOSALS_MAX)
              .toList();
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /// The index still counts documents that were replaced, so what it says is at most so many.
  private static boolean enough(Segments segments, String field, Counted term) throws IOException {
    return term.documents() >= Count.SMALLEST_TOLD
        && segments.matching(new TermQuery(new Term(field, term.text()))).count()
            >= Count.SMALLEST_TOLD;
  }

  private record Counted(String text, int documents) {}

  private static List<Counted> terms(IndexSearcher searcher, String field) throws IOException {
    List<Counted> found = new ArrayList<>();
    @Nullable Terms terms = MultiTerms.getTerms(searcher.getIndexReader(), field);
    if (terms != null) {
      TermsEnum each = terms.iterator();
      for (BytesRef term = each.next(); term != null; term = each.next()) {
        found.add(new Counted(term.utf8ToString(), each.docFreq()));
      }
    }
    return found;
  }
}

package org.tessera.vocabularies.search;

import java.util.List;
import java.util.Set;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/// What is asked of the index, as Lucene has it.
final class Questions {
  static final String TEXT = "text";
  static final String EXACT = "exact";
  static final String KEY = "key";
  static final String CODE = "code";
  static final String SYSTEM = "system";
  static final String STANDARD = "standard";

  private static final int FUZZY_FROM = 4;
  private static final int TWO_EDITS_FROM = 8;
  private static final int EXPANSIONS_MAX = 64;

  private Questions() {}

  /// How strictly words are looked for.
  enum Way {
    /// Every word, or its beginning.
    WORDS,
    /// Every word, a typing error or two allowed.
    FORGIVING,
    /// At least half of the words, typing errors allowed.
    NEAR
  }

  static Query of(List<String> words, String code, Set<String> systems, Way way) {
    var all = new BooleanQuery.Builder();
    var each = new BooleanQuery.Builder();
    for (String word : words) {
      each.add(word(word, way), way == Way.NEAR ? Occur.SHOULD : Occur.MUST);
    }
    if (way == Way.NEAR) {
      each.setMinimumNumberShouldMatch((words.size() + 1) / 2);
    }
    // A code that was typed whole is meant, whatever its term says.
    Query named = new BoostQuery(new ConstantScoreQuery(new TermQuery(new Term(CODE, code))), 100);
    var meant = new BooleanQuery.Builder().add(named, Occur.SHOULD);
    if (!words.isEmpty()) {
      meant.add(each.build(), Occur.SHOULD);
    }
    all.add(meant.build(), Occur.MUST);
    all.add(
        new BoostQuery(
            new ConstantScoreQuery(new TermQuery(new Term(EXACT, String.join(" ", words)))), 20),
        Occur.SHOULD);
    all.add(
        new BoostQuery(new ConstantScoreQuery(new TermQuery(new Term(STANDARD, "yes"))), 0.5f),
        Occur.SHOULD);
    if (!systems.isEmpty()) {
      all.add(
          new TermInSetQuery(SYSTEM, systems.stream().map(BytesRef::new).toList()), Occur.FILTER);
    }
    return all.build();
  }

  private static Query word(String word, Way way) {
    var term = new Term(TEXT, word);
    Query itself = new BoostQuery(new TermQuery(term), 3);
    Query beginning = new BoostQuery(new ConstantScoreQuery(new PrefixQuery(term)), 1);
    if (way == Way.WORDS || word.codePointCount(0, word.length()) < FUZZY_FROM) {
      return new DisjunctionMaxQuery(List.of(itself, beginning), 0.1f);
    }
    int edits = word.codePointCount(0, word.length()) < TWO_EDITS_FROM ? 1 : 2;
    Query alike = new BoostQuery(new FuzzyQuery(term, edits, 1, EXPANSIONS_MAX, true), 2);
    return new DisjunctionMaxQuery(List.of(itself, beginning, alike), 0.1f);
  }
}

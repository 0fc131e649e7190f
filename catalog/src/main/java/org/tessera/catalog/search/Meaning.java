package org.tessera.catalog.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.Facet;
import org.tessera.catalog.index.IndexedCode;

/// What the clauses of a question mean in this state of the index.
///
/// A patient meets a clause by the words of a diagnosis, by a code the clause calls, or by being in
/// a collection whose title or description has the words.
final class Meaning {
  private final IndexSearcher searcher;
  private final Asked asked;
  private final Lexicon lexicon;
  private final FacetFields fields;
  private final List<String> notes = new ArrayList<>();
  private final Map<Clause, Part> parts = new HashMap<>();

  /// What one clause comes down to.
  ///
  /// @param text the words in a document's own text
  /// @param codes the codes it calls
  /// @param collections those whose own text has the words
  /// @param values of a facet, when it asks in one
  record Part(
      Query text, List<IndexedCode> codes, Set<String> collections, Optional<Query> values) {
    Query patients() {
      if (values.isPresent()) {
        return values.get();
      }
      var any = new BooleanQuery.Builder().add(text, Occur.SHOULD);
      if (!codes.isEmpty()) {
        any.add(codes(codes), Occur.SHOULD);
      }
      collections.forEach(
          id -> any.add(new TermQuery(new Term(CatalogIndex.COLLECTION, id)), Occur.SHOULD));
      return any.build();
    }

    static Query codes(List<IndexedCode> codes) {
      return new TermInSetQuery(
          CatalogIndex.CODE, codes.stream().map(code -> new BytesRef(code.term())).toList());
    }
  }

  Meaning(IndexSearcher searcher, Asked asked, Lexicon lexicon, FacetFields fields)
      throws IOException {
    this.searcher = searcher;
    this.asked = asked;
    this.lexicon = lexicon;
    this.fields = fields;
    for (List<Clause> group : asked.groups()) {
      for (Clause clause : group) {
        parts.putIfAbsent(clause, part(clause));
      }
    }
    if (asked.cut()) {
      notes.add("Only the first words were searched: a question may have 16.");
    }
  }

  Asked asked() {
    return asked;
  }

  Part part(List<Clause> group, int number) {
    return Objects.requireNonNull(parts.get(group.get(number)));
  }

  /// What was read otherwise than typed, in sentences.
  List<String> notes() {
    return notes;
  }

  /// The patients every group is met by.
  Query patients() {
    if (asked.isEmpty()) {
      return MatchAllDocsQuery.INSTANCE;
    }
    var all = new BooleanQuery.Builder().add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
    for (List<Clause> group : asked.groups()) {
      var any = new BooleanQuery.Builder();
      for (int i = 0; i < group.size(); i++) {
        any.add(wanted(group.get(i), part(group, i).patients()), Occur.SHOULD);
      }
      all.add(any.build(), Occur.FILTER);
    }
    return all.build();
  }

  /// The collections whose own text meets every group: they are an answer whoever is in them. No
  /// text meets an exclusion, which is of patients.
  Set<String> collections() throws IOException {
    if (asked.isEmpty()) {
      return Set.of();
    }
    Set<String> all = null;
    for (List<Clause> group : asked.groups()) {
      Set<String> any = new HashSet<>();
      for (int i = 0; i < group.size(); i++) {
        if (!group.get(i).unwanted()) {
          any.addAll(part(group, i).collections());
        }
      }
      if (all == null) {
        all = any;
      } else {
        all.retainAll(any);
      }
    }
    return all == null ? Set.of() : all;
  }

  private static Query wanted(Clause clause, Query query) {
    return clause.unwanted()
        ? new BooleanQuery.Builder()
            .add(MatchAllDocsQuery.INSTANCE, Occur.FILTER)
            .add(query, Occur.MUST_NOT)
            .build()
        : query;
  }

  private Part part(Clause clause) throws IOException {
    String field = clause.field().toLowerCase(Locale.ROOT);
    Optional<Facet> facet = fields.facet(field);
    if (facet.isPresent()) {
      Query values = fields.values(facet.get(), clause, notes);
      return new Part(MatchNoDocsQuery.INSTANCE, List.of(), Set.of(), Optional.of(values));
    }
    return switch (field) {
      case "" -> anywhere(clause);
      case "title" -> {
        Query text = text(clause);
        yield new Part(MatchNoDocsQuery.INSTANCE, List.of(), holding(text), Optional.empty());
      }
      case "code" ->
          new Part(MatchNoDocsQuery.INSTANCE, lexicon.meant(clause), Set.of(), Optional.empty());
      default -> {
        notes.add(
            "There is no field “"
                + clause.field()
                + "”: it was searched as a word. Fields are "
                + fields.names()
                + ".");
        yield anywhere(clause.inText(clause.field() + " " + clause.text()));
      }
    };
  }

  private Part anywhere(Clause clause) throws IOException {
    Query text = text(clause);
    List<IndexedCode> codes = new ArrayList<>(lexicon.meant(clause));
    List<String> proposals = codes.isEmpty() ? lexicon.proposals(clause) : List.of();
    if (!proposals.isEmpty()) {
      var any = new BooleanQuery.Builder().add(text, Occur.SHOULD);
      for (String proposal : proposals) {
        var read = new Clause(false, "", proposal, Clause.Kind.WORD);
        any.add(text(read), Occur.SHOULD);
        lexicon.meant(read).stream().filter(code -> !codes.contains(code)).forEach(codes::add);
      }
      text = any.build();
      notes.add("“" + clause.text() + "” was read as “" + String.join("” or “", proposals) + "”.");
    }
    return new Part(text, codes, holding(text), Optional.empty());
  }

  private static Query text(Clause clause) {
    var builder = new QueryBuilder(CatalogIndex.analyzer());
    @Nullable Query query =
        switch (clause.kind()) {
          case WORD -> builder.createBooleanQuery(CatalogIndex.TEXT, clause.text(), Occur.MUST);
          case PHRASE -> builder.createPhraseQuery(CatalogIndex.TEXT, clause.text());
          case BEGINNING -> {
            BytesRef start = CatalogIndex.analyzer().normalize(CatalogIndex.TEXT, clause.text());
            yield start.length == 0 ? null : new PrefixQuery(new Term(CatalogIndex.TEXT, start));
          }
        };
    return query == null ? MatchNoDocsQuery.INSTANCE : query;
  }

  private Set<String> holding(Query text) throws IOException {
    Set<String> ids = new HashSet<>();
    for (Document collection : CollectionDocuments.matching(searcher, text)) {
      ids.add(collection.get(CatalogIndex.ID));
    }
    return ids;
  }
}

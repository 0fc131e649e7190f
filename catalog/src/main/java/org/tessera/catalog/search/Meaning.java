package org.tessera.catalog.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;
import org.tessera.catalog.index.Attribute;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.IndexedCode;
import org.tessera.vocabularies.words.Said;

/// What the clauses of a question mean in this state of the index.
///
/// A patient meets a clause by the words of a diagnosis, by a code the clause calls, or by being in
/// a collection whose title or description has the words.
final class Meaning {
  private final Segments segments;
  private final Asked asked;
  private final Lexicon lexicon;
  private final FacetFields fields;
  private final Telling telling;
  private final List<Said> notes = new ArrayList<>();
  private final Map<Clause, Part> parts = new HashMap<>();

  /// What one clause comes down to.
  ///
  /// @param patients who meet it; nobody where they are too few to be told
  /// @param codes the codes it calls
  /// @param collections those whose own text has the words, with how well it matches
  /// @param ofField whether it asks in a field of patients
  record Part(
      PatientSet patients,
      List<IndexedCode> codes,
      Map<String, Float> collections,
      boolean ofField) {
    static Query codes(List<IndexedCode> codes) {
      return new TermInSetQuery(
          CatalogIndex.CODE, codes.stream().map(code -> new BytesRef(code.term())).toList());
    }
  }

  Meaning(Segments segments, Asked asked, Lexicon lexicon, FacetFields fields, Telling telling)
      throws IOException {
    this.segments = segments;
    this.asked = asked;
    this.lexicon = lexicon;
    this.fields = fields;
    this.telling = telling;
    for (List<Clause> group : asked.groups()) {
      for (Clause clause : group) {
        parts.putIfAbsent(clause, part(clause));
      }
    }
    if (asked.cut()) {
      notes.add(Said.of("asked.cut", Asked.CLAUSES_MAX));
    }
  }

  Asked asked() {
    return asked;
  }

  Part part(List<Clause> group, int number) {
    return Objects.requireNonNull(parts.get(group.get(number)));
  }

  /// What was read otherwise than typed, in sentences.
  List<Said> notes() {
    return notes;
  }

  /// The patients every group is met by.
  PatientSet patients() {
    PatientSet everyone = segments.everyone();
    List<PatientSet> groups = new ArrayList<>();
    for (List<Clause> group : asked.groups()) {
      List<PatientSet> clauses = new ArrayList<>();
      for (int i = 0; i < group.size(); i++) {
        PatientSet meeting = part(group, i).patients();
        clauses.add(group.get(i).unwanted() ? everyone.without(meeting) : meeting);
      }
      PatientSet any = segments.nobody();
      for (int clause : telling.adding(clauses, everyone)) {
        any = any.or(clauses.get(clause));
      }
      groups.add(any);
    }
    PatientSet all = everyone;
    for (int group : telling.needed(groups, everyone)) {
      all = all.and(groups.get(group));
    }
    return all;
  }

  /// The collections whose own text meets every group, with how well it does: they are an answer
  /// whoever is in them. No text meets an exclusion, which is of patients.
  Map<String, Float> collections() {
    Map<String, Float> all = new HashMap<>();
    boolean first = true;
    for (List<Clause> group : asked.groups()) {
      Map<String, Float> any = new HashMap<>();
      for (int i = 0; i < group.size(); i++) {
        if (!group.get(i).unwanted()) {
          part(group, i).collections().forEach((id, score) -> any.merge(id, score, Math::max));
        }
      }
      if (first) {
        all.putAll(any);
        first = false;
      } else {
        all.keySet().retainAll(any.keySet());
        all.replaceAll((id, score) -> score + any.getOrDefault(id, 0f));
      }
    }
    return all;
  }

  private Part part(Clause clause) throws IOException {
    String field = clause.field().toLowerCase(Locale.ROOT);
    Optional<Attribute> attribute = fields.attribute(field);
    if (attribute.isPresent()) {
      return told(ofField(attribute.get(), clause), List.of(), Map.of(), true);
    }
    return switch (field) {
      case "" -> anywhere(clause);
      case "title" -> {
        Map<String, Float> holding = holding(text(clause));
        yield told(
            members(holding.keySet(), MatchNoDocsQuery.INSTANCE, List.of()),
            List.of(),
            holding,
            false);
      }
      case "code" -> {
        List<IndexedCode> codes = lexicon.meant(clause);
        yield told(members(Set.of(), MatchNoDocsQuery.INSTANCE, codes), codes, Map.of(), false);
      }
      default -> {
        notes.add(Said.of("asked.no-field", clause.field(), fields.names()));
        yield anywhere(clause.inText(clause.field() + " " + clause.text()));
      }
    };
  }

  /// Patients too few to be told are nobody, wherever in a question they stand: as an alternative
  /// or an exclusion they could be had by subtraction.
  private Part told(
      PatientSet patients,
      List<IndexedCode> codes,
      Map<String, Float> collections,
      boolean ofField) {
    PatientSet enough = telling.part(patients, segments.nobody());
    return new Part(enough, codes, collections, ofField);
  }

  /// A code that is longer than the field's values is meant as it stands.
  private PatientSet ofField(Attribute attribute, Clause clause) throws IOException {
    if (attribute.characters() > 0 && clause.text().length() > attribute.characters()) {
      List<IndexedCode> codes =
          lexicon.meant(clause).stream()
              .filter(code -> code.what().equals(attribute.field()))
              .toList();
      if (!codes.isEmpty()) {
        return members(Set.of(), MatchNoDocsQuery.INSTANCE, codes);
      }
    }
    return fields.values(attribute, clause, notes);
  }

  private PatientSet members(Set<String> collections, Query text, List<IndexedCode> codes)
      throws IOException {
    var any = new BooleanQuery.Builder().add(text, Occur.SHOULD);
    if (!codes.isEmpty()) {
      any.add(Part.codes(codes), Occur.SHOULD);
    }
    collections.forEach(
        id -> any.add(new TermQuery(new Term(CatalogIndex.COLLECTION, id)), Occur.SHOULD));
    return segments.matching(any.build());
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
      List<Said> read = proposals.stream().map(one -> Said.of("asked.word", one)).toList();
      notes.add(
          Said.of(
              "asked.read-as", clause.text(), Said.joined("wording.value-or", read).orElseThrow()));
    }
    Map<String, Float> holding = holding(text);
    return told(members(holding.keySet(), text, codes), codes, holding, false);
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

  private Map<String, Float> holding(Query text) throws IOException {
    Map<String, Float> ids = new HashMap<>();
    CollectionDocuments.scored(segments.searcher(), text)
        .forEach((collection, score) -> ids.put(collection.get(CatalogIndex.ID), score));
    return ids;
  }
}

package org.tessera.catalog.search;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.tessera.catalog.index.CatalogIndex;

/// The documents of collections.
final class CollectionDocuments {
  private CollectionDocuments() {}

  /// All of them, by name.
  static List<Document> all(IndexSearcher searcher) throws IOException {
    return scored(searcher, MatchAllDocsQuery.INSTANCE).keySet().stream()
        .sorted(Comparator.comparing(document -> document.get(CatalogIndex.NAME)))
        .toList();
  }

  /// Those a query finds, with how well they match.
  static Map<Document, Float> scored(IndexSearcher searcher, Query query) throws IOException {
    Query collections =
        new BooleanQuery.Builder()
            .add(new TermQuery(new Term(CatalogIndex.KIND, "collection")), Occur.FILTER)
            .add(query, Occur.MUST)
            .build();
    Map<Document, Float> documents = new LinkedHashMap<>();
    int all = Math.max(1, searcher.count(collections));
    for (ScoreDoc hit : searcher.search(collections, all).scoreDocs) {
      documents.put(searcher.storedFields().document(hit.doc), hit.score);
    }
    return documents;
  }
}

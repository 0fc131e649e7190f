package org.tessera.catalog.search;

import java.util.Map;
import org.apache.lucene.queryparser.simple.SimpleQueryParser;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.tessera.catalog.index.CatalogIndex;

/// Turns what a person typed into a query: all words must match, `"…"` is a phrase, `word*` a
/// beginning, `word~1` forgives a typing error. No input is an error.
final class Words {
  private static final int OPERATORS =
      SimpleQueryParser.AND_OPERATOR
          | SimpleQueryParser.PHRASE_OPERATOR
          | SimpleQueryParser.PREFIX_OPERATOR
          | SimpleQueryParser.FUZZY_OPERATOR
          | SimpleQueryParser.WHITESPACE_OPERATOR;

  private Words() {}

  static Query query(String words) {
    var parser =
        new SimpleQueryParser(CatalogIndex.analyzer(), Map.of(CatalogIndex.TEXT, 1.0f), OPERATORS);
    parser.setDefaultOperator(Occur.MUST);
    Query query = parser.parse(words);
    return query == null ? new MatchNoDocsQuery("no word") : query;
  }
}

package org.tessera.catalog.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.tessera.catalog.index.CatalogIndex;

/// Takes text apart as the index does.
final class Tokens {
  private static final Analyzer ANALYZER = CatalogIndex.analyzer();

  private Tokens() {}

  static List<String> of(String text) {
    List<String> tokens = new ArrayList<>();
    try (var stream = ANALYZER.tokenStream("", text)) {
      var term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        tokens.add(term.toString());
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tokens;
  }
}

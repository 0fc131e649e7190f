package org.tessera.catalog.search;

import org.tessera.catalog.cohort.Terms;
import org.tessera.catalog.index.Attribute;
import org.tessera.catalog.index.Attributes;
import org.tessera.vocabularies.words.Spoken;
import org.tessera.vocabularies.words.Words;

/// An attribute, or a value of one, as the reader's language calls it.
///
/// @param value empty for the attribute itself
/// @param label where the language has no name for it
record Named(Attributes attributes, String field, String value, String label) implements Spoken {
  static Named attribute(Attributes attributes, Attribute attribute) {
    return new Named(attributes, attribute.field(), "", attribute.label());
  }

  static Named value(Attributes attributes, String field, String value, String label) {
    return new Named(attributes, field, value, label);
  }

  /// A kind of entry.
  record Kind(Attributes attributes, String level) implements Spoken {
    @Override
    public String in(Words words) {
      return new Terms(words, attributes).level(level);
    }
  }

  @Override
  public String in(Words words) {
    var terms = new Terms(words, attributes);
    return value.isEmpty() ? terms.attribute(field, label) : terms.value(field, value, label);
  }
}

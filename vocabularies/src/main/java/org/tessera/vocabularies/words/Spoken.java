package org.tessera.vocabularies.words;

/// Something a sentence speaks of that is called differently in each language.
public interface Spoken {
  /// What it is called, or the number it is told as.
  Object in(Words words);
}

package org.tessera.vocabularies.words;

import java.util.Locale;
import java.util.Optional;

/// The sentences of one language, for those who make a sentence in Java.
public final class Words {
  private final Phrases phrases;
  private final Locale language;

  Words(Phrases phrases, Locale language) {
    this.phrases = phrases;
    this.language = language;
  }

  /// A sentence, with what it speaks of in its places.
  ///
  /// @param key as in the files of sentences; one that is in none of them is said as it is
  /// @param values numbers are written and counted as the language does, a [Spoken] says itself
  public String say(String key, Object... values) {
    return phrases.find(key, values, language).orElse(key);
  }

  /// What this very language says under a key; empty where another would have to say it.
  public Optional<String> own(String key) {
    return phrases.own(key, language);
  }

  /// The language the sentences are in.
  public Locale language() {
    return language;
  }
}

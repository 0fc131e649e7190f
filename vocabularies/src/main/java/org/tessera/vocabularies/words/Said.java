package org.tessera.vocabularies.words;

import java.util.List;
import java.util.Optional;

/// A sentence that nobody has chosen a language for yet.
///
/// @param key as in the files of sentences
/// @param values what it speaks of: numbers, text, or what says itself
public record Said(String key, List<Object> values) implements Spoken {
  /// A sentence with what it speaks of in its places.
  public static Said of(String key, Object... values) {
    return new Said(key, List.of(values));
  }

  /// Several of them as one, by a sentence that takes two; empty for none.
  public static Optional<Spoken> joined(String key, List<? extends Spoken> all) {
    return all.stream().map(Spoken.class::cast).reduce((one, other) -> of(key, one, other));
  }

  @Override
  public String in(Words words) {
    return words.say(key, values.toArray());
  }
}

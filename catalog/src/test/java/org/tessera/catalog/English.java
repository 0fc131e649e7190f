package org.tessera.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tessera.vocabularies.words.PhraseFiles;
import org.tessera.vocabularies.words.Phrases;
import org.tessera.vocabularies.words.Spoken;
import org.tessera.vocabularies.words.Words;

/// What sentences say in English.
public final class English {
  private static final Words WORDS = in("en");

  private English() {}

  public static String of(Spoken spoken) {
    return WORDS.say("said", spoken);
  }

  public static List<String> of(List<? extends Spoken> spoken) {
    return spoken.stream().map(English::of).toList();
  }

  /// The sentences of a language that ships.
  public static Words in(String language) {
    var locale = Locale.of(language);
    return Phrases.of(
            List.of(locale), new PhraseFiles(List.of("catalog", "terms"), Optional.empty()))
        .in(locale);
  }
}

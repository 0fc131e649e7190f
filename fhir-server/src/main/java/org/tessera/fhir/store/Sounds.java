package org.tessera.fhir.store;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.commons.codec.language.DoubleMetaphone;

/// Reduces words to how they sound, for the parameter `phonetic`: Double Metaphone, and the folded
/// word itself where that has no answer, as for other alphabets than the Latin.
public final class Sounds {
  private Sounds() {}

  /// The sounds of the words of a text, each once.
  public static Set<String> of(String text) {
    var metaphone = new DoubleMetaphone();
    Set<String> sounds = new LinkedHashSet<>();
    for (String word : Folding.fold(text).split("[^\\p{L}\\p{N}]+", -1)) {
      if (!word.isEmpty()) {
        String sound = metaphone.doubleMetaphone(word);
        sounds.add(sound == null || sound.isEmpty() ? word : sound);
      }
    }
    return sounds;
  }
}

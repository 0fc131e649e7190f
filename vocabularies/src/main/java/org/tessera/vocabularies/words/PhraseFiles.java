package org.tessera.vocabularies.words;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/// Where sentences stand: `words/HOUSE_LANGUAGE.properties` of each house, in UTF-8, after those
/// all houses say, and over them `LANGUAGE.properties` of a folder of the operator's own.
///
/// @param houses whose sentences are needed, such as `access`
/// @param own empty for none
public record PhraseFiles(List<String> houses, Optional<Path> own) {
  /// What ships with these houses.
  public static PhraseFiles shipped(String... houses) {
    return new PhraseFiles(List.of(houses), Optional.empty());
  }

  /// Key → sentence.
  Map<String, String> read(Locale language) {
    var found = new Properties();
    boolean some = readShipped("words", language, found);
    for (String house : houses) {
      some |= readShipped(house, language, found);
    }
    some |= readOwn(language, found);
    if (!some) {
      throw new IllegalStateException(
          "There are no sentences in the language %s: put them into languages/%s.properties of the"
                  .formatted(language.toLanguageTag(), language.toLanguageTag())
              + " home, or take the language out of tessera.languages.");
    }
    Map<String, String> sentences = new TreeMap<>();
    found.forEach((key, text) -> sentences.put(key.toString(), text.toString()));
    return sentences;
  }

  private static boolean readShipped(String house, Locale language, Properties into) {
    String suffix = language.equals(Phrases.FIRST) ? "" : "_" + language.toLanguageTag();
    String name = "/words/" + house + suffix + ".properties";
    try (var stream = PhraseFiles.class.getResourceAsStream(name)) {
      if (stream == null) {
        return false;
      }
      into.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean readOwn(Locale language, Properties into) {
    Optional<Path> file =
        own.map(folder -> folder.resolve(language.toLanguageTag() + ".properties"))
            .filter(Files::exists);
    if (file.isEmpty()) {
      return false;
    }
    try (Reader reader = Files.newBufferedReader(file.get())) {
      into.load(reader);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "languages/%s.properties cannot be read; it must be a properties file in UTF-8: %s"
              .formatted(language.toLanguageTag(), e.getMessage()),
          e);
    }
  }
}

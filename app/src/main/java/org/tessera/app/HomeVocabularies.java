package org.tessera.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.tessera.vocabularies.ConceptFile;
import org.tessera.vocabularies.Vocabularies;

/// The vocabularies a home has without its node running: what ships, and over it the newest release
/// that was imported there.
final class HomeVocabularies {
  private HomeVocabularies() {}

  static Vocabularies of(Path home) {
    Vocabularies vocabularies = Vocabularies.builtIn();
    newest(home.resolve("index").resolve("vocabulary"))
        .ifPresent(folder -> vocabularies.adopt(ConceptFile.open(folder)));
    return vocabularies;
  }

  private static Optional<Path> newest(Path releases) {
    if (!Files.isDirectory(releases)) {
      return Optional.empty();
    }
    try (Stream<Path> folders = Files.list(releases)) {
      return folders
          .filter(folder -> String.valueOf(folder.getFileName()).matches("\\d{1,18}"))
          .filter(ConceptFile::isIn)
          .max(
              Comparator.comparingLong(
                  folder -> Long.parseLong(String.valueOf(folder.getFileName()))));
    } catch (IOException e) {
      throw new UncheckedIOException("the imported vocabularies cannot be read", e);
    }
  }
}

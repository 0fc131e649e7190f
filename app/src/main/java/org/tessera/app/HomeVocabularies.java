package org.tessera.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.tessera.vocabularies.ConceptFile;
import org.tessera.vocabularies.DefinedFile;
import org.tessera.vocabularies.Vocabularies;
import org.tessera.vocabularies.search.ConceptIndex;

/// The vocabularies a home has without its node running: what ships, and over it the newest release
/// that was imported there, and the codes of FHIR packages.
final class HomeVocabularies {
  private static final String DEFINITIONS = "definitions.csv";

  private HomeVocabularies() {}

  static Vocabularies of(Path home) {
    Vocabularies vocabularies = Vocabularies.builtIn();
    newest(home.resolve("index").resolve("vocabulary"))
        .ifPresent(folder -> vocabularies.adopt(ConceptFile.open(folder)));
    try {
      DefinedFile.read(home.resolve("index").resolve(DEFINITIONS))
          .ifPresent(content -> vocabularies.define(content.systems()));
    } catch (IOException e) {
      throw new UncheckedIOException("the imported definitions cannot be read", e);
    }
    ConceptIndex index = ConceptIndex.at(concepts(home.resolve("index")));
    if (index.isReady()) {
      vocabularies.findBy(index);
    }
    return vocabularies;
  }

  /// Where a home's index of concepts is.
  ///
  /// @param index the home's folder of indices
  static Path concepts(Path index) {
    return index.resolve("concepts");
  }

  /// Where a node keeps what imported FHIR definitions say of codes.
  static Path definitions(Home home) {
    return home.path("index").resolve(DEFINITIONS);
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

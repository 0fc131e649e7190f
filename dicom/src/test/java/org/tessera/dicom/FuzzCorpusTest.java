package org.tessera.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What Jazzer begins with, and what it found: `-Dgolden.update` writes the seeds again.
class FuzzCorpusTest {
  private static final Path FOLDER = Path.of("src/test/resources/org/tessera/dicom/fuzz");
  private static final List<TransferSyntax> SYNTAXES =
      List.of(
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
          TransferSyntax.find("1.2.840.10008.1.2.5").orElseThrow());

  /// A small file of each encoding, with every representation among them.
  private static Map<String, byte[]> seeds() {
    Map<String, byte[]> seeds = new TreeMap<>();
    for (int i = 0; i < SYNTAXES.size(); i++) {
      TransferSyntax syntax = SYNTAXES.get(i);
      DataSet dataSet = new RandomDataSets(i).next(syntax.isEncapsulated());
      seeds.put("seed-" + i + ".dcm", DicomWriter.bytes(DicomFile.of(dataSet, syntax)));
    }
    return seeds;
  }

  static List<Path> inputs() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void what_is_in_the_corpus_is_read_or_refused(Path input) throws IOException {
    ReaderFuzz.fuzzerTestOneInput(Files.readAllBytes(input));
  }

  @Test
  void the_seeds_are_what_our_own_writer_writes() throws IOException {
    for (Map.Entry<String, byte[]> seed : seeds().entrySet()) {
      Path file = FOLDER.resolve(seed.getKey());
      if (System.getProperty("golden.update") != null) {
        Files.write(Files.createDirectories(FOLDER).resolve(seed.getKey()), seed.getValue());
      }
      assertThat(Files.readAllBytes(file)).as(seed.getKey()).isEqualTo(seed.getValue());
      assertThat(DicomReader.read(seed.getValue(), ReadOptions.whole()))
          .isInstanceOf(DicomFile.class);
    }
  }
}

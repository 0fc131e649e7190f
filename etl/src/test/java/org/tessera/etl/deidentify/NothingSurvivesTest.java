package org.tessera.etl.deidentify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.DicomWriter;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.TransferSyntax;

/// For random data sets: what identifies stands nowhere in what comes out, in no encoding, whatever
/// the profile; and what comes out depends on the file and the key alone.
class NothingSurvivesTest {
  private static final List<String> PROFILES =
      List.of("basic", "research", "chaimeleon-step-1", "procancer-i-stage-1", "incisive");

  @TempDir private Path home;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  private static DicomFile file(RandomPlants plants, long seed) throws IOException {
    List<TransferSyntax> syntaxes =
        List.of(
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
    DataSet dataSet = plants.next();
    byte[] bytes =
        DicomWriter.bytes(DicomFile.of(dataSet, syntaxes.get((int) (seed % syntaxes.size()))));
    return (DicomFile) DicomReader.read(bytes, ReadOptions.whole());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void no_planted_token_survives_in_any_encoding(long seed) throws IOException {
    var plants = new RandomPlants(seed);
    DicomFile before = file(plants, seed);
    for (String profile : PROFILES) {
      Outcome outcome = TestRuns.deidentifier(home, profile).apply(before);
      byte[] after = DicomWriter.bytes(TestRuns.file(outcome));
      assertThat(plants.tokens())
          .as("%s, seed %d", profile, seed)
          .noneMatch(token -> RawSearch.finds(after, token));
      assertThat(plants.strangers())
          .as("%s, seed %d, free text", profile, seed)
          .noneMatch(token -> RawSearch.finds(after, token));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void the_same_file_becomes_the_same_bytes_in_any_order(long seed) throws IOException {
    List<DicomFile> files = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      files.add(file(new RandomPlants(seed * 100 + i), seed));
    }
    Deidentifier first = TestRuns.deidentifier(home, "research");
    Deidentifier other = TestRuns.deidentifier(home, "research").sibling();
    List<byte[]> forwards = new ArrayList<>();
    for (DicomFile file : files) {
      forwards.add(DicomWriter.bytes(TestRuns.file(first.apply(file))));
    }
    for (int i = files.size() - 1; i >= 0; i--) {
      byte[] again = DicomWriter.bytes(TestRuns.file(other.apply(files.get(i))));
      assertThat(again).isEqualTo(forwards.get(i));
      assertThat(DicomWriter.bytes(TestRuns.file(first.apply(files.get(i))))).isEqualTo(again);
    }
  }
}

package org.tessera.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tessera.dicom.model.BulkLinks;
import org.tessera.dicom.model.DicomJson;

/// Real files with bytes changed, cut out and put in twice: read or refused, never anything else.
/// Raise `-Ddicom.damage=…` for more than the usual rounds.
class DamageTest {
  private static final int BYTES_MAX = 60_000;

  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("dicom.damage", 30));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void a_damaged_file_is_read_or_refused(long seed) {
    var random = new Random(seed);
    List<Path> files = RealFiles.all();
    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            visit(damaged(Arrays.copyOf(bytes, Math.min(bytes.length, BYTES_MAX)), random));
          }
        });
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    byte[] damaged = bytes;
    for (int i = random.nextInt(6); i >= 0; i--) {
      int at = damaged.length < 8 ? 0 : random.nextInt(Math.min(damaged.length - 4, 4000));
      switch (random.nextInt(6)) {
        case 0 -> damaged = Arrays.copyOf(damaged, at);
        case 1 -> Arrays.fill(damaged, at, Math.min(at + 4, damaged.length), (byte) 0xFF);
        case 2 -> damaged = twice(damaged, at, random.nextInt(64));
        case 3 -> Arrays.fill(damaged, at, Math.min(at + 2, damaged.length), (byte) 0);
        default -> {
          if (damaged.length > at) {
            damaged[at] = (byte) random.nextInt();
          }
        }
      }
    }
    return damaged;
  }

  private static byte[] twice(byte[] bytes, int at, int length) {
    int end = Math.min(at + length, bytes.length);
    byte[] longer = new byte[bytes.length + end - at];
    System.arraycopy(bytes, 0, longer, 0, end);
    System.arraycopy(bytes, at, longer, end, bytes.length - at);
    return longer;
  }

  /// Reads, looks at everything, and writes again: unchanged it is the same, changed it is sound.
  static void visit(byte[] bytes) throws IOException {
    Reading reading = DicomReader.read(bytes, ReadOptions.whole());
    if (!(reading instanceof DicomFile file)) {
      return;
    }
    file.dataSet()
        .rewrite((owner, element) -> {
          owner.strings(element.tag());
          owner.dateTime(element.tag());
          owner.personName(element.tag());
          return java.util.Optional.of(element);
        });
    assertThat(DicomJson.write(file.dataSet(), BulkLinksOfAll.LINKS)).startsWith("{");
    if (!file.transferSyntax().isDeflated()) {
      assertThat(Arrays.mismatch(DicomWriter.bytes(file), bytes)).isEqualTo(-1);
    }
    DataSet changed = file.dataSet().edit().put(Tag.StudyID, Vr.SH, "CHANGED").build();
    byte[] written = DicomWriter.bytes(file.withDataSet(changed).withFreshMeta());
    DicomFile again = TestFiles.file(DicomReader.read(written, ReadOptions.whole()));
    assertThat(again.irregularities()).noneMatch(Irregularity::isLoss);
  }

  private static final class BulkLinksOfAll {
    private static final BulkLinks LINKS =
        (path, element) ->
            element instanceof EncapsulatedElement
                ? java.util.Optional.of(java.net.URI.create("x"))
                : java.util.Optional.empty();
  }
}

package org.tessera.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every real file, against what pydicom 3.0.2 reads of it (`reference.tsv`) and against its own
/// bytes.
class RealFilesTest {
  /// Read here from its first whole element; pydicom takes it one byte earlier and finds nonsense.
  private static final String CUT_IN_FRONT = "pydicom__no_meta.dcm";

  static Stream<Path> files() {
    return RealFiles.all().stream();
  }

  static DicomFile read(Path file) throws IOException {
    return TestFiles.file(DicomReader.read(file, ReadOptions.whole()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("references")
  void elements_and_values_are_those_the_reference_reader_finds(Reference reference)
      throws IOException {
    DicomFile file = read(RealFiles.file(reference.file));
    List<String> lines = new ArrayList<>();
    describe(file.dataSet(), "", reference.skipped, lines);
    assertThat(file.dataSet().size()).isEqualTo(reference.top);
    assertThat(lines).hasSize(reference.all);
    assertThat(md5((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(reference.digest);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void a_file_that_was_not_changed_is_written_byte_for_byte(Path path) throws IOException {
    byte[] original = Files.readAllBytes(path);
    assertThat(Arrays.mismatch(DicomWriter.bytes(read(path)), original)).isEqualTo(-1);
    DicomFile fromMemory = TestFiles.file(DicomReader.read(original, ReadOptions.whole()));
    assertThat(Arrays.mismatch(DicomWriter.bytes(fromMemory), original)).isEqualTo(-1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void a_changed_element_leaves_the_bytes_of_all_others_alone(Path path) throws IOException {
    DicomFile file = read(path);
    Assumptions.assumeTrue(
        file.irregularities().stream().noneMatch(Irregularity::isLoss), "cut off");
    DataSet changed = file.dataSet().edit().put(Tag.StudyID, Vr.SH, "CHANGED").build();
    DicomFile written = file.withDataSet(changed);
    DicomFile again =
        TestFiles.file(DicomReader.read(DicomWriter.bytes(written), ReadOptions.whole()));
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    describe(file.dataSet(), "", Set.of("00200010"), before);
    describe(again.dataSet(), "", Set.of("00200010"), after);
    assertThat(after).isEqualTo(before);
    assertThat(again.dataSet().string(Tag.StudyID)).contains("CHANGED");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void the_header_alone_is_the_whole_files_up_to_the_pixels(Path path) throws IOException {
    DicomFile header = TestFiles.file(DicomReader.read(path, ReadOptions.header()));
    DicomFile whole = read(path);
    List<Integer> expected =
        whole.dataSet().elements().stream()
            .map(Element::tag)
            .takeWhile(tag -> Integer.compareUnsigned(tag, 0x7FE00000) < 0)
            .toList();
    assertThat(header.dataSet().elements().stream().map(Element::tag)).isEqualTo(expected);
    assertThat(header.isHeaderOnly()).isTrue();
    if (!whole.transferSyntax().isDeflated()) {
      try (var stream = Files.newInputStream(path)) {
        DicomFile streamed = TestFiles.file(DicomReader.readHeader(stream));
        assertThat(streamed.dataSet().elements().stream().map(Element::tag)).isEqualTo(expected);
      }
    }
  }

  @Test
  void truncated_files_say_so_and_sound_ones_do_not() throws IOException {
    assertThat(losses("pydicom__MR_truncated.dcm")).isEqualTo(1);
    assertThat(losses("pydicom__rtplan_truncated.dcm")).isPositive();
    assertThat(losses("pydicom__CT_small.dcm")).isZero();
  }

  private static long losses(String name) throws IOException {
    return read(RealFiles.file(name)).irregularities().stream()
        .filter(Irregularity::isLoss)
        .count();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("names")
  void names_of_the_worlds_scripts_are_read(String file, String name) throws IOException {
    DataSet dataSet = read(RealFiles.file(file)).dataSet();
    assertThat(dataSet.string(Tag.PatientName)).contains(name);
    ValueElement element = (ValueElement) dataSet.get(Tag.PatientName).orElseThrow();
    assertThat(dataSet.characterSet().encode(name, Vr.PN))
        .hasValueSatisfying(bytes ->
            assertThat(dataSet.characterSet().decode(bytes, Vr.PN).text()).isEqualTo(name));
    assertThat(dataSet.text(element).doubtful()).isZero();
  }

  static List<Object[]> names() {
    return List.of(
        new Object[] {"pydicom__chrGerm.dcm", "Äneas^Rüdiger"},
        new Object[] {"pydicom__chrFren.dcm", "Buc^Jérôme"},
        new Object[] {"pydicom__chrRuss.dcm", "Люкceмбypг"},
        new Object[] {"pydicom__chrGreek.dcm", "Διονυσιος"},
        new Object[] {"pydicom__chrArab.dcm", "قباني^لنزار"},
        new Object[] {"pydicom__chrH31.dcm", "Yamada^Tarou=山田^太郎=やまだ^たろう"},
        new Object[] {"pydicom__chrI2.dcm", "Hong^Gildong=洪^吉洞=홍^길동"},
        new Object[] {"pydicom__chrX1.dcm", "Wang^XiaoDong=王^小東="});
  }

  record Reference(String file, int top, int all, String digest, Set<String> skipped) {
    @Override
    public String toString() {
      return file;
    }
  }

  static Stream<Reference> references() throws IOException {
    RealFiles.folder();
    try (var stream = RealFilesTest.class.getResourceAsStream("reference.tsv")) {
      String text =
          new String(
              java.util.Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .skip(2)
          .map(line -> line.split("\t", -1))
          .filter(row -> !row[0].equals(CUT_IN_FRONT))
          .map(row ->
              new Reference(
                  row[0],
                  Integer.parseInt(row[1]),
                  Integer.parseInt(row[2]),
                  row[3],
                  Set.of(row[4].isEmpty() ? new String[0] : row[4].split(" ", -1))));
    }
  }

  static void describe(DataSet dataSet, String path, Set<String> skipped, List<String> lines)
      throws IOException {
    for (Element element : dataSet) {
      int tag = element.tag();
      String here = path + Tag.hex(tag);
      boolean decodedAtOnce =
          tag == Tag.SpecificCharacterSet
              || tag == Tag.PixelRepresentation
              || (Tag.isPrivate(tag) && Tag.element(tag) < 0x100)
              || Tag.isGroupLength(tag);
      if (skipped.contains(here)) {
        continue;
      }
      switch (element) {
        case SequenceElement sequence -> {
          lines.add(here + "|SQ|" + sequence.items().size());
          int item = 0;
          for (DataSet inside : sequence.items()) {
            describe(inside, here + "[" + item++ + "].", skipped, lines);
          }
        }
        case ValueElement value when !decodedAtOnce ->
            lines.add(here + "|" + value.length() + "|" + md5(value.value().bytes()));
        default -> {}
      }
    }
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}

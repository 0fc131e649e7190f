package org.tessera.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is written is read again, in every transfer syntax.
class WriterTest {
  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  private static DicomFile read(byte[] bytes) throws IOException {
    return TestFiles.file(DicomReader.read(bytes, ReadOptions.whole()));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void random_data_sets_survive_every_transfer_syntax(long seed) throws IOException {
    for (TransferSyntax syntax : TransferSyntax.all()) {
      DataSet dataSet = new RandomDataSets(seed).next(syntax.isEncapsulated());
      byte[] bytes = DicomWriter.bytes(DicomFile.of(dataSet, syntax));
      DicomFile again = read(bytes);
      assertThat(again.irregularities()).as(syntax.uid()).isEmpty();
      assertThat(again.transferSyntax()).isEqualTo(syntax);
      assertThat(bytes.length % 2).isZero();
      if (syntax.isExplicitVr()) {
        assertThat(RandomDataSets.lines(again.dataSet()))
            .as(syntax.uid())
            .isEqualTo(RandomDataSets.lines(dataSet));
      }
      assertThat(Arrays.mismatch(DicomWriter.bytes(again), bytes)).isEqualTo(-1);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void a_file_goes_from_one_transfer_syntax_to_another_and_back(long seed) throws IOException {
    DataSet dataSet = new RandomDataSets(seed).next(false);
    List<String> expected = RandomDataSets.lines(dataSet);
    DicomFile file = DicomFile.of(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    for (TransferSyntax syntax :
        List.of(
            TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
            TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)) {
      file = read(DicomWriter.bytes(file.withTransferSyntax(syntax)));
      assertThat(file.meta().string(Tag.TransferSyntaxUID)).contains(syntax.uid());
      assertThat(RandomDataSets.lines(file.dataSet())).isEqualTo(expected);
    }
  }

  @Test
  void group_lengths_around_a_change_are_counted_again_and_others_left() throws IOException {
    byte[] bytes =
        TestFiles.part10("1.2.840.10008.1.2.1")
            .explicit(0x00080000, "UL", "c\0\0\0")
            .explicit(Tag.Modality, "CS", "CT")
            .explicit(0x00100000, "UL", "c\0\0\0")
            .explicit(Tag.PatientID, "LO", "4711")
            .bytes();
    DicomFile file = read(bytes);
    DataSet changed = file.dataSet().edit().put(Tag.PatientID, Vr.LO, "ABCDEF").build();
    DataSet again = read(DicomWriter.bytes(file.withDataSet(changed))).dataSet();
    assertThat(again.integer(0x00080000)).hasValue(0x63);
    assertThat(again.integer(0x00100000)).hasValue(8 + 6);
  }

  @Test
  void length_forms_of_sequences_stay_when_an_item_changes() throws IOException {
    byte[] bytes =
        TestFiles.part10("1.2.840.10008.1.2.1")
            .longForm(0x00081140, "SQ", 0xFFFFFFFFL)
            .implicit(Tag.Item, 12)
            .explicit(0x00081155, "UI", "1.2.")
            .implicit(Tag.Item, 0xFFFFFFFFL)
            .explicit(0x00081155, "UI", "1.3.")
            .implicit(Tag.ItemDelimitationItem, 0)
            .implicit(Tag.SequenceDelimitationItem, 0)
            .bytes();
    DicomFile file = read(bytes);
    DataSet longer =
        file.dataSet()
            .rewrite((owner, element) ->
                Optional.of(
                    element.tag() == 0x00081155
                        ? ValueElement.of(
                            0x00081155, Vr.UI, new byte[] {'1', '.', '2', '.', '3', '4'})
                        : element));
    byte[] written = DicomWriter.bytes(file.withDataSet(longer));
    assertThat(written).hasSize(bytes.length + 4);
    DicomFile again = read(written);
    assertThat(again.irregularities()).isEmpty();
    assertThat(again.dataSet().sequence(0x00081140))
        .extracting(item -> item.string(0x00081155).orElse(""))
        .containsExactly("1.2.34", "1.2.34");
  }

  @Test
  void nothing_changed_is_the_same_data_set() throws IOException {
    DataSet dataSet = new RandomDataSets(7).next(false);
    assertThat(dataSet.rewrite((owner, element) -> Optional.of(element))).isSameAs(dataSet);
    assertThat(dataSet.edit().build()).isSameAs(dataSet);
  }

  @Test
  void a_rule_reaches_every_depth() {
    DataSet dataSet =
        DataSet.EMPTY
            .edit()
            .put(Tag.PatientID, Vr.LO, "4711")
            .put(SequenceElement.of(0x00081140, List.of(new RandomDataSets(3).next(false))))
            .build();
    List<Integer> seen = new ArrayList<>();
    DataSet without =
        dataSet.rewrite((owner, element) -> {
          seen.add(element.tag());
          return element.vr() == Vr.LO ? Optional.empty() : Optional.of(element);
        });
    assertThat(seen).hasSizeGreaterThan(dataSet.size());
    assertThat(RandomDataSets.lines(without)).noneMatch(line -> line.contains(" LO "));
  }

  @Test
  void pixels_are_not_recoded_in_silence() {
    DicomFile file =
        DicomFile.of(new RandomDataSets(1).next(false), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    TransferSyntax rle = TransferSyntax.find("1.2.840.10008.1.2.5").orElseThrow();
    assertThatThrownBy(() -> file.withTransferSyntax(rle))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void text_beyond_the_declared_set_turns_the_whole_data_set_to_unicode() throws IOException {
    DataSet item =
        DataSet.EMPTY
            .edit()
            .put(Tag.SpecificCharacterSet, Vr.CS, "ISO_IR 100")
            .put(Tag.PatientName, Vr.PN, "Müller^Jörg")
            .build();
    DataSet latin =
        DataSet.EMPTY
            .edit()
            .put(Tag.SpecificCharacterSet, Vr.CS, "ISO_IR 100")
            .put(Tag.PatientName, Vr.PN, "Grün^Zoë")
            .put(
                SequenceElement.of(
                    0x00081140,
                    List.of(
                        item.edit()
                            .remove(Tag.SpecificCharacterSet)
                            .inherit(CharacterSet.of(List.of("ISO_IR 100")))
                            .build())))
            .build();
    DataSet changed = latin.edit().put(Tag.StudyDescription, Vr.LO, "Łódź").build();
    DicomFile file = DicomFile.of(changed, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    DataSet again = read(DicomWriter.bytes(file)).dataSet();
    assertThat(again.string(Tag.SpecificCharacterSet)).contains("ISO_IR 192");
    assertThat(again.string(Tag.PatientName)).contains("Grün^Zoë");
    assertThat(again.string(Tag.StudyDescription)).contains("Łódź");
    assertThat(again.sequence(0x00081140).getFirst().string(Tag.PatientName))
        .contains("Müller^Jörg");
  }

  @Test
  void nothing_of_the_original_remains_around_a_data_set_with_fresh_meta() throws IOException {
    byte[] bytes =
        TestFiles.part10("1.2.840.10008.1.2.1")
            .explicit(Tag.PatientID, "LO", "4711")
            .zeros(12)
            .bytes();
    bytes[5] = 'Z';
    DicomFile file = read(bytes);
    assertThat(file.preamble()[5]).isEqualTo((byte) 'Z');
    assertThat(file.trailing().length()).isEqualTo(12);
    DicomFile fresh = read(DicomWriter.bytes(file.withFreshMeta()));
    assertThat(fresh.preamble()).containsOnly(0);
    assertThat(fresh.irregularities()).isEmpty();
    assertThat(fresh.meta().string(Tag.ImplementationClassUID))
        .contains(DicomFile.IMPLEMENTATION_CLASS_UID);
  }
}

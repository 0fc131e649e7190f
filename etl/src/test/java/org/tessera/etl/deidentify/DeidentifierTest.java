package org.tessera.etl.deidentify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.DicomWriter;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.TransferSyntax;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

class DeidentifierTest {
  private static final int PATIENT_AGE = 0x00101010;

  @TempDir private Path home;

  private static DataSet ct() {
    return DataSet.EMPTY
        .edit()
        .put(Tag.SOPClassUID, Vr.UI, "1.2.840.10008.5.1.4.1.1.2")
        .put(Tag.SOPInstanceUID, Vr.UI, "1.2.3.1")
        .put(Tag.StudyInstanceUID, Vr.UI, "1.2.3.2")
        .put(Tag.SeriesInstanceUID, Vr.UI, "1.2.3.3")
        .put(Tag.Modality, Vr.CS, "CT")
        .put(Tag.PatientName, Vr.PN, "Fairweather^Ada")
        .put(Tag.PatientID, Vr.LO, "004-000017")
        .put(Tag.StudyDate, Vr.DA, "20200229")
        .build();
  }

  private DataSet apply(String profile, DataSet dataSet) throws IOException {
    return TestRuns.file(outcome(profile, dataSet)).dataSet();
  }

  private Outcome outcome(String profile, DataSet dataSet) throws IOException {
    DicomFile file = DicomFile.of(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    var read = (DicomFile) DicomReader.read(DicomWriter.bytes(file), ReadOptions.whole());
    return TestRuns.deidentifier(home, profile).apply(read);
  }

  @Test
  void a_patient_is_called_as_in_the_forms_of_the_same_context() throws Exception {
    Files.createDirectories(home.resolve("keys"));
    Path key = home.resolve("keys/pseudonym.key");
    Files.writeString(key, "0b".repeat(32));
    Files.setPosixFilePermissions(
        key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    DataSet number = ct().edit().put(Tag.PatientID, Vr.LO, " 004-000001").build();
    // What PseudonymizerTest has worked out for a form's row of this patient in this study.
    assertThat(apply("basic", number).string(Tag.PatientID)).contains("zh2uamczntxtqq7it2vqh355qy");
  }

  @Test
  void the_basic_profile_leaves_no_dates_descriptions_and_characteristics() throws IOException {
    DataSet before =
        ct().edit()
            .put(Tag.StudyDescription, Vr.LO, "CT chest")
            .put(PATIENT_AGE, Vr.AS, "064Y")
            .put(Tag.PatientSex, Vr.CS, "F")
            .build();
    DataSet after = apply("basic", before);
    assertThat(after.contains(Tag.StudyDescription)).isFalse();
    assertThat(after.contains(PATIENT_AGE)).isFalse();
    assertThat(after.string(Tag.StudyDate)).isEmpty();
    assertThat(after.contains(Tag.StudyDate)).as("type 2 stays, empty").isTrue();
    assertThat(after.string(Tag.PatientSex)).isEmpty();
    assertThat(after.string(Tag.LongitudinalTemporalInformationModified)).contains("REMOVED");
    assertThat(after.sequence(Tag.DeidentificationMethodCodeSequence)).hasSize(1);
  }

  @Test
  void the_two_steps_of_chaimeleon_keep_dates_first_and_then_shift_them() throws IOException {
    DataSet first = apply("chaimeleon-step-1", ct());
    assertThat(first.string(Tag.StudyDate)).contains("20200229");
    assertThat(first.string(Tag.LongitudinalTemporalInformationModified)).contains("UNMODIFIED");
    DataSet second = apply("chaimeleon-step-2", first);
    assertThat(second.string(Tag.StudyDate)).isPresent().isNotEqualTo(first.string(Tag.StudyDate));
    assertThat(second.string(Tag.PatientID)).isNotEqualTo(first.string(Tag.PatientID));
    assertThat(second.string(Tag.LongitudinalTemporalInformationModified)).contains("MODIFIED");
    assertThat(second.strings(Tag.DeidentificationMethod))
        .containsExactly("Tessera chaimeleon-step-1", "Tessera chaimeleon-step-2");
  }

  @Test
  void the_second_stage_of_procancer_i_keeps_names_and_what_its_list_names_alone()
      throws IOException {
    DataSet first =
        apply(
            "procancer-i-stage-1",
            ct().edit().put(0x00180087, Vr.DS, "3").put(0x00181170, Vr.IS, "40").build());
    DataSet second = apply("procancer-i-stage-2", first);
    assertThat(first.contains(0x00181170)).isTrue();
    assertThat(second.contains(0x00181170)).as("a generator's power is not on the list").isFalse();
    assertThat(second.string(0x00180087)).contains("3");
    assertThat(second.string(Tag.PatientID)).isEqualTo(first.string(Tag.PatientID));
    assertThat(second.string(Tag.SOPInstanceUID)).isEqualTo(first.string(Tag.SOPInstanceUID));
    assertThat(second.string(Tag.StudyDate)).isEqualTo(first.string(Tag.StudyDate));
  }

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource({"064Y, 064Y", "089Y, 089Y", "090Y, 090Y", "101Y, 090Y", "011M, 011M"})
  void the_very_old_are_ninety(String before, String after) throws IOException {
    DataSet aged = ct().edit().put(PATIENT_AGE, Vr.AS, before).build();
    assertThat(apply("research", aged).string(PATIENT_AGE)).contains(after);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "MR Prostate T2 tra 3mm | MR Prostate T2 tra 3mm",
        "AxT2 FatSat | AxT2 FatSat",
        "t2_tse_sag_320 | t2_tse_sag_320",
        "DWI b0-1000 | DWI b0",
        "Thorax nativ, Dr. Kowalewski | Thorax nativ, Dr.",
        "call 030 5550 1234 about chest | chest",
        "Chest 2019-03-04 control | Chest control",
        "AX T1 FAIRWEATHER post | AX T1 post",
        "Becken ax. für Frau Nowakowska | Becken ax.",
      })
  void of_a_description_the_words_of_the_trade_stay(String before, String after)
      throws IOException {
    DataSet described = ct().edit().put(Tag.SeriesDescription, Vr.LO, before).build();
    assertThat(apply("research", described).string(Tag.SeriesDescription)).contains(after);
  }

  @Test
  void a_mandatory_attribute_gets_a_dummy_and_an_optional_one_goes() throws IOException {
    DataSet rt =
        ct().edit()
            .put(Tag.SOPClassUID, Vr.UI, "1.2.840.10008.5.1.4.1.1.481.3")
            .put(0x30060002, Vr.SH, "Fairweather")
            .put(0x300600A6, Vr.PN, "Nobody^Else")
            .build();
    DataSet after = apply("basic", rt);
    assertThat(after.string(0x30060002)).as("Structure Set Label is type 1").contains("REMOVED");
    assertThat(after.contains(0x300600A6)).isTrue();
  }

  @Test
  void a_head_is_told_of_and_where_faces_must_go_it_waits_for_a_person() throws IOException {
    DataSet head =
        ct().edit()
            .put(0x00180015, Vr.CS, "HEAD")
            .put(ValueElement.of(Tag.PixelData, Vr.OW, new byte[8]))
            .build();
    Outcome research = outcome("research", head);
    assertThat(research).isInstanceOf(Outcome.Cleared.class);
    assertThat(((Outcome.Cleared) research).remarks()).hasSize(1);
    assertThat(TestRuns.file(research).dataSet().string(Tag.RecognizableVisualFeatures))
        .contains("YES");
    assertThat(outcome("incisive", head)).isInstanceOf(Outcome.Held.class);
  }

  @Test
  void a_file_that_belongs_nowhere_or_to_no_patient_of_the_study_is_refused() throws IOException {
    assertThat(outcome("basic", ct().edit().remove(Tag.StudyInstanceUID).build()))
        .isInstanceOf(Outcome.Refused.class);
    Profiles profiles = TestRuns.profiles();
    var strict =
        Deidentifier.of(
            profiles,
            profiles.find("basic").orElseThrow(),
            org.tessera.etl.pseudonym.ImagePseudonyms.open(home, "lung"),
            number -> {
              throw new IllegalArgumentException("not a patient number of this study");
            });
    Outcome refused = strict.apply(DicomFile.of(ct(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    assertThat(refused).isInstanceOf(Outcome.Refused.class);
    assertThat(((Outcome.Refused) refused).reason()).doesNotContain("004-000017");
  }

  @Test
  void a_file_read_without_its_pixels_is_a_mistake_of_the_caller() throws IOException {
    byte[] bytes = DicomWriter.bytes(DicomFile.of(ct(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    var header = (DicomFile) DicomReader.read(bytes, ReadOptions.header());
    assertThatThrownBy(() -> TestRuns.deidentifier(home, "basic").apply(header))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void what_comes_out_says_nothing_of_the_original_at_any_depth() throws IOException {
    DataSet deep = DataSet.EMPTY.edit().put(Tag.PatientName, Vr.PN, "Fairweather^Ada").build();
    for (int depth = 0; depth < 40; depth++) {
      deep =
          DataSet.EMPTY.edit().put(SequenceElement.of(Tag.ContentSequence, List.of(deep))).build();
    }
    DataSet nested =
        ct().edit().put(SequenceElement.of(Tag.ContentSequence, List.of(deep))).build();
    byte[] bytes = DicomWriter.bytes(TestRuns.file(outcome("research", nested)));
    assertThat(RawSearch.finds(bytes, "Fairweather")).isFalse();
  }
}

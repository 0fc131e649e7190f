package org.tessera.dicom.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;
import org.tessera.dicom.check.Finding.Problem;

/// Attributes that are missing, empty or malformed are named, with the table that says so.
class DicomCheckTest {
  private static DataSet ct() {
    return DataSet.EMPTY
        .edit()
        .put(Tag.SOPClassUID, Vr.UI, "1.2.840.10008.5.1.4.1.1.2")
        .put(Tag.SOPInstanceUID, Vr.UI, "1.2.3")
        .put(Tag.PatientName, Vr.PN)
        .put(Tag.Modality, Vr.CS)
        .put(ValueElement.of(Tag.SamplesPerPixel, Vr.US, new byte[] {3, 0}))
        .build();
  }

  private static List<String> found(DataSet dataSet, Problem problem) {
    return DicomCheck.check(dataSet).findings().stream()
        .filter(finding -> finding.problem() == problem)
        .map(Finding::path)
        .toList();
  }

  @Test
  void a_missing_attribute_of_type_1_or_2_is_named() {
    assertThat(DicomCheck.check(ct()).iod()).contains("CT Image");
    assertThat(found(ct(), Problem.MISSING))
        .contains("00100020", "0020000D", "00280010", "00180060")
        .doesNotContain("00100010", "00080018");
  }

  @Test
  void an_empty_attribute_is_wrong_for_type_1_and_right_for_type_2() {
    assertThat(found(ct(), Problem.EMPTY)).contains("00080060").doesNotContain("00100010");
  }

  @Test
  void a_condition_the_data_set_answers_is_checked() {
    assertThat(found(ct(), Problem.MISSING)).contains("00280006");
    DataSet gray =
        ct().edit().put(ValueElement.of(Tag.SamplesPerPixel, Vr.US, new byte[] {1, 0})).build();
    assertThat(found(gray, Problem.MISSING)).doesNotContain("00280006");
  }

  @Test
  void items_are_checked_where_they_stand() {
    DataSet referenced =
        ct().edit().put(SequenceElement.of(0x00081110, List.of(DataSet.EMPTY))).build();
    assertThat(found(referenced, Problem.MISSING))
        .contains("00081110[0]/00081150", "00081110[0]/00081155");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "UI, 1.02.3, MALFORMED",
    "UI, 1..2, MALFORMED",
    "CS, lower, MALFORMED",
    "AS, 45, MALFORMED",
    "DA, 20261301, MALFORMED",
    "TM, 99, MALFORMED",
    "IS, 1.5, MALFORMED",
    "DS, 1.2.3, MALFORMED",
    "SH, more than sixteen letters, TOO_LONG"
  })
  void a_value_its_representation_does_not_allow_is_named(Vr vr, String value, Problem problem) {
    DataSet dataSet = DataSet.EMPTY.edit().put(0x00091001, vr, value).build();
    CheckReport report = DicomCheck.check(dataSet);
    assertThat(report.iod()).isEmpty();
    assertThat(report.findings()).extracting(Finding::problem).containsExactly(problem);
    assertThat(report.findings().getFirst().toString()).doesNotContain(value);
  }

  @Test
  void representation_and_multiplicity_are_the_dictionarys() {
    DataSet dataSet =
        DataSet.EMPTY
            .edit()
            .put(Tag.PatientID, Vr.SH, "4711")
            .put(0x00280030, Vr.DS, "1", "2", "3")
            .build();
    assertThat(DicomCheck.check(dataSet).findings())
        .extracting(Finding::problem)
        .containsExactly(Problem.WRONG_REPRESENTATION, Problem.WRONG_MULTIPLICITY);
  }
}

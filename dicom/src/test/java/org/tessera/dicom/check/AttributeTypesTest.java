package org.tessera.dicom.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tessera.dicom.Tag;
import org.tessera.dicom.check.AttributeTypes.Demand;

/// The strictest demand that an information object's modules make of an attribute.
class AttributeTypesTest {
  private static Demand ofCt(int... path) {
    return AttributeTypes.of("1.2.840.10008.5.1.4.1.1.2").of(path, path.length);
  }

  @Test
  void a_module_says_what_must_have_a_value_and_what_may_be_empty() {
    assertThat(ofCt(Tag.SOPInstanceUID)).isEqualTo(Demand.VALUE);
    assertThat(ofCt(Tag.PatientName)).isEqualTo(Demand.PRESENCE);
    assertThat(ofCt(Tag.StudyDescription)).isEqualTo(Demand.NOTHING);
  }

  @Test
  void within_a_sequence_the_items_own_demands_count() {
    assertThat(ofCt(0x00081110, 0x00081155)).isEqualTo(Demand.VALUE);
    assertThat(ofCt(0x00720002, 0x00081155)).as("no such sequence there").isEqualTo(Demand.UNKNOWN);
  }

  @Test
  void of_a_sop_class_without_a_table_nothing_is_known() {
    int[] path = {Tag.PatientName};
    assertThat(AttributeTypes.of("1.2.3").of(path, 1)).isEqualTo(Demand.UNKNOWN);
  }
}

package org.tessera.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The dictionary and the typed values of PS3.5 section 6.2 and PS3.6.
class ValuesTest {
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "DA, 20261121, 2026-11-21T00:00, DAY",
    "DA, 2026.11.21, 2026-11-21T00:00, DAY",
    "DA, 202611, 2026-11-01T00:00, MONTH",
    "TM, 10, 0000-01-01T10:00, HOUR",
    "TM, 1015, 0000-01-01T10:15, MINUTE",
    "TM, 10:15:30, 0000-01-01T10:15:30, SECOND",
    "TM, 101530.5, 0000-01-01T10:15:30.500, FRACTION",
    "TM, 235960, 0000-01-01T23:59:59, SECOND",
    "DT, 2026, 2026-01-01T00:00, YEAR",
    "DT, 20261121101530.123456+0100, 2026-11-21T10:15:30.123456, FRACTION"
  })
  void dates_and_times_are_as_precise_as_they_were_given(
      Vr vr, String text, LocalDateTime earliest, DateTime.Precision precision) {
    DateTime value = DateTime.parse(vr, text).orElseThrow();
    assertThat(value.earliest()).isEqualTo(earliest);
    assertThat(value.precision()).isEqualTo(precision);
    assertThat(value.end()).isAfter(earliest);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "DA, 20261321",
    "DA, yesterday",
    "DA, 20260230",
    "TM, 2560",
    "TM, 1",
    "DT, 20261121+9900",
    "LO, 2026",
    "DT, 20261121xx"
  })
  void what_is_no_date_or_time_is_none(Vr vr, String text) {
    assertThat(DateTime.parse(vr, text)).isEmpty();
  }

  @Test
  void an_offset_from_utc_is_no_range() {
    var value = DateTime.parse(Vr.DT, "2026112110-0500").orElseThrow();
    assertThat(value.offset()).contains(ZoneOffset.ofHours(-5));
    assertThat(DateTimeRange.parse(Vr.DT, "2026112110-0500").orElseThrow().to()).contains(value);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "DA, 20260101-20261231, true, true",
    "DA, 20260101-, true, false",
    "DA, -20261231, false, true",
    "TM, 10-11, true, true",
    "DT, 2025-2026, true, true",
    "DT, 20250101+0100-20260101+0100, true, true"
  })
  void ranges_may_be_open_at_either_end(Vr vr, String text, boolean from, boolean to) {
    DateTimeRange range = DateTimeRange.parse(vr, text).orElseThrow();
    assertThat(range.from().isPresent()).isEqualTo(from);
    assertThat(range.to().isPresent()).isEqualTo(to);
  }

  @Test
  void a_dash_alone_is_no_range() {
    assertThat(DateTimeRange.parse(Vr.DA, "-")).isEmpty();
    assertThat(DateTimeRange.parse(Vr.DA, "")).isEmpty();
  }

  @Test
  void a_person_has_three_groups_of_five_components() {
    var name = PersonName.parse("Adams^John Robert Quincy^^Rev.^B.A. M.Div.=亚当斯^约翰=");
    assertThat(name.alphabetic().family()).isEqualTo("Adams");
    assertThat(name.alphabetic().prefix()).isEqualTo("Rev.");
    assertThat(name.alphabetic().suffix()).isEqualTo("B.A. M.Div.");
    assertThat(name.ideographic().given()).isEqualTo("约翰");
    assertThat(name.phonetic().isEmpty()).isTrue();
    assertThat(name).hasToString("Adams^John Robert Quincy^^Rev.^B.A. M.Div.=亚当斯^约翰");
  }

  @Test
  void numbers_are_exact() {
    DataSet dataSet =
        DataSet.EMPTY
            .edit()
            .put(0x00180050, Vr.DS, "1.00", " 2.5e1 ", "no number", "1e1000000000")
            .put(ValueElement.of(Tag.Rows, Vr.US, new byte[] {(byte) 0xFF, (byte) 0xFF}))
            .put(ValueElement.of(0x00189087, Vr.FD, new byte[] {0, 0, 0, 0, 0, 0, -16, 63}))
            .build();
    assertThat(dataSet.numbers(0x00180050))
        .extracting(Object::toString)
        .containsExactly("1.00", "25");
    assertThat(dataSet.integer(Tag.Rows)).hasValue(65535);
    assertThat(dataSet.numbers(0x00189087)).extracting(Object::toString).containsExactly("1.0");
  }

  @Test
  void private_elements_are_found_by_their_creator() {
    DataSet dataSet =
        DataSet.EMPTY
            .edit()
            .put(0x00290010, Vr.LO, "OTHER")
            .put(0x00290011, Vr.LO, "SIEMENS CSA HEADER")
            .put(0x00291108, Vr.CS, "IMAGE NUM 4")
            .build();
    assertThat(dataSet.privateTag("SIEMENS CSA HEADER", 0x29, 0x08)).hasValue(0x00291108);
    assertThat(dataSet.privateCreator(0x00291108)).contains("SIEMENS CSA HEADER");
    assertThat(dataSet.privateTag("NOBODY", 0x29, 0x08)).isEmpty();
  }

  @Test
  void every_named_tag_is_the_dictionarys() throws IllegalAccessException {
    for (Field field : Tag.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        assertThat(Dictionary.keyword(field.getInt(null))).isEqualTo(field.getName());
      }
    }
  }

  @Test
  void the_dictionary_knows_repeating_groups_and_multiplicities() {
    assertThat(Dictionary.keyword(0x60020010)).isEqualTo("OverlayRows");
    assertThat(Dictionary.keyword(0x60FE3000)).isEqualTo("OverlayData");
    assertThat(Dictionary.find("ImageType").orElseThrow().vm().toString()).isEqualTo("2-n");
    assertThat(Dictionary.find(0x00091001)).isEmpty();
    assertThat(new Vm(2, Integer.MAX_VALUE, 2).allows(3)).isFalse();
    assertThat(Tag.parse("(0010,0020)")).contains(Tag.PatientID);
    assertThat(Tag.parse("PatientID")).contains(Tag.PatientID);
  }

  @Test
  void every_transfer_syntax_of_the_standard_is_known_but_those_that_are_no_data_sets() {
    List<String> others =
        KnownUid.all().stream()
            .filter(uid -> uid.type().equals("Transfer Syntax"))
            .map(KnownUid::uid)
            .filter(uid -> TransferSyntax.find(uid).isEmpty())
            .toList();
    assertThat(others)
        .allMatch(uid ->
            uid.startsWith("1.2.840.10008.1.2.6.") || uid.startsWith("1.2.840.10008.1.2.7."));
    assertThat(TransferSyntax.all()).hasSizeGreaterThan(50);
  }
}

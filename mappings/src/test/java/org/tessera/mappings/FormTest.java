package org.tessera.mappings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What cells are taken for, and what is said of those that are refused.
final class FormTest {
  private static final Study STUDY = new SmallStudy().study();

  @ParameterizedTest(name = "\"{0}\" is patient {1}")
  @CsvSource({
    "001-01, 001-01",
    "1-1, 001-01",
    "007-12, 007-12",
    "7-12.0, 007-12",
    "' 7-12 ', 007-12",
    "7\u201312, 007-12",
    "7\u221212.00, 007-12",
    "\uFF17\uFF0D\uFF11\uFF12, 007-12",
    "7\u00AD-12, ",
    "7, ",
    "0007-12, ",
    "Maria, ",
  })
  void spellings_of_one_number_are_one_patient(String written, String canonical) {
    if (canonical == null) {
      assertThatThrownBy(() -> STUDY.patientKey().canonical(written))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining(written);
    } else {
      assertThat(STUDY.patientKey().canonical(written)).isEqualTo(canonical);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void any_spelling_of_a_number_comes_to_the_same_number(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      int provider = random.nextInt(1000);
      int patient = random.nextInt(100);
      String canonical = "%03d-%02d".formatted(provider, patient);
      String dash =
          List.of("-", "\u2010", "\u2013", "\u2014", "\u2212", "\uFF0D").get(random.nextInt(6));
      String written =
          " ".repeat(random.nextInt(3))
              + "0".repeat(random.nextInt(4 - Integer.toString(provider).length()))
              + provider
              + dash
              + (random.nextBoolean() ? "%02d".formatted(patient) : patient)
              + (random.nextBoolean() ? ".0" : "");
      assertThat(STUDY.patientKey().canonical(written)).as(written).isEqualTo(canonical);
      assertThat(STUDY.patientKey().canonical(canonical)).isEqualTo(canonical);
    }
  }

  @ParameterizedTest(name = "\"{0}\" is {1}")
  @CsvSource({
    "2020-03-01, 2020-03-01",
    "2020-03-01T00:00:00, 2020-03-01",
    "2020-03-01 00:00, 2020-03-01",
    "01/03/2020, 2020-03-01",
    "31/03/2020, 2020-03-31",
    "2020-03, 2020-03",
    "2020, 2020",
    "1/3/2020, ",
    "31/02/2020, ",
    "2020-13, ",
    "03-2020, ",
    "43891, ",
    "soon, ",
    "2020-03-01x, ",
  })
  void a_date_is_as_precise_as_it_was_written(String written, String iso) {
    Reading reading = SmallStudy.reading(STUDY, "Diagnosis", "visit", "1", "found", written);
    assertThat(Optional.ofNullable(reading.values().get("found")).map(Rule::text))
        .isEqualTo(Optional.ofNullable(iso));
    assertThat(reading.rejections().isEmpty()).isEqualTo(iso != null);
    assertThat(reading.accepted()).isTrue();
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({
    "dd/MM/yyyy, 11",
    "dd.MM.yyyy, 12",
    "MM/dd/yyyy, 13",
    "yyyyMMdd, 14",
    "d-M-yyyy, 15",
    "dd MMM yyyy, 16"
  })
  void any_date_written_by_a_pattern_is_read_by_it(String pattern, long seed) {
    DatePattern reader = DatePattern.of(pattern).orElseThrow();
    DateTimeFormatter writer = DateTimeFormatter.ofPattern(pattern, java.util.Locale.ENGLISH);
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      LocalDate date = LocalDate.ofEpochDay(random.nextInt(60_000) - 25_000);
      assertThat(reader.read(writer.format(date)))
          .as(writer.format(date))
          .hasValue(date.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"yy-MM-dd", "dd", "MM/dd", "yyyyy", "dd/yyyy"})
  void a_pattern_without_a_whole_year_is_none(String pattern) {
    assertThat(DatePattern.of(pattern)).isEmpty();
  }

  @ParameterizedTest(name = "\"{0}\" is {1}")
  @CsvSource({
    "7, 7",
    "7.10, 7.10",
    "1.00, 1.00",
    "7.1 ng/mL, 7.1",
    "7.1ng/mL, 7.1",
    "1.5E-2, 0.015",
    "1E3, 1000",
    "0, ",
    "-1, ",
    "'7,1', ",
    "<0.1, ",
    "1e400, ",
    "7.1 ng, ",
    "NaN, ",
    "0x1p3, ",
  })
  void a_number_stays_exactly_as_it_was_written(String written, String number) {
    Reading reading = SmallStudy.reading(STUDY, "Diagnosis", "visit", "1", "psa", written);
    assertThat(Optional.ofNullable(reading.values().get("psa")).map(Rule::text))
        .isEqualTo(Optional.ofNullable(number));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22, 23})
  void any_number_with_a_decimal_comma_is_the_one_with_a_point(long seed) {
    Study commas =
        new SmallStudy()
            .replace("small/study.yaml", "missing:", "csv: { decimal: ',' }\nmissing:")
            .study();
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      BigDecimal number = BigDecimal.valueOf(1 + random.nextInt(1_000_000), random.nextInt(5));
      String written = number.toPlainString().replace('.', ',');
      Reading reading = SmallStudy.reading(commas, "Diagnosis", "visit", "1", "psa", written);
      assertThat(reading.values().get("psa")).as(written).isNotNull();
      assertThat(Rule.text(reading.values().getOrDefault("psa", Rule.none())))
          .isEqualTo(number.toPlainString());
    }
    assertThat(SmallStudy.reading(commas, "Diagnosis", "visit", "1", "psa", "1.234").rejections())
        .singleElement()
        .satisfies(r -> assertThat(r.message()).contains("thousands or decimals"));
  }

  @ParameterizedTest(name = "\"{0}\" is whole: {1}")
  @CsvSource({"3, 3", "3.0, 3", "03, 3", "0, 0", "3.5, ", "-1, ", "three, "})
  void a_whole_number_may_come_with_the_point_a_spreadsheet_gives_it(
      String written, String number) {
    Reading reading = SmallStudy.reading(STUDY, "Diagnosis", "visit", "1", "nodes", written);
    assertThat(Optional.ofNullable(reading.values().get("nodes")).map(Rule::text))
        .isEqualTo(Optional.ofNullable(number));
  }

  @ParameterizedTest(name = "\"{0}\" is code {1}")
  @CsvSource({"0, 0", "1.0, 1", "Male, 0", "' FEMALE ', 1", "2, ", "m, "})
  void a_code_is_read_by_its_value_or_its_label(String written, String code) {
    Reading reading = SmallStudy.reading(STUDY, "Patient", "sex", written);
    assertThat(Optional.ofNullable(reading.values().get("sex")).map(Rule::text))
        .isEqualTo(Optional.ofNullable(code));
    assertThat(reading.accepted()).isEqualTo(code != null);
  }

  @Test
  void a_refused_code_is_told_with_what_is_allowed_and_a_mandatory_one_keeps_the_row_out() {
    Reading reading = SmallStudy.reading(STUDY, "Patient", "sex", "2");
    assertThat(reading.accepted()).isFalse();
    assertThat(reading.rejections())
        .containsExactly(
            new Rejection(
                "Patient",
                2,
                "sex",
                "2",
                "permissible",
                Rejection.Severity.ERROR,
                "sex: not a value of the list sex; the row stays out",
                "one of: 0 Male, 1 Female"));
  }

  @Test
  void texts_that_mean_not_recorded_are_no_value_and_no_mistake() {
    Reading reading =
        SmallStudy.reading(STUDY, "Diagnosis", "visit", "1", "psa", "na", "nodes", " -99 ");
    assertThat(reading.values().keySet()).containsExactly("number", "visit");
    assertThat(reading.rejections()).isEmpty();
  }

  @Test
  void a_missing_mandatory_cell_keeps_the_row_out_and_names_its_column() {
    Reading reading = SmallStudy.reading(STUDY, "Diagnosis", "nodes", "3");
    assertThat(reading.accepted()).isFalse();
    assertThat(reading.rejections())
        .singleElement()
        .satisfies(rejection -> {
          assertThat(rejection.column()).isEqualTo("visit");
          assertThat(rejection.rule()).isEqualTo("required");
        });
  }

  @Test
  void a_value_that_may_name_somebody_is_masked_where_it_is_refused() {
    Reading reading =
        SmallStudy.reading(STUDY, "Patient", "sex", "0", "birth", "Maria's", "number", "Maria");
    assertThat(reading.rejections()).hasSize(2);
    assertThat(reading.rejections())
        .allSatisfy(r -> assertThat(r.toString()).doesNotContain("Maria"));
  }

  @Test
  void free_text_is_withheld() {
    Reading reading = SmallStudy.reading(STUDY, "Diagnosis", "visit", "1", "remark", "call Maria");
    assertThat(reading.values()).doesNotContainKey("remark");
    assertThat(reading.rejections()).isEmpty();
  }

  @Test
  void a_header_is_known_by_name_or_label_in_any_case_with_any_blanks() {
    Form form = STUDY.form("Diagnosis").orElseThrow();
    assertThat(form.column(" date\n Found ")).map(Column::name).hasValue("found");
    assertThat(form.column("FOUND")).map(Column::name).hasValue("found");
    assertThat(form.column("drug 2")).map(Column::name).hasValue("drug_2");
    assertThat(form.column("drug_4")).isEmpty();
    assertThat(STUDY.formForSheet(" DIAGNOSIS ")).map(Form::name).hasValue("Diagnosis");
  }
}

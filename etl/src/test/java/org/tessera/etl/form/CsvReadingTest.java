package org.tessera.etl.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tessera.etl.form.SampleForm.column;
import static org.tessera.etl.form.SampleForm.layout;
import static org.tessera.etl.form.SampleForm.patient;
import static org.tessera.etl.form.SampleForm.rows;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.mappings.Column;
import org.tessera.mappings.Rejection;
import org.tessera.mappings.Rejection.Severity;

class CsvReadingTest {
  private static final Layout FORM =
      layout(patient(), column("psa", Column.Type.DECIMAL), column("site", Column.Type.STRING));
  private static final Charset CYRILLIC = Charset.forName("windows-1251");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void every_separator_is_recognised(String separator) throws Exception {
    String table =
        String.join(separator, "patient_number", "psa", "site")
            + "\n"
            + String.join(separator, "1", "2.5", "\"a, b; c | d\"")
            + "\n"
            + String.join(separator, "2", "3.5", "plain")
            + "\n";
    assertThat(read(table))
        .extracting(row -> row.cells().get("site"))
        .containsExactly("a, b; c | d", "plain");
  }

  @Test
  void a_separator_named_in_the_first_line_is_used() throws Exception {
    assertThat(read("sep=;\npatient_number;psa;site\n1;2;x,y\n"))
        .singleElement()
        .satisfies(row -> assertThat(row.cells()).containsEntry("site", "x,y"));
  }

  @Test
  void single_quotes_are_recognised_where_the_header_stands_in_them() throws Exception {
    assertThat(read("'patient_number','psa','site'\n'1','2','it''s, here'\n"))
        .singleElement()
        .satisfies(row -> assertThat(row.cells()).containsEntry("site", "it's, here"));
  }

  @Test
  void apostrophes_in_plain_fields_are_no_quotes() throws Exception {
    assertThat(read("patient_number,psa,site\n1,2,'t Veld\n2,3,O'Hara\n"))
        .extracting(row -> row.cells().get("site"))
        .containsExactly("'t Veld", "O'Hara");
  }

  @Test
  void quoted_fields_may_hold_separators_doubled_quotes_and_line_breaks() throws Exception {
    List<FormRow> rows =
        read("patient_number,psa,site\r\n1,2,\"a \"\"b\"\", c\r\nd\"\r\n2,3,e\r\n");
    assertThat(rows)
        .extracting(row -> row.cells().get("site"))
        .containsExactly("a \"b\", c\nd", "e");
    assertThat(rows).extracting(FormRow::number).containsExactly(2L, 3L);
  }

  @Test
  void blank_lines_count_as_rows_and_yield_none() throws Exception {
    assertThat(read("patient_number,psa,site\n\n1,2,a\n,,\n2,3,b\n"))
        .extracting(FormRow::number)
        .containsExactly(3L, 5L);
  }

  @Test
  void a_quote_that_never_closes_costs_its_own_line_only() throws Exception {
    List<FormRow> rows = read("patient_number,psa,site\n1,2,\"a\n2,3,b\n3,4,c\n");
    assertThat(rows).extracting(FormRow::readable).containsExactly(false, true, true);
    assertThat(rows.getFirst().faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.message()).contains("line 2"));
    assertThat(rows.get(2).cells()).containsEntry("site", "c");
  }

  @Test
  void a_quote_that_swallows_lines_up_to_the_next_quote_costs_its_own_line_only() throws Exception {
    List<FormRow> rows = read("patient_number,psa,site\n1,2,\"a\n2,3,b\n3,4,\"c\"\n4,5,d\n");
    assertThat(rows).extracting(FormRow::readable).containsExactly(false, true, true, true);
  }

  @Test
  void a_line_with_more_fields_than_the_header_stays_out_and_one_with_fewer_is_flagged()
      throws Exception {
    List<FormRow> rows = read("patient_number,psa,site\n1,2,a,b\n2,3\n3,4,c,,\n4,5,d\n");
    assertThat(rows).extracting(FormRow::readable).containsExactly(false, true, true, true);
    assertThat(rows.get(1).faults())
        .singleElement()
        .extracting(Rejection::severity, Rejection::rule)
        .containsExactly(Severity.WARNING, "csv-field-count");
    assertThat(rows.get(1).cells()).containsEntry("site", "");
    assertThat(rows.get(2).faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void unicode_is_recognised_with_and_without_its_mark(String name) throws Exception {
    String text = "patient_number,psa,site\n1,2,Köln Łódź Москва\n";
    for (String mark : List.of("", "\ufeff")) {
      Path file = folder.resolve(name + mark.length() + ".csv");
      Files.write(file, (mark + text).getBytes(Charset.forName(name)));
      assertThat(rows(file, ReadingOptions.none(), FORM))
          .singleElement()
          .satisfies(row -> assertThat(row.cells()).containsEntry("site", "Köln Łódź Москва"));
    }
  }

  @Test
  void eight_bit_letters_are_a_question_until_the_study_declares_their_encoding() throws Exception {
    Path file = folder.resolve("cyrillic.csv");
    Files.write(file, "patient_number,psa,site\n1,2,Казань\n".getBytes(CYRILLIC));
    assertThatThrownBy(() -> rows(file, ReadingOptions.none(), FORM))
        .isInstanceOf(Refusal.EncodingQuestion.class)
        .hasMessageContaining("line 2");
    assertThat(rows(file, ReadingOptions.none().charset(CYRILLIC), FORM))
        .singleElement()
        .satisfies(row -> assertThat(row.cells()).containsEntry("site", "Казань"));
  }

  @Test
  void a_table_without_a_letter_beyond_ascii_is_read_by_a_study_that_declares_utf_8()
      throws Exception {
    Path file = folder.resolve("ascii.csv");
    Files.writeString(file, "patient_number,psa,site\n1,2,Kazan\n");
    assertThat(rows(file, ReadingOptions.none().charset(StandardCharsets.UTF_8), FORM))
        .singleElement()
        .satisfies(row -> assertThat(row.cells()).containsEntry("site", "Kazan"));
  }

  @Test
  void letters_that_are_utf_8_to_the_last_byte_are_not_read_in_a_declared_eight_bit_encoding()
      throws Exception {
    Path file = folder.resolve("utf8.csv");
    Files.writeString(file, "patient_number,psa,site\n1,2,Казань\n");
    assertThat(rows(file, ReadingOptions.none().charset(CYRILLIC), FORM))
        .singleElement()
        .satisfies(row -> assertThat(row.cells()).containsEntry("site", "Казань"));
  }

  @Test
  void a_wrong_letter_far_inside_a_file_is_found_before_the_first_row_is_handed_out()
      throws Exception {
    Path file = folder.resolve("late.csv");
    var text = new StringBuilder("patient_number,psa,site\n");
    for (int row = 0; row < 50_000; row++) {
      text.append(row).append(",1,abc\n");
    }
    byte[] bytes = text.append("9,1,Kln\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    bytes[bytes.length - 3] = (byte) 0xF6;
    Files.write(file, bytes);
    assertThatThrownBy(() -> FormReader.open(file, ReadingOptions.none()))
        .isInstanceOf(Refusal.EncodingQuestion.class)
        .hasMessageContaining("line 50002");
  }

  @Test
  void decimal_commas_that_can_mean_nothing_else_are_read_as_such() throws Exception {
    assertThat(read("patient_number;psa;site\n1;2,5;3,5\n2;1,234;x\n"))
        .extracting(row -> row.cells().get("psa"))
        .containsExactly("2.5", "1.234");
  }

  @Test
  void a_comma_in_a_column_of_texts_is_left_alone() throws Exception {
    assertThat(read("patient_number;psa;site\n1;2,5;3,5\n"))
        .singleElement()
        .satisfies(row -> assertThat(row.cells()).containsEntry("site", "3,5"));
  }

  @Test
  void a_comma_that_may_group_thousands_is_a_question_until_the_study_declares_the_mark()
      throws Exception {
    String text = "patient_number;psa;site\n1;1,234;x\n";
    assertThatThrownBy(() -> read(text)).isInstanceOf(Refusal.DecimalQuestion.class);
    assertThat(psa(text, ',')).isEqualTo("1,234");
    assertThat(psa(text, '.')).isEqualTo("1234");
  }

  @Test
  void both_marks_in_one_file_are_a_question() {
    assertThatThrownBy(() -> read("patient_number;psa;site\n1;1,5;x\n2;2.5;x\n"))
        .isInstanceOf(Refusal.DecimalQuestion.class);
  }

  @Test
  void points_that_group_thousands_go_where_the_comma_is_declared() throws Exception {
    assertThat(psa("patient_number;psa;site\n1;12.345,6;x\n", ',')).isEqualTo("12345,6");
  }

  private String psa(String text, char mark) throws Exception {
    return rows(csv(text), ReadingOptions.none().decimal(mark), FORM)
        .getFirst()
        .cells()
        .getOrDefault("psa", "");
  }

  private List<FormRow> read(String text) throws Exception {
    return rows(csv(text), ReadingOptions.none(), FORM);
  }

  private Path csv(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "form", ".csv"), text);
  }
}

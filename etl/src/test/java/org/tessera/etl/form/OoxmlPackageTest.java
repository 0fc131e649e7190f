package org.tessera.etl.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tessera.etl.form.SampleForm.sheet;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.dicom.Limited;

/// Packages other programs write, made from one of ours.
class OoxmlPackageTest {
  private static final String SHEET = "xl/worksheets/sheet1.xml";

  @TempDir Path folder;

  @Test
  void a_strict_workbook_is_read_like_any_other() throws Exception {
    Path plain = changed(text -> text);
    Path strict = Samples.strict(plain, folder.resolve("strict.xlsx"));
    assertThat(sheet(strict))
        .extracting(SheetRow::cells)
        .containsExactly(List.of("patient_number", "psa"), List.of("001-000001", "2.5"));
  }

  @Test
  void dates_as_strict_workbooks_write_them_are_iso() throws Exception {
    assertThat(
            cells(
                "<c r='A1' t='d'><v>2021-02-28T00:00:00</v></c>"
                    + "<c r='B1' t='d'><v>2021-02-28T13:05:59.9999</v></c>"
                    + "<c r='C1' t='d'><v>2021-02-28</v></c>"))
        .containsExactly("2021-02-28", "2021-02-28T13:06:00", "2021-02-28");
  }

  @Test
  void a_dimension_that_lies_is_not_believed() throws Exception {
    Path small =
        changed(text -> text.replaceFirst("<dimension ref=\"[^\"]*\"", "<dimension ref=\"A1\""));
    assertThat(sheet(small)).hasSize(2);
    Path vast =
        changed(text ->
            text.replaceFirst("<dimension ref=\"[^\"]*\"", "<dimension ref=\"A1:XFD1048576\""));
    assertThat(sheet(vast)).hasSize(2);
  }

  @Test
  void rows_and_cells_without_addresses_follow_each_other() throws Exception {
    Path file =
        changed(text ->
            withRows(
                text,
                "<row><c><v>1</v></c><c><v>2</v></c></row>"
                    + "<row r='7'><c r='B7'><v>3</v></c></row><row><c><v>4</v></c></row>"));
    assertThat(sheet(file)).extracting(SheetRow::number).containsExactly(1L, 7L, 8L);
    assertThat(sheet(file))
        .extracting(SheetRow::cells)
        .containsExactly(List.of("1", "2"), List.of("", "3"), List.of("4"));
  }

  @Test
  void texts_in_the_cell_and_in_pieces_are_put_together() throws Exception {
    assertThat(
            cells(
                "<c r='A1' t='inlineStr'><is><r><t>p</t></r><r><t xml:space='preserve'>T 2 </t></r>"
                    + "<rPh sb='0' eb='1'><t>never</t></rPh></is></c>"
                    + "<c r='B1' t='str'><f>x</f><v>a &amp; b<![CDATA[ & c]]></v></c>"))
        .containsExactly("pT 2 ", "a & b & c");
  }

  @Test
  void a_cell_that_names_a_text_the_workbook_lacks_is_a_fault() throws Exception {
    Path file = changed(text -> withRows(text, "<row r='1'><c r='A1' t='s'><v>99</v></c></row>"));
    assertThat(SampleForm.faults(file))
        .singleElement()
        .extracting(SheetRow.Fault::rule)
        .isEqualTo("cell-damaged");
  }

  @Test
  void a_part_that_unpacks_beyond_the_limit_is_given_up_and_refused_as_too_large()
      throws Exception {
    Path file = changed(text -> text);
    try (var limited = new OoxmlFile(file, 100);
        var in = limited.open(SHEET)) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(Limited.Exceeded.class)
          .satisfies(cause ->
              assertThat(OoxmlFile.refusal("damaged", (Exception) cause))
                  .isInstanceOf(Refusal.TooLarge.class));
    }
  }

  @Test
  void an_entity_that_reaches_outside_is_never_read() throws Exception {
    Path file =
        changed(text ->
            text.replaceFirst(
                    "<worksheet",
                    "<!DOCTYPE worksheet [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><worksheet")
                .replaceFirst(
                    "<sheetData>.*</sheetData>",
                    "<sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>a&e;b</t></is></c>"
                        + "</row></sheetData>"));
    try {
      assertThat(sheet(file)).extracting(SheetRow::cells).isSubsetOf(List.of(List.of("ab")));
    } catch (Refusal refused) {
      assertThat(refused).isInstanceOf(Refusal.Truncated.class);
    }
  }

  private List<String> cells(String cells) throws Exception {
    Path file = changed(text -> withRows(text, "<row r='1'>" + cells + "</row>"));
    return sheet(file).getFirst().cells();
  }

  private static String withRows(String text, String rows) {
    return text.replaceFirst(
        "<sheetData>.*</sheetData>",
        java.util.regex.Matcher.quoteReplacement("<sheetData>" + rows + "</sheetData>"));
  }

  /// The sample with every XML part changed, as another program would have written it.
  private Path changed(UnaryOperator<String> change) throws Exception {
    Path plain =
        Samples.workbook(
            folder.resolve("plain.xlsx"),
            new String[] {"patient_number", "psa"},
            new String[] {"001-000001", "2.5"});
    var parts = new LinkedHashMap<String, byte[]>();
    for (Map.Entry<String, byte[]> part : Samples.parts(plain).entrySet()) {
      String text = new String(part.getValue(), StandardCharsets.UTF_8);
      boolean touched =
          part.getKey().equals(SHEET)
              || part.getKey().endsWith(".rels")
              || part.getKey().startsWith("xl/");
      parts.put(
          part.getKey(), (touched ? change.apply(text) : text).getBytes(StandardCharsets.UTF_8));
    }
    return Samples.pack(folder.resolve("changed.xlsx"), parts);
  }
}

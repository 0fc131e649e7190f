package org.tessera.etl.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tessera.etl.form.SampleForm.column;
import static org.tessera.etl.form.SampleForm.layout;
import static org.tessera.etl.form.SampleForm.patient;
import static org.tessera.etl.form.SampleForm.rows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.poi.hssf.record.crypto.Biff8EncryptionKey;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.mappings.Column;

class RefusalTest {
  private static final Layout FORM = layout(patient(), column("psa", Column.Type.DECIMAL));
  private static final String[][] TABLE = {{"patient_number", "psa"}, {"001-000001", "2.5"}};

  @TempDir Path folder;

  @Test
  void a_file_of_zero_bytes_is_empty() throws Exception {
    Path file = Files.createFile(folder.resolve("a.xlsx"));
    assertThat(refusal(file)).isInstanceOf(Refusal.Empty.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xlsx", "xls"})
  void a_workbook_without_a_row_is_empty(String format) throws Exception {
    assertThat(refusal(Samples.workbook(folder.resolve("a." + format))))
        .isInstanceOf(Refusal.Empty.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n\n", " \n", "\ufeff"})
  void a_text_without_a_row_is_empty(String text) throws Exception {
    assertThat(refusal(Files.writeString(folder.resolve("a.csv"), text)))
        .isInstanceOf(Refusal.Empty.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%PDF-1.7 …",
        "<html><table><tr><td>1</td></tr></table></html>",
        "\ufeff<?xml version='1.0'?><Workbook/>",
        "{\\rtf1 }"
      })
  void documents_named_as_tables_are_no_workbook(String text) throws Exception {
    assertThat(refusal(Files.writeString(folder.resolve("a.xls"), text)))
        .isInstanceOf(Refusal.NoWorkbook.class);
  }

  @Test
  void binary_data_is_no_workbook() throws Exception {
    byte[] bytes = new byte[4096];
    new java.util.Random(7).nextBytes(bytes);
    bytes[0] = 1;
    assertThat(refusal(Files.write(folder.resolve("a.xlsx"), bytes)))
        .isInstanceOf(Refusal.NoWorkbook.class);
  }

  @Test
  void packages_of_other_kinds_are_no_workbook() throws Exception {
    byte[] some = "x".getBytes(StandardCharsets.UTF_8);
    assertThat(refusal(Samples.pack(folder.resolve("a.zip"), Map.of("a.csv", some))))
        .isInstanceOf(Refusal.NoWorkbook.class);
    assertThat(refusal(Samples.pack(folder.resolve("a.ods"), Map.of("mimetype", some))))
        .isInstanceOf(Refusal.NoWorkbook.class)
        .hasMessageContaining("OpenDocument");
    for (String main : new String[] {"word/document.xml", "xl/workbook.bin"}) {
      byte[] bytes =
          ("<Relationships><Relationship Id='r' Type='x/officeDocument' Target='"
                  + main
                  + "'/></Relationships>")
              .getBytes(StandardCharsets.UTF_8);
      assertThat(
              refusal(
                  Samples.pack(folder.resolve("b.xlsx"), Map.of("_rels/.rels", bytes, main, some))))
          .isInstanceOf(Refusal.NoWorkbook.class);
    }
  }

  @Test
  void a_link_is_not_followed() throws Exception {
    Path file = Samples.workbook(folder.resolve("a.xlsx"), TABLE);
    Path link = Files.createSymbolicLink(folder.resolve("link.xlsx"), file);
    assertThat(refusal(link)).isInstanceOf(Refusal.NoWorkbook.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xlsx", "xls"})
  void a_half_copied_workbook_is_truncated_wherever_it_breaks_off(String format) throws Exception {
    String[][] table = new String[400][];
    Arrays.setAll(table, row -> row == 0 ? TABLE[0] : new String[] {"P-" + row, "2.5"});
    byte[] whole = Files.readAllBytes(Samples.workbook(folder.resolve("a." + format), table));
    for (int percent : new int[] {15, 40, 60, 80, 97}) {
      Path half = folder.resolve("half." + format);
      Files.write(half, Arrays.copyOf(whole, whole.length * percent / 100));
      assertThat(refusal(half)).as(percent + " %").isInstanceOf(Refusal.Truncated.class);
    }
  }

  @Test
  void a_workbook_with_a_damaged_sheet_is_truncated_before_a_row_is_read() throws Exception {
    Path file = Samples.workbook(folder.resolve("a.xlsx"), TABLE);
    byte[] bytes = Files.readAllBytes(file);
    int at = indexOf(bytes, "xl/worksheets/sheet1.xml") + 40;
    for (int more = 0; more < 20; more++) {
      bytes[at + more] ^= 0x55;
    }
    Files.write(file, bytes);
    assertThat(refusal(file)).isInstanceOf(Refusal.Truncated.class);
  }

  @Test
  void a_text_that_breaks_off_in_its_last_line_is_truncated() throws Exception {
    String text = "patient_number,psa,site\n1,2,a\n";
    for (String broken : new String[] {"2,3", "2,3,\"b", "2"}) {
      Path file = Files.writeString(folder.resolve("a.csv"), text + broken);
      assertThatThrownBy(() -> rows(file, ReadingOptions.none(), FORM))
          .as(broken)
          .isInstanceOf(Refusal.Truncated.class);
    }
    Path whole = Files.writeString(folder.resolve("b.csv"), text + "2,3,b");
    assertThat(rows(whole, ReadingOptions.none(), FORM)).hasSize(2);
  }

  @Test
  void a_text_that_breaks_off_within_a_letter_is_truncated() throws Exception {
    byte[] whole = "patient_number,psa\n1,2\nä,3\n4,ö".getBytes(StandardCharsets.UTF_8);
    Path file = Files.write(folder.resolve("a.csv"), Arrays.copyOf(whole, whole.length - 1));
    assertThat(refusal(file)).isInstanceOf(Refusal.Truncated.class);
  }

  @Test
  void a_locked_workbook_needs_its_password() throws Exception {
    Path file = folder.resolve("a.xlsx");
    try (var workbook = new XSSFWorkbook();
        OutputStream out = LockedOutput.open(file, Optional.of("sesame"))) {
      var sheet = workbook.createSheet("Diagnosis");
      Samples.row(sheet, 0, TABLE[0]);
      Samples.row(sheet, 1, TABLE[1]);
      workbook.write(out);
    }
    asksForItsPassword(file);
  }

  @Test
  void a_locked_old_workbook_needs_its_password() throws Exception {
    Path file = folder.resolve("a.xls");
    Biff8EncryptionKey.setCurrentUserPassword("sesame");
    try {
      Samples.workbook(file, TABLE);
    } finally {
      Biff8EncryptionKey.setCurrentUserPassword(null);
    }
    asksForItsPassword(file);
  }

  private static void asksForItsPassword(Path file) throws Exception {
    assertThat(refusal(file)).isInstanceOf(Refusal.Locked.class);
    ReadingOptions wrong = ReadingOptions.none().password("open");
    assertThatThrownBy(() -> FormReader.open(file, wrong))
        .isInstanceOf(Refusal.Locked.class)
        .hasMessageContaining("does not open");
    assertThat(rows(file, ReadingOptions.none().password("sesame"), FORM))
        .singleElement()
        .satisfies(row -> assertThat(row.cells()).containsEntry("psa", "2.5"));
    assertThat(wrong.toString()).doesNotContain("open");
  }

  @Test
  void a_table_of_strings_made_to_fill_the_memory_is_too_large() throws Exception {
    Path plain = Samples.workbook(folder.resolve("a.xlsx"), TABLE);
    Path bomb = folder.resolve("bomb.xlsx");
    byte[] strings = "<si><t/></si>".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    try (var zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
      for (Map.Entry<String, byte[]> part : Samples.parts(plain).entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        if (part.getKey().equals("xl/sharedStrings.xml")) {
          zip.write("<sst>".getBytes(StandardCharsets.UTF_8));
          for (int times = 0; times < 700; times++) {
            zip.write(strings);
          }
          zip.write("</sst>".getBytes(StandardCharsets.UTF_8));
        } else {
          zip.write(part.getValue());
        }
      }
    }
    assertThat(refusal(bomb)).isInstanceOf(Refusal.TooLarge.class);
  }

  @Test
  void entries_that_share_their_bytes_are_refused() throws Exception {
    Path file = Samples.workbook(folder.resolve("a.xlsx"), TABLE);
    Files.write(file, withEveryEntryListed(Files.readAllBytes(file), 20));
    assertThat(refusal(file)).isInstanceOf(Refusal.class);
  }

  @Test
  void every_refusal_has_a_kind_a_reason_and_a_remedy() throws Exception {
    Refusal refusal = refusal(Files.createFile(folder.resolve("a.csv")));
    assertThat(refusal.kind()).isEqualTo("empty");
    assertThat(refusal.reason()).isEqualTo("the file has zero bytes");
    assertThat(refusal.remedy()).isNotBlank();
  }

  /// The package with its list of contents repeated, so that parts overlap.
  private static byte[] withEveryEntryListed(byte[] zip, int times) {
    int end = lastIndexOf(zip, new byte[] {'P', 'K', 5, 6});
    int start = little(zip, end + 16, 4);
    byte[] listed = Arrays.copyOfRange(zip, start, end);
    byte[] bomb = Arrays.copyOf(zip, zip.length + listed.length * (times - 1));
    for (int more = 1; more < times; more++) {
      System.arraycopy(listed, 0, bomb, start + listed.length * more, listed.length);
    }
    int newEnd = start + listed.length * times;
    System.arraycopy(zip, end, bomb, newEnd, zip.length - end);
    int count = little(zip, end + 10, 2) * times;
    put(bomb, newEnd + 8, count, 2);
    put(bomb, newEnd + 10, count, 2);
    put(bomb, newEnd + 12, listed.length * times, 4);
    return bomb;
  }

  private static int little(byte[] bytes, int at, int size) {
    int value = 0;
    for (int more = size - 1; more >= 0; more--) {
      value = value << 8 | (bytes[at + more] & 0xFF);
    }
    return value;
  }

  private static void put(byte[] bytes, int at, int value, int size) {
    for (int more = 0; more < size; more++) {
      bytes[at + more] = (byte) (value >> (8 * more));
    }
  }

  private static int indexOf(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
  }

  private static int lastIndexOf(byte[] bytes, byte[] mark) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .lastIndexOf(new String(mark, StandardCharsets.ISO_8859_1));
  }

  private static Refusal refusal(Path file) throws IOException {
    try (Workbook workbook = FormReader.open(file, ReadingOptions.none())) {
      throw new AssertionError("read as " + workbook.sheets().size() + " sheets");
    } catch (Refusal refusal) {
      return refusal;
    }
  }
}

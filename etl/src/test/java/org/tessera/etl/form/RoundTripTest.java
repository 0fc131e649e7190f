package org.tessera.etl.form;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dhatim.fastexcel.Workbook;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a table holds, it reads back the same from every format it can be delivered in.
class RoundTripTest {
  private static final String[] PIECES = {
    "a", "Ж", "é", "0", "7", ",", ";", "\t", "|", "\"", "'", " ", "#", "=", "-", ".", "\n", "𝛼",
    "_x41_"
  };

  @TempDir Path folder;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void a_random_table_reads_back_equal_from_every_format(long seed) throws Exception {
    List<List<String>> table = table(new Random(seed));
    for (String format : List.of("xlsx", "xls")) {
      assertThat(read(poi(format, table), table)).as(format).isEqualTo(table);
    }
    assertThat(read(fast(table), table)).as("fastexcel").isEqualTo(table);
    for (char separator : new char[] {',', ';', '\t', '|'}) {
      Path file = text(table, separator, StandardCharsets.UTF_8, "");
      assertThat(read(file, table)).as("separator " + separator).isEqualTo(table);
    }
    for (Charset wide : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      assertThat(read(text(table, '\t', wide, "\ufeff"), table)).as(wide.name()).isEqualTo(table);
    }
  }

  /// A header of plain names, then rows of arbitrary texts behind a plain patient number.
  private static List<List<String>> table(Random random) {
    int width = 3 + random.nextInt(12);
    var table = new ArrayList<List<String>>();
    var header = new ArrayList<String>();
    for (int at = 0; at < width; at++) {
      header.add("column" + (char) ('a' + at));
    }
    table.add(header);
    int rows = 5 + random.nextInt(60);
    for (int row = 0; row < rows; row++) {
      var cells = new ArrayList<String>();
      cells.add("P-" + row);
      for (int at = 1; at < width; at++) {
        cells.add(random.nextInt(4) == 0 ? "" : text(random));
      }
      table.add(cells);
    }
    return table;
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    int pieces = 1 + random.nextInt(8);
    for (int at = 0; at < pieces; at++) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    // A cell of white space alone is a blank in some formats and not in others.
    return text.toString().isBlank() ? "x" + text : text.toString();
  }

  private static List<List<String>> read(Path file, List<List<String>> table) throws Exception {
    List<String> header = table.getFirst();
    var read = new ArrayList<List<String>>();
    read.add(header);
    for (FormRow row : SampleForm.rows(file, ReadingOptions.none(), SampleForm.texts(header))) {
      assertThat(row.faults()).isEmpty();
      read.add(List.copyOf(row.cells().values()));
    }
    return read;
  }

  private Path poi(String format, List<List<String>> table) throws IOException {
    String[][] rows =
        table.stream().map(row -> row.toArray(String[]::new)).toArray(String[][]::new);
    return Samples.workbook(folder.resolve("t." + format), rows);
  }

  private Path fast(List<List<String>> table) throws IOException {
    Path file = folder.resolve("fast.xlsx");
    try (var out = Files.newOutputStream(file);
        Workbook workbook = new Workbook(out, "test", "1.0")) {
      var sheet = workbook.newWorksheet("Diagnosis");
      for (int row = 0; row < table.size(); row++) {
        for (int at = 0; at < table.get(row).size(); at++) {
          sheet.value(row, at, table.get(row).get(at));
        }
      }
    }
    return file;
  }

  private Path text(List<List<String>> table, char separator, Charset charset, String mark)
      throws IOException {
    Path file = folder.resolve("t.csv");
    try (var out = Files.newBufferedWriter(file, charset)) {
      out.write(mark);
      try (CsvWriter csv = CsvWriter.builder().fieldSeparator(separator).build(out)) {
        table.forEach(row -> csv.writeRecord(row));
      }
    }
    return file;
  }
}

package org.tessera.etl.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dhatim.fastexcel.Workbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Large deliveries, read in a process of its own that has less memory than the file has bytes.
class LargeDeliveryTest {
  private static final int COLUMNS = 40;
  private static final int CSV_ROWS = 300_000;
  private static final int XLSX_ROWS = 50_000;

  @TempDir Path folder;

  @Test
  void a_text_of_100_megabytes_is_read_with_a_heap_of_48() throws Exception {
    Path file = folder.resolve("large.csv");
    String cells =
        IntStream.range(1, COLUMNS).mapToObj(at -> "value-" + at).collect(Collectors.joining(","));
    try (var out = Files.newBufferedWriter(file)) {
      out.write(header());
      for (int row = 0; row < CSV_ROWS; row++) {
        out.write("P-" + row + "," + cells + "\n");
      }
    }
    assertThat(Files.size(file)).isGreaterThan(100_000_000);
    assertThat(readIn("-Xmx48m", file)).isEqualTo("rows " + CSV_ROWS);
  }

  @Test
  void a_workbook_of_two_million_cells_is_read_with_a_heap_of_64() throws Exception {
    Path file = folder.resolve("large.xlsx");
    try (var out = Files.newOutputStream(file);
        Workbook workbook = new Workbook(out, "test", "1.0")) {
      var sheet = workbook.newWorksheet("Diagnosis");
      String[] names = header().strip().split(",", -1);
      for (int at = 0; at < COLUMNS; at++) {
        sheet.value(0, at, names[at]);
      }
      for (int row = 1; row <= XLSX_ROWS; row++) {
        sheet.inlineString(row, 0, "P-" + row);
        for (int at = 1; at < COLUMNS; at++) {
          sheet.value(row, at, row * 0.25 + at);
        }
        if (row % 1000 == 0) {
          sheet.flush();
        }
      }
    }
    assertThat(readIn("-Xmx64m", file)).isEqualTo("rows " + XLSX_ROWS);
  }

  private static String header() {
    return IntStream.range(0, COLUMNS)
            .mapToObj(at -> "column" + at)
            .collect(Collectors.joining(","))
        + "\n";
  }

  private String readIn(String heap, Path file) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                CountRows.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return Files.readString(output, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("SLF4J"))
        .collect(Collectors.joining("\n"));
  }

  /// Reads a file and prints the number of its rows.
  static final class CountRows {
    private CountRows() {}

    public static void main(String[] args) throws Exception {
      var names = IntStream.range(0, COLUMNS).mapToObj(at -> "column" + at).toList();
      long[] rows = {0};
      try (var workbook = FormReader.open(Path.of(args[0]), ReadingOptions.none())) {
        workbook
            .sheets()
            .getFirst()
            .table(SampleForm.texts(names))
            .forEachRow(row -> {
              if (row.readable() && row.cells().size() == COLUMNS) {
                rows[0]++;
              }
            });
      }
      System.out.println("rows " + rows[0]);
    }
  }
}

package org.tessera.dicom.dump;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.Refusal;
import org.tessera.dicom.check.CheckReport;
import org.tessera.dicom.check.DicomCheck;

/// The command `tessera dicom FILE…`: every element of each file, what is irregular in it, and what
/// PS3.3 and PS3.5 say against it. Values that may identify a person are masked unless asked for.
public final class DicomDump {
  private static final String USAGE =
      """
      Usage: tessera dicom [--values] [--no-check] FILE...

        --values    print every value; without it, what may identify a person is masked
        --no-check  leave out the check against PS3.3 and PS3.5
      """;

  private final PrintStream out;
  private final boolean values;
  private final boolean check;

  private DicomDump(PrintStream out, List<String> options) {
    this.out = out;
    this.values = options.contains("--values");
    this.check = !options.contains("--no-check");
  }

  /// Runs the command and ends the process: 0 when every file could be read, 1 when not, 2 for a
  /// command that is none.
  public static void main(String[] words) {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(List.of(words), out));
  }

  /// Runs the command and returns its status.
  public static int run(List<String> words, PrintStream out) {
    List<String> options = new ArrayList<>(words);
    options.removeIf(word -> !word.startsWith("--"));
    List<String> files = new ArrayList<>(words);
    files.removeIf(word -> word.startsWith("--"));
    if (files.isEmpty() || !List.of("--values", "--no-check").containsAll(options)) {
      out.print(USAGE);
      return 2;
    }
    var dump = new DicomDump(out, options);
    int status = 0;
    for (String file : files) {
      status = Math.max(status, dump.show(Path.of(file)));
    }
    return status;
  }

  private int show(Path path) {
    out.println("# " + path);
    try {
      return switch (DicomReader.read(path, ReadOptions.whole())) {
        case DicomFile file -> {
          show(file);
          yield 0;
        }
        case Refusal refusal -> {
          out.println("refused at byte " + refusal.offset() + ": " + refusal.reason());
          yield 1;
        }
      };
    } catch (IOException _) {
      out.println("cannot be opened");
      return 1;
    }
  }

  private void show(DicomFile file) {
    out.println("# " + file.transferSyntax());
    var lines = new Lines(out, values);
    lines.print(file.meta());
    lines.print(file.dataSet());
    if (!file.irregularities().isEmpty()) {
      out.println("# irregular");
      file.irregularities().forEach(out::println);
    }
    if (check) {
      CheckReport report = DicomCheck.check(file.dataSet());
      out.println(
          "# checked against "
              + report.iod().orElse("the dictionary alone (no table for this SOP class)")
              + ": "
              + report.findings().size()
              + " findings");
      report.findings().forEach(out::println);
    }
  }
}

package org.tessera.vocabularies;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What imported FHIR definitions say of codes, in a file of a home: read in a moment when a node
/// starts, and by commands without a node. It can be made again from the definitions.
public final class DefinedFile {
  private static final String STAMP = "stamp";
  private static final String SYSTEM = "system";

  private DefinedFile() {}

  /// Writes the file whole or not at all.
  ///
  /// @param stamp of what it was made from
  public static void write(Path file, String stamp, Collection<DefinedSystem> systems)
      throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (CsvWriter csv =
        CsvWriter.builder().build(Files.newBufferedWriter(part, StandardCharsets.UTF_8))) {
      csv.writeRecord(STAMP, stamp, "", "", "", "", "");
      for (DefinedSystem each : systems) {
        csv.writeRecord(
            SYSTEM,
            each.system().url(),
            each.system().title(),
            each.version(),
            each.licence().text(),
            each.licence().terms() ? "yes" : "no",
            each.origin());
        each.terms().forEach((code, term) -> csv.writeRecord("code", code, term, "", "", "", ""));
      }
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// What a file holds.
  public record Content(String stamp, List<DefinedSystem> systems) {}

  /// Reads the file, if there is one that can be read.
  public static Optional<Content> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    String stamp = "";
    List<DefinedSystem> systems = new ArrayList<>();
    try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(file)) {
      for (CsvRecord line : csv) {
        switch (line.getField(0)) {
          case STAMP -> stamp = line.getField(1);
          case SYSTEM -> systems.add(system(line));
          default -> systems.getLast().terms().put(line.getField(1), line.getField(2));
        }
      }
    }
    return Optional.of(new Content(stamp, systems));
  }

  private static DefinedSystem system(CsvRecord line) {
    Map<String, String> terms = new LinkedHashMap<>();
    return new DefinedSystem(
        new CodeSystem(line.getField(1), "", "", line.getField(2)),
        line.getField(3),
        new Licence(line.getField(4), line.getField(5).equals("yes")),
        line.getField(6),
        terms);
  }
}

package org.tessera.access.pack;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// What happens to one OMOP column on its way into a package: a line of `access/omop-columns.csv`.
/// A table or column without a line does not leave.
record CdmColumn(String table, String name, Action action) {
  /// How a value is treated.
  enum Action {
    /// As it is: a measured number or a count.
    KEEP,
    /// A key of a row: a new one under the package's key.
    ALIAS,
    /// A concept: as it is, and the concept comes into the vocabulary slice.
    CONCEPT,
    /// A date or time: moved with the patient.
    SHIFT,
    /// A part of the date of birth: moved with the patient.
    BIRTH,
    /// The source's wording: kept if it is a known code or many patients share it.
    SOURCE,
    /// A DICOM UID: a new one.
    UID,
    /// The id of the FHIR Patient: the one it has in this package.
    PATIENT,
    /// Empty: it could identify, or is free text.
    WITHHOLD
  }

  /// The columns of every table that leaves, in the order of the file.
  static Map<String, List<CdmColumn>> byTable() {
    var file =
        Objects.requireNonNull(CdmColumn.class.getResourceAsStream("/access/omop-columns.csv"));
    try (var csv =
        CsvReader.builder().ofNamedCsvRecord(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      return csv.stream()
          .map(line ->
              new CdmColumn(
                  line.getField("table"),
                  line.getField("column"),
                  Action.valueOf(line.getField("action").toUpperCase(Locale.ROOT))))
          .collect(
              Collectors.groupingBy(CdmColumn::table, LinkedHashMap::new, Collectors.toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

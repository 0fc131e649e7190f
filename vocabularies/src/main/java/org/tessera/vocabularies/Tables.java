package org.tessera.vocabularies;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The CSV tables of this module as they stand in the files.
record Tables(
    List<CodeSystem> systems,
    Map<Code, String> displays,
    List<OmopConcept> concepts,
    List<MapsTo> maps,
    Map<String, Licence> licences,
    List<ShippedSystem> shipped,
    List<OpenLicences.Line> open) {
  private static final String ROOT = "vocabularies/";

  /// One line of `omop/maps.csv`: a code and the standard concept a public source maps it to.
  record MapsTo(Code code, long conceptId) {}

  static Tables fromClassPath() {
    Tables tables =
        new Tables(
            new ArrayList<>(),
            new HashMap<>(65_536),
            new ArrayList<>(4_096),
            new ArrayList<>(),
            new HashMap<>(),
            new ArrayList<>(),
            new ArrayList<>());
    read("systems.csv", row -> tables.systems.add(system(row)));
    for (String file : ClassPathFolder.files(ROOT + "codes/")) {
      read("codes/" + file, tables::addCode);
    }
    read("omop/concepts.csv", row -> tables.concepts.add(concept(row)));
    read("omop/local.csv", row -> tables.concepts.add(concept(row)));
    read("omop/maps.csv", row -> tables.maps.add(map(row)));
    read("manifest.csv", row -> tables.shipped.add(shipped(row)));
    read(
        "licences.csv",
        row ->
            tables.licences.put(
                row.getField("vocabulary"),
                new Licence(row.getField("licence"), row.getField("terms").equals("yes"))));
    read(
        "open-licences.csv",
        row ->
            tables.open.add(
                new OpenLicences.Line(
                    row.getField("kind"),
                    row.getField("words"),
                    row.getField("terms").equals("yes"))));
    return tables;
  }

  private void addCode(NamedCsvRecord row) {
    Code code = new Code(row.getField("system"), row.getField("code"));
    String display = row.getField("display");
    // Two files may name one code; a term wins over none.
    displays.merge(code, display, (old, now) -> old.isEmpty() ? now : old);
  }

  private static ShippedSystem shipped(NamedCsvRecord row) {
    return new ShippedSystem(
        row.getField("system"),
        row.getField("title"),
        row.getField("version"),
        row.getField("licence"),
        row.getField("origin"));
  }

  private static CodeSystem system(NamedCsvRecord row) {
    return new CodeSystem(
        row.getField("url"),
        row.getField("oid"),
        row.getField("omop_vocabulary"),
        row.getField("title"));
  }

  private static OmopConcept concept(NamedCsvRecord row) {
    return new OmopConcept(
        Long.parseLong(row.getField("concept_id")),
        row.getField("name"),
        row.getField("domain"),
        row.getField("vocabulary"),
        row.getField("class"),
        row.getField("code"),
        row.getField("standard").equals("S"),
        row.getField("invalid_reason"));
  }

  private static MapsTo map(NamedCsvRecord row) {
    return new MapsTo(
        new Code(row.getField("system"), row.getField("code")),
        Long.parseLong(row.getField("concept_id")));
  }

  private static void read(String file, Consumer<NamedCsvRecord> rows) {
    try (InputStream in = Tables.class.getClassLoader().getResourceAsStream(ROOT + file)) {
      if (in == null) {
        throw new IllegalStateException("vocabulary table " + file + " is not on the class path");
      }
      try (var reader = new InputStreamReader(in, StandardCharsets.UTF_8);
          CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(reader)) {
        csv.forEach(rows);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }
}

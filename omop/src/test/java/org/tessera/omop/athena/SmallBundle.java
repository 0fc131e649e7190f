package org.tessera.omop.athena;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A bundle in Athena's form with made-up concepts: ids and codes that no vocabulary has given out.
final class SmallBundle {
  static final String CONCEPT = "CONCEPT.csv";
  static final String RELATIONS = "CONCEPT_RELATIONSHIP.csv";
  static final String ANCESTORS = "CONCEPT_ANCESTOR.csv";
  private static final String DATES = "19700101\t20991231\t";

  private final Map<String, List<String>> files = new LinkedHashMap<>();

  SmallBundle() {
    file(
        CONCEPT,
        "concept_id\tconcept_name\tdomain_id\tvocabulary_id\tconcept_class_id\tstandard_concept"
            + "\tconcept_code\tvalid_start_date\tvalid_end_date\tinvalid_reason");
    file(
        RELATIONS,
        "concept_id_1\tconcept_id_2\trelationship_id\tvalid_start_date\tvalid_end_date"
            + "\tinvalid_reason");
    file(
        ANCESTORS,
        "ancestor_concept_id\tdescendant_concept_id\tmin_levels_of_separation"
            + "\tmax_levels_of_separation");
    file("CONCEPT_SYNONYM.csv", "concept_id\tconcept_synonym_name\tlanguage_concept_id");
    smallTables();
    content();
  }

  private void smallTables() {
    file(
        "VOCABULARY.csv",
        "vocabulary_id\tvocabulary_name\tvocabulary_reference\tvocabulary_version"
            + "\tvocabulary_concept_id",
        "None\tOMOP Standardized Vocabularies\tOMOP generated\tv5.0 01-JAN-26\t0",
        "Alpha\tAlpha\talpha.example\t2026\t900000001",
        "Beta\tBeta\tbeta.example\t2026\t0");
    file(
        "DOMAIN.csv",
        "domain_id\tdomain_name\tdomain_concept_id",
        "Condition\tCondition\t0",
        "Measurement\tMeasurement\t0",
        "Metadata\tMetadata\t0");
    file(
        "CONCEPT_CLASS.csv",
        "concept_class_id\tconcept_class_name\tconcept_class_concept_id",
        "Thing\tThing\t0",
        "Undefined\tUndefined\t0");
    file(
        "RELATIONSHIP.csv",
        "relationship_id\trelationship_name\tis_hierarchical\tdefines_ancestry"
            + "\treverse_relationship_id\trelationship_concept_id",
        "Maps to\tMaps to\t0\t0\tMapped from\t0",
        "Mapped from\tMapped from\t0\t0\tMaps to\t0",
        "Is a\tIs a\t1\t0\tSubsumes\t0",
        "Subsumes\tSubsumes\t1\t1\tIs a\t0");
    file(
        "DRUG_STRENGTH.csv",
        "drug_concept_id\tingredient_concept_id\tamount_value\tamount_unit_concept_id"
            + "\tnumerator_value\tnumerator_unit_concept_id\tdenominator_value"
            + "\tdenominator_unit_concept_id\tbox_size\tvalid_start_date\tvalid_end_date"
            + "\tinvalid_reason");
  }

  private void content() {
    concept(900000001, "Alpha", "Metadata", "Beta", "S alpha");
    concept(900000010, "Disease of things", "Condition", "Alpha", "S A1");
    concept(900000011, "Disease of \"small\" things, \\ chronic", "Condition", "Alpha", "S A1.1");
    concept(900000012, "Krankheit der Dinge – ärger", "Condition", "Alpha", "S A1.2");
    concept(900000020, "Old word for small things", "Condition", "Beta", "- B1");
    concept(900000021, "Nothing maps here", "Condition", "Beta", "- B2");
    relate(900000010, 900000011, "Subsumes");
    ancestor(900000010, 900000010, 0);
    ancestor(900000010, 900000011, 1);
    ancestor(900000010, 900000012, 1);
    for (int standard : new int[] {900000010, 900000011, 900000012}) {
      relate(standard, standard, "Maps to");
    }
    relate(900000020, 900000011, "Maps to");
    line("CONCEPT_SYNONYM.csv", "900000011\tTiny-thing disease\t900000001");
    line("CONCEPT_SYNONYM.csv", "900000011\tKleinkrankheit\t4182504");
    line("DRUG_STRENGTH.csv", "900000010\t900000011\t1.5E-3\t\t\t\t\t\t3\t" + DATES);
  }

  void file(String name, String... lines) {
    files.put(name, new ArrayList<>(List.of(lines)));
  }

  void line(String name, String line) {
    files.computeIfAbsent(name, any -> new ArrayList<>()).add(line);
  }

  /// @param code with its mark before it: `S A1` for a standard concept, `- B1` for another
  void concept(int id, String name, String domain, String vocabulary, String code) {
    line(
        CONCEPT,
        String.join(
            "\t",
            Integer.toString(id),
            name,
            domain,
            vocabulary,
            "Thing",
            code.startsWith("S") ? "S" : "",
            code.substring(2),
            "19700101",
            "20991231",
            ""));
  }

  void relate(int from, int to, String relationship) {
    line(RELATIONS, from + "\t" + to + "\t" + relationship + "\t" + DATES);
  }

  void ancestor(int above, int below, int levels) {
    line(ANCESTORS, above + "\t" + below + "\t" + levels + "\t" + levels);
  }

  void without(String name) {
    files.remove(name);
  }

  /// Replaces a text in one file, in every line.
  void replace(String name, String text, String other) {
    files.computeIfPresent(
        name,
        (any, lines) ->
            new ArrayList<>(lines.stream().map(line -> line.replace(text, other)).toList()));
  }

  byte[] zip() {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, List<String>> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write((String.join("\n", file.getValue()) + "\n").getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}

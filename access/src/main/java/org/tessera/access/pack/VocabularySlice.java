package org.tessera.access.pack;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.Writer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.Vocabularies;

/// Writes the concepts a package uses, with their vocabularies and the relations among them, as far
/// as each vocabulary's licence allows.
final class VocabularySlice {
  private static final String USED = "(select concept_id from pack_concept)";

  private static final Map<String, String> TABLES = new LinkedHashMap<>();

  static {
    TABLES.put("concept", "where concept_id in " + USED + " order by concept_id");
    TABLES.put(
        "vocabulary",
        "where vocabulary_id in (select vocabulary_id from cdm.concept where concept_id in "
            + USED
            + ") order by vocabulary_id");
    TABLES.put("domain", "order by domain_id");
    TABLES.put("concept_class", "order by concept_class_id");
    TABLES.put("relationship", "order by relationship_id");
    TABLES.put(
        "concept_relationship",
        "where concept_id_1 in " + USED + " and concept_id_2 in " + USED + " order by 1, 2, 3");
    TABLES.put(
        "concept_ancestor",
        "where ancestor_concept_id in "
            + USED
            + " and descendant_concept_id in "
            + USED
            + " order by 1, 2");
    TABLES.put("cdm_source", "order by 1");
  }

  private final Connection connection;
  private final Vocabularies vocabularies;

  VocabularySlice(Connection connection, Vocabularies vocabularies) {
    this.connection = connection;
    this.vocabularies = vocabularies;
  }

  void writeTo(PackageZip zip, Set<Integer> concepts) throws IOException, SQLException {
    keep(concepts);
    for (Map.Entry<String, String> table : TABLES.entrySet()) {
      zip.add(
          "omop/" + table.getKey() + ".csv",
          writer -> write(table.getKey(), table.getValue(), writer));
    }
  }

  private void keep(Set<Integer> concepts) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          "create temporary table pack_concept (concept_id integer primary key) on commit drop");
    }
    try (var insert = connection.prepareStatement("insert into pack_concept values (?)")) {
      for (Integer concept : concepts) {
        insert.setInt(1, concept);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    try (var statement = connection.createStatement()) {
      // The concepts that stand for the vocabularies, domains and classes of those used.
      statement.execute(
          """
          insert into pack_concept
            select v.vocabulary_concept_id from cdm.vocabulary v
              where v.vocabulary_id in (select vocabulary_id from cdm.concept
                where concept_id in (select concept_id from pack_concept))
            union select domain_concept_id from cdm.domain
            union select concept_class_concept_id from cdm.concept_class
            union select relationship_concept_id from cdm.relationship
          on conflict do nothing\
          """);
    }
  }

  private long write(String table, String condition, Writer writer)
      throws IOException, SQLException {
    var csv = CsvWriter.builder().build(writer);
    long written = 0;
    try (var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select * from cdm." + table + " " + condition)) {
      int columns = rows.getMetaData().getColumnCount();
      var record = new String[columns];
      for (int i = 0; i < columns; i++) {
        record[i] = rows.getMetaData().getColumnName(i + 1);
      }
      csv.writeRecord(record);
      while (rows.next()) {
        for (int i = 0; i < columns; i++) {
          record[i] = Objects.requireNonNullElse(rows.getString(i + 1), "");
        }
        if (table.equals("concept")) {
          record[rows.findColumn("concept_name") - 1] =
              name(
                  rows.getString("vocabulary_id"),
                  rows.getString("concept_code"),
                  rows.getString("concept_name"));
        }
        csv.writeRecord(record);
        written++;
      }
    }
    csv.flush();
    return written;
  }

  /// The name as its vocabulary's licence lets it pass; else the code stands for itself.
  private String name(String vocabulary, String code, String name) {
    if (vocabularies.licence(vocabulary).terms()) {
      return name;
    }
    return vocabularies
        .systemOfOmopVocabulary(vocabulary)
        .flatMap(system -> vocabularies.sharedDisplay(new Code(system, code)))
        .orElse(code);
  }
}

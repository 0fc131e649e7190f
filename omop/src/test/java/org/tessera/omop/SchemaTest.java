package org.tessera.omop;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tessera.fhir.postgres.TestDatabase;

/// The tables are OHDSI's, column by column, as its published field list has them.
class SchemaTest {
  private static TestDatabase database;

  @BeforeAll
  static void migrate() {
    database = TestDatabase.create("omop");
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void the_39_tables_have_exactly_the_published_columns_types_and_nullability() throws Exception {
    Set<String> published = new TreeSet<>();
    for (NamedCsvRecord field : fields()) {
      published.add(
          "%s.%s %s %s"
              .formatted(
                  lower(field, "cdmTableName"),
                  lower(field, "cdmFieldName").replace("\"", ""),
                  type(lower(field, "cdmDatatype"), lower(field, "cdmFieldName")),
                  field.getField("isRequired").equals("Yes") ? "NO" : "YES"));
    }
    Set<String> present =
        query(
            """
            select table_name || '.' || column_name || ' ' || case data_type
                when 'character varying' then 'varchar(' || character_maximum_length || ')'
                when 'timestamp without time zone' then 'timestamp' else data_type end
              || ' ' || is_nullable
            from information_schema.columns
            where table_schema = 'cdm' and table_name not in ('image_occurrence', 'image_feature')
            """);
    assertThat(published).hasSize(432);
    assertThat(present).isEqualTo(published);
  }

  @Test
  void primary_and_foreign_keys_are_the_published_ones() throws Exception {
    Set<String> published = new TreeSet<>();
    for (NamedCsvRecord field : fields()) {
      String column = lower(field, "cdmTableName") + "." + lower(field, "cdmFieldName");
      if (field.getField("isPrimaryKey").equals("Yes")) {
        published.add("PRIMARY KEY " + column);
      }
      if (field.getField("isForeignKey").equals("Yes")) {
        published.add(
            "FOREIGN KEY %s > %s.%s"
                .formatted(column, lower(field, "fkTableName"), lower(field, "fkFieldName")));
      }
    }
    assertThat(published.stream().filter(key -> key.startsWith("FOREIGN"))).hasSize(176);
    Set<String> present =
        query(
            """
            select case c.contype when 'p' then 'PRIMARY KEY ' else 'FOREIGN KEY ' end
              || t.relname || '.' || a.attname
              || coalesce(' > ' || target.relname || '.' || b.attname, '')
            from pg_constraint c
              join pg_class t on t.oid = c.conrelid
              join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
              left join pg_class target on target.oid = c.confrelid
              left join pg_attribute b on b.attrelid = c.confrelid and b.attnum = c.confkey[1]
            where c.connamespace = 'cdm'::regnamespace and c.contype in ('p', 'f')
              and t.relname not in ('image_occurrence', 'image_feature')
            """);
    assertThat(present).isEqualTo(published);
  }

  @Test
  void the_imaging_tables_of_the_extension_are_there() throws Exception {
    assertThat(
            query(
                """
                select table_name || ' ' || count(*) from information_schema.columns
                where table_schema = 'cdm' and table_name like 'image%' group by table_name
                """))
        .containsExactly("image_feature 12", "image_occurrence 11");
  }

  /// Keys of rows are wider than published, because they are digests; every other type is as
  /// published.
  private static String type(String published, String column) {
    boolean key =
        (column.endsWith("_id") && !column.contains("concept_id")) || column.startsWith("fact_id");
    return switch (published) {
      case "integer" -> key ? "bigint" : "integer";
      case "float" -> "numeric";
      case "datetime" -> "timestamp";
      case "varchar(max)" -> "text";
      default -> published;
    };
  }

  private static List<NamedCsvRecord> fields() throws IOException {
    try (var reader =
        CsvReader.builder()
            .ofNamedCsvRecord(SharedFolder.file("omop/OMOP_CDMv5.4_Field_Level.csv"))) {
      return reader.stream().toList();
    }
  }

  private static String lower(NamedCsvRecord field, String column) {
    return field.getField(column).toLowerCase(Locale.ROOT);
  }

  private static Set<String> query(String sql) throws SQLException {
    try (var connection = database.dataSource().getConnection();
        var result = connection.createStatement().executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return new TreeSet<>(rows);
    }
  }
}

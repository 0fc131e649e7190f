package org.tessera.omop;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Puts staged vocabulary tables in the place of the CDM's: tables change schemas, rows do not
/// move.
final class VocabularySwap {
  /// The tables a bundle brings; `source_to_concept_map` is the node's own.
  static final List<String> TABLES =
      List.of(
          "domain",
          "vocabulary",
          "concept_class",
          "relationship",
          "concept",
          "concept_relationship",
          "concept_ancestor",
          "concept_synonym",
          "drug_strength");

  /// Where the former tables wait until nobody needs them.
  static final String FORMER = "vocabulary_former";

  private static final String NAMES = "('" + String.join("', '", TABLES) + "')";

  private final String schema;

  /// @param schema that holds the staged tables
  VocabularySwap(String schema) {
    this.schema = schema;
  }

  /// Whether the CDM's vocabulary is an imported release and not only what ships.
  static boolean isReleased(Connection connection) throws SQLException {
    return !texts(
            connection,
            "select id from omop.vocabulary_import where state in ('remapping', 'current')")
        .isEmpty();
  }

  /// Creates the staged tables as the CDM's are, without keys and indices.
  void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("drop schema if exists " + schema + " cascade");
      statement.execute("create schema " + schema);
      for (String table : TABLES) {
        statement.execute("create table %s.%s (like cdm.%2$s)".formatted(schema, table));
      }
      statement.execute(
          "create table %s.added (like omop.vocabulary_added including all)".formatted(schema));
    }
  }

  /// The statements that give staged tables the CDM's primary keys and indices; each may have been
  /// run before.
  List<String> indices(Connection connection) throws SQLException {
    List<String> steps = new ArrayList<>();
    steps.addAll(
        texts(
            connection,
            """
            select 'alter table %1$s.' || t.relname || ' add constraint ' || c.conname || ' '
              || pg_get_constraintdef(c.oid)
            from pg_constraint c join pg_class t on t.oid = c.conrelid
            where c.contype = 'p' and c.connamespace = 'cdm'::regnamespace and t.relname in %2$s
              and not exists (select from pg_constraint o where o.conname = c.conname
                and o.connamespace = '%1$s'::regnamespace)
            order by 1
            """
                .formatted(schema, NAMES)));
    steps.addAll(
        texts(
            connection,
            """
            select replace(i.indexdef, ' ON cdm.', ' ON %1$s.') from pg_indexes i
            where i.schemaname = 'cdm' and i.tablename in %2$s
              and i.indexname not in (select conname from pg_constraint where contype = 'p')
              and not exists (select from pg_indexes o where o.schemaname = '%1$s'
                and o.indexname = i.indexname)
            order by 1
            """
                .formatted(schema, NAMES)));
    return steps;
  }

  /// The statements that give staged tables the CDM's foreign keys, checked.
  List<String> keys(Connection connection) throws SQLException {
    return texts(
        connection,
        """
        select 'alter table %1$s.' || k.cdm_table || ' add constraint ' || k.name || ' '
          || replace(k.definition, 'REFERENCES cdm.', 'REFERENCES %1$s.')
        from omop.foreign_key k
        where k.cdm_table in %2$s
          and not exists (select from pg_constraint c where c.conname = k.name
            and c.connamespace = '%1$s'::regnamespace)
        order by 1
        """
            .formatted(schema, NAMES));
  }

  /// Takes the foreign keys off that lead to the vocabulary and exchanges the tables, in the
  /// caller's transaction. Concepts that rows still point at come along.
  void exchange(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set constraints all deferred");
      carryOver(connection, statement);
      statement.execute("set constraints all immediate");
      for (String drop : drops(connection)) {
        statement.execute(drop);
      }
      statement.execute("drop schema if exists " + FORMER + " cascade");
      statement.execute("create schema " + FORMER);
      for (String table : TABLES) {
        statement.execute("alter table cdm.%s set schema %s".formatted(table, FORMER));
        statement.execute("alter table %s.%s set schema cdm".formatted(schema, table));
      }
      statement.execute("truncate omop.vocabulary_added");
      statement.execute(
          "insert into omop.vocabulary_added select concept_id from %s.added union select concept_id from carried"
              .formatted(schema));
      statement.execute("drop schema " + schema + " cascade");
      statement.execute(
          "update cdm.cdm_source set vocabulary_version = coalesce((select left(vocabulary_version,"
              + " 20) from cdm.vocabulary where vocabulary_id = 'None'), vocabulary_version)");
    }
  }

  /// What rows point at and the release lacks stays, with its domain, vocabulary and class.
  private void carryOver(Connection connection, Statement statement) throws SQLException {
    statement.execute("create temporary table used (concept_id integer) on commit drop");
    List<String> columns =
        texts(
            connection,
            """
            select 'select ' || a.attname || ' from cdm.' || t.relname || ' where ' || a.attname
              || ' is not null group by 1'
            from pg_attribute a join pg_class t on t.oid = a.attrelid
            where t.relnamespace = 'cdm'::regnamespace and t.relkind = 'r' and a.attnum > 0
              and a.attname like '%%concept\\_id' and t.relname not in %s
            """
                .formatted(NAMES));
    for (String column : columns) {
      statement.execute("insert into used " + column);
    }
    statement.execute(
        """
        create temporary table carried on commit drop as
          select c.* from cdm.concept c where c.concept_id in (select concept_id from used)
            and not exists (select from %s.concept n where n.concept_id = c.concept_id)
        """
            .formatted(schema));
    for (String table : List.of("domain", "vocabulary", "concept_class")) {
      statement.execute(
          "insert into %s.%s select * from cdm.%2$s where %2$s_id in (select %2$s_id from carried) on conflict do nothing"
              .formatted(schema, table));
    }
    statement.execute("insert into %s.concept select * from carried".formatted(schema));
    for (String table : List.of("domain", "vocabulary", "concept_class")) {
      statement.execute(
          "update %1$s.%2$s t set %2$s_concept_id = 0 where not exists (select from %1$s.concept c where c.concept_id = t.%2$s_concept_id)"
              .formatted(schema, table));
    }
  }

  private static List<String> drops(Connection connection) throws SQLException {
    return texts(
        connection,
        """
        select 'alter table cdm.' || t.relname || ' '
          || string_agg('drop constraint ' || c.conname, ', ')
        from pg_constraint c join pg_class t on t.oid = c.conrelid
          join pg_class o on o.oid = c.confrelid
        where c.contype = 'f' and c.connamespace = 'cdm'::regnamespace
          and o.relname in %1$s and t.relname not in %1$s
        group by t.relname order by t.relname
        """
            .formatted(NAMES));
  }

  /// Removes what an exchange left behind.
  static void dropFormer(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("drop schema if exists " + FORMER + " cascade");
    }
  }

  static List<String> texts(Connection connection, String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}

package org.tessera.omop.athena;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A vocabulary table as the CDM has it: the columns a bundle's file must have, in order.
record TableShape(String table, List<Column> columns) {
  enum Kind {
    INTEGER,
    NUMBER,
    DATE,
    TEXT
  }

  /// @param charactersMax of a text
  /// @param target what the value must name, if it names something
  record Column(
      String name, Kind kind, boolean required, int charactersMax, Optional<Target> target) {}

  /// What a value may have to name.
  enum Target {
    CONCEPT,
    /// A concept without which the row still says something: 0 stands in its place.
    CONCEPT_OR_NONE,
    DOMAIN,
    VOCABULARY,
    CLASS,
    RELATIONSHIP,
    /// The row's own key, which may stand only once.
    OWN
  }

  static TableShape read(Connection connection, String table) throws SQLException {
    List<Column> columns = new ArrayList<>();
    try (var statement =
        connection.prepareStatement(
            """
            select column_name, data_type, is_nullable = 'NO', coalesce(character_maximum_length, 0)
            from information_schema.columns where table_schema = 'cdm' and table_name = ?
            order by ordinal_position
            """)) {
      statement.setString(1, table);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          String name = rows.getString(1);
          columns.add(
              new Column(
                  name,
                  kind(rows.getString(2)),
                  rows.getBoolean(3),
                  rows.getInt(4),
                  target(table, name)));
        }
      }
    }
    return new TableShape(table, columns);
  }

  /// The names as the first line of a file must have them.
  List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  private static Kind kind(String type) {
    return switch (type) {
      case "integer", "bigint" -> Kind.INTEGER;
      case "numeric" -> Kind.NUMBER;
      case "date" -> Kind.DATE;
      default -> Kind.TEXT;
    };
  }

  /// Small tables come before the concepts they point at: those are checked when all is there.
  private static Optional<Target> target(String table, String column) {
    if (column.equals(table + "_id")) {
      return Optional.of(Target.OWN);
    }
    return switch (column) {
      case "domain_id" -> Optional.of(Target.DOMAIN);
      case "vocabulary_id" -> Optional.of(Target.VOCABULARY);
      case "concept_class_id" -> Optional.of(Target.CLASS);
      case "relationship_id" -> Optional.of(Target.RELATIONSHIP);
      case "language_concept_id" -> Optional.of(Target.CONCEPT_OR_NONE);
      case "concept_id", "concept_id_1", "concept_id_2" -> Optional.of(Target.CONCEPT);
      default ->
          column.endsWith("_concept_id") && !column.equals(table + "_concept_id")
              ? Optional.of(Target.CONCEPT)
              : Optional.empty();
    };
  }
}

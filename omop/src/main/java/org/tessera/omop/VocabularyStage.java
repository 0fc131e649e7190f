package org.tessera.omop;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.tessera.vocabularies.Vocabularies;

/// Vocabulary tables that are filled apart from the CDM's, until they take their place.
public final class VocabularyStage {
  /// The schema of the tables that are being filled.
  public static final String SCHEMA = "vocabulary_next";

  private final VocabularySwap swap = new VocabularySwap(SCHEMA);

  /// The tables a bundle brings.
  public static List<String> tables() {
    return VocabularySwap.TABLES;
  }

  /// Makes the tables anew, empty.
  public void create(Connection connection) throws SQLException {
    swap.create(connection);
  }

  /// The next statement that gives the tables keys or indices, none when they are as the CDM's.
  /// Each can be run by itself, so a kill costs one.
  public Optional<String> nextIndex(Connection connection) throws SQLException {
    return swap.indices(connection).stream().findFirst();
  }

  /// The next statement that gives the tables their foreign keys, checked.
  public Optional<String> nextKey(Connection connection) throws SQLException {
    return swap.keys(connection).stream().findFirst();
  }

  /// Adds what ships with the product and the bundle lacks, such as the node's own concepts, in the
  /// caller's transaction.
  public void complete(Connection connection, Vocabularies vocabularies) throws SQLException {
    new VocabularyTables(vocabularies, SCHEMA, true).fillConcepts(connection);
  }

  /// How many statements are left.
  public int left(Connection connection) throws SQLException {
    return swap.indices(connection).size() + swap.keys(connection).size();
  }

  /// Removes the tables.
  public static void drop(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("drop schema if exists " + SCHEMA + " cascade");
    }
  }
}

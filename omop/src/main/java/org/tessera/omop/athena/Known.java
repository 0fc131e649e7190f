package org.tessera.omop.athena;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.tessera.omop.VocabularyStage;

/// What is loaded so far and may be pointed at. The ids of five million concepts take a few
/// megabytes: one bit each, in pages that come when they are needed.
final class Known {
  private static final int PAGE_BITS = 16;

  private final long[][] pages = new long[1 << (31 - PAGE_BITS)][];
  private final Map<TableShape.Target, Set<String>> texts = new EnumMap<>(TableShape.Target.class);

  Known() {
    for (TableShape.Target target : TableShape.Target.values()) {
      texts.put(target, new HashSet<>());
    }
    // No matching concept: in the bundle or added by the product, it is always there.
    add(0);
  }

  boolean has(int concept) {
    long[] page = pages[concept >>> PAGE_BITS];
    return page != null && (page[(concept & 0xFFFF) >>> 6] & 1L << concept) != 0;
  }

  /// Adds a concept.
  ///
  /// @return false if it was there
  boolean add(int concept) {
    long[] page = pages[concept >>> PAGE_BITS];
    if (page == null) {
      page = new long[1 << (PAGE_BITS - 6)];
      pages[concept >>> PAGE_BITS] = page;
    }
    int word = (concept & 0xFFFF) >>> 6;
    long bit = 1L << concept;
    boolean added = (page[word] & bit) == 0;
    page[word] |= bit;
    return added;
  }

  boolean has(TableShape.Target target, String text) {
    return names(target).contains(text);
  }

  /// Adds the key of a small table.
  ///
  /// @return false if it was there
  boolean add(TableShape.Target target, String text) {
    return names(target).add(text);
  }

  private Set<String> names(TableShape.Target target) {
    return texts.computeIfAbsent(target, any -> new HashSet<>());
  }

  /// Which kind of thing a table's own key is.
  static TableShape.Target kind(String table) {
    return switch (table) {
      case "domain" -> TableShape.Target.DOMAIN;
      case "vocabulary" -> TableShape.Target.VOCABULARY;
      case "concept_class" -> TableShape.Target.CLASS;
      case "relationship" -> TableShape.Target.RELATIONSHIP;
      default -> TableShape.Target.CONCEPT;
    };
  }

  /// Reads again what a former run loaded of a table before it was killed.
  void restore(Connection connection, String table) throws SQLException {
    TableShape.Target kind = kind(table);
    boolean keyed = kind != TableShape.Target.CONCEPT || table.equals("concept");
    if (!keyed) {
      return;
    }
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.setFetchSize(50_000);
      try (var rows =
          statement.executeQuery(
              "select %s_id from %s.%1$s".formatted(table, VocabularyStage.SCHEMA))) {
        while (rows.next()) {
          if (kind == TableShape.Target.CONCEPT) {
            add(rows.getInt(1));
          } else {
            add(kind, rows.getString(1));
          }
        }
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }
}

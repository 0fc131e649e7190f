package org.tessera.omop.athena;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.ConceptFile;
import org.tessera.vocabularies.Vocabularies;
import org.tessera.vocabularies.search.Designation;
import org.tessera.vocabularies.search.DesignationSource;

/// The other terms of an imported release: `cdm.concept_synonym`.
public final class ReleaseSynonyms implements DesignationSource {
  private static final int FETCH_ROWS = 10_000;

  private final DataSource dataSource;
  private final Vocabularies vocabularies;

  /// @param vocabularies with the release laid over them
  public ReleaseSynonyms(DataSource dataSource, Vocabularies vocabularies) {
    this.dataSource = dataSource;
    this.vocabularies = vocabularies;
  }

  /// Names what counts at this moment, so that a change can be told.
  public static String stamp(DataSource dataSource) {
    try {
      return new ImportJournal(dataSource)
          .counting()
          .map(entry -> entry.id() + " " + entry.sha256())
          .orElse("");
    } catch (SQLException e) {
      throw new IllegalStateException("imports cannot be read", e);
    }
  }

  @Override
  public void tell(Taker taker) throws IOException {
    Optional<ConceptFile> release = vocabularies.imported();
    if (release.isEmpty()) {
      return;
    }
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.setFetchSize(FETCH_ROWS);
        tell(release.get(), languages(connection), statement, taker);
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new IOException("the synonyms of the release cannot be read", e);
    }
  }

  private void tell(
      ConceptFile release,
      Map<Integer, String> languages,
      java.sql.Statement statement,
      Taker taker)
      throws SQLException, IOException {
    Map<String, Optional<String>> systems = new HashMap<>();
    try (var rows =
        statement.executeQuery(
            "select concept_id, concept_synonym_name, language_concept_id"
                + " from cdm.concept_synonym")) {
      while (rows.next()) {
        int position = release.find(rows.getLong(1));
        if (position >= 0) {
          String vocabulary = release.concept(position).vocabulary();
          Optional<String> system =
              systems.computeIfAbsent(vocabulary, vocabularies::systemOfOmopVocabulary);
          if (system.isPresent()) {
            taker.take(
                new Designation(
                    new Code(system.get(), release.code(position)),
                    rows.getString(2),
                    languages.getOrDefault(rows.getInt(3), ""),
                    Designation.SYNONYM,
                    release.mark(position) == 'S',
                    vocabularies.licence(vocabulary).terms()));
          }
        }
      }
    }
  }

  /// BCP 47's codes of the languages the synonyms are in, by what the release calls these: a
  /// concept "German language" is `de`.
  private static Map<Integer, String> languages(Connection connection) throws SQLException {
    Map<String, String> byName = new HashMap<>();
    for (String language : Locale.getISOLanguages()) {
      String name = Locale.of(language).getDisplayLanguage(Locale.ENGLISH).toLowerCase(Locale.ROOT);
      byName.put(name, language);
    }
    Map<Integer, String> languages = new HashMap<>();
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select concept_id, concept_name from cdm.concept where concept_id in"
                    + " (select distinct language_concept_id from cdm.concept_synonym)")) {
      while (rows.next()) {
        String name = rows.getString(2).toLowerCase(Locale.ROOT).replace(" language", "").strip();
        String code = byName.get(name);
        if (code != null) {
          languages.put(rows.getInt(1), code);
        }
      }
    }
    return languages;
  }
}

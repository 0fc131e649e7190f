package org.tessera.omop;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.CodeSystem;
import org.tessera.vocabularies.OmopConcept;
import org.tessera.vocabularies.Vocabularies;

/// Fills OMOP's vocabulary tables with what this node knows, so that every concept id in the CDM
/// leads to a row of `concept`, and every domain, vocabulary and class of that to a row of its own.
final class VocabularyTables {
  private static final String VALID_FROM = "1970-01-01";
  private static final String VALID_TO = "2099-12-31";
  private static final String MAPS_TO = "Maps to";

  private final Vocabularies vocabularies;
  private final String schema;
  private final boolean released;

  /// @param schema that holds the vocabulary tables
  /// @param released whether an imported release is in them: then its rows stay as they are, and
  ///   only what it lacks is added
  VocabularyTables(Vocabularies vocabularies, String schema, boolean released) {
    this.vocabularies = vocabularies;
    this.schema = schema;
    this.released = released;
  }

  /// Adds and updates; a concept rows may point at is never removed.
  static void fill(DataSource dataSource, Vocabularies vocabularies) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        var tables =
            new VocabularyTables(vocabularies, "cdm", VocabularySwap.isReleased(connection));
        tables.fillConcepts(connection);
        tables.fillMaps(connection);
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  /// Concepts and what relates them, in the caller's transaction.
  void fillConcepts(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set constraints all deferred");
      statement.execute("create temporary table added (concept_id bigint) on commit drop");
      merge(connection, "domain", domains());
      merge(connection, "vocabulary", names());
      merge(connection, "concept_class", classes());
      merge(connection, "concept", concepts());
      merge(connection, "relationship", relationships());
      if (released) {
        statement.execute(
            "insert into %s select concept_id from added on conflict do nothing"
                .formatted(schema.equals("cdm") ? "omop.vocabulary_added" : schema + ".added"));
        addRelationships(connection);
      } else {
        statement.execute("delete from cdm.concept_relationship");
        conceptRelationships("cdm.concept_relationship").send(connection);
      }
    }
  }

  /// The node's own maps, which no release brings.
  void fillMaps(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("delete from cdm.source_to_concept_map");
    }
    maps().send(connection);
  }

  /// Of the relations among concepts only those that begin or end at a concept the release lacks.
  private void addRelationships(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "create temporary table incoming_relation on commit drop as"
              + " select * from cdm.concept_relationship limit 0");
      conceptRelationships("incoming_relation").send(connection);
      statement.execute(
          """
          insert into %s.concept_relationship select r.* from incoming_relation r
          where case r.relationship_id when '%s' then r.concept_id_1 else r.concept_id_2 end
            in (select concept_id from added)\
          """
              .formatted(schema, MAPS_TO));
    }
  }

  private record Rows(List<String> columns, CopyText copy) {}

  private static Rows rows(String table, String... columns) {
    return new Rows(List.of(columns), new CopyText("incoming_" + table, List.of(columns)));
  }

  /// COPY cannot update: rows go through a temporary table.
  private void merge(Connection connection, String table, Rows rows) throws SQLException {
    String columns = String.join(", ", rows.columns());
    String key = rows.columns().getFirst();
    String updates =
        String.join(
            ", ", rows.columns().stream().map(column -> column + " = excluded." + column).toList());
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "create temporary table incoming_%1$s on commit drop as select %2$s from cdm.%1$s limit 0"
              .formatted(table, columns));
      rows.copy().send(connection);
      String insert =
          "insert into %s.%s (%s) select %3$s from incoming_%2$s on conflict (%s) do "
              .formatted(schema, table, columns, key);
      if (!released) {
        statement.execute(insert + "update set " + updates);
      } else if (table.equals("concept")) {
        statement.execute(
            "with new as (%snothing returning concept_id) insert into added select * from new"
                .formatted(insert));
      } else {
        statement.execute(insert + "nothing");
      }
    }
  }

  private Rows domains() {
    Rows rows = rows("domain", "domain_id", "domain_name", "domain_concept_id");
    TreeSet<String> names = new TreeSet<>();
    vocabularies.concepts().forEach(concept -> names.add(cut(concept.domain(), 20)));
    names.forEach(name -> rows.copy().add(name, name, 0));
    return rows;
  }

  private Rows names() {
    Rows rows =
        rows(
            "vocabulary",
            "vocabulary_id",
            "vocabulary_name",
            "vocabulary_reference",
            "vocabulary_version",
            "vocabulary_concept_id");
    TreeMap<String, String> names = new TreeMap<>();
    for (CodeSystem system : vocabularies.systems()) {
      vocabularyId(system).ifPresent(id -> names.put(id, system.title()));
    }
    vocabularies
        .concepts()
        .forEach(concept -> names.putIfAbsent(cut(concept.vocabulary(), 20), concept.vocabulary()));
    names.forEach((id, name) -> rows.copy().add(id, cut(name, 255), null, null, 0));
    return rows;
  }

  private Rows classes() {
    Rows rows =
        rows("concept_class", "concept_class_id", "concept_class_name", "concept_class_concept_id");
    TreeSet<String> names = new TreeSet<>();
    vocabularies.concepts().forEach(concept -> names.add(cut(concept.conceptClass(), 20)));
    names.forEach(name -> rows.copy().add(name, name, 0));
    return rows;
  }

  private Rows concepts() {
    Rows rows =
        rows(
            "concept",
            "concept_id",
            "concept_name",
            "domain_id",
            "vocabulary_id",
            "concept_class_id",
            "standard_concept",
            "concept_code",
            "valid_start_date",
            "valid_end_date");
    for (OmopConcept concept : vocabularies.concepts()) {
      String code = concept.code().isEmpty() ? Long.toString(concept.id()) : concept.code();
      rows.copy()
          .add(
              concept.id(),
              cut(concept.name(), 255),
              cut(concept.domain(), 20),
              cut(concept.vocabulary(), 20),
              cut(concept.conceptClass(), 20),
              concept.standard() ? "S" : null,
              cut(code, 50),
              VALID_FROM,
              VALID_TO);
    }
    return rows;
  }

  private static Rows relationships() {
    Rows rows =
        rows(
            "relationship",
            "relationship_id",
            "relationship_name",
            "is_hierarchical",
            "defines_ancestry",
            "reverse_relationship_id",
            "relationship_concept_id");
    rows.copy().add(MAPS_TO, "Non-standard to Standard map (OMOP)", "0", "0", "Mapped from", 0);
    rows.copy().add("Mapped from", "Standard to Non-standard map (OMOP)", "0", "0", MAPS_TO, 0);
    return rows;
  }

  /// A standard concept maps to itself, another to what its code maps to.
  private CopyText conceptRelationships(String table) {
    CopyText copy =
        new CopyText(
            table,
            List.of(
                "concept_id_1",
                "concept_id_2",
                "relationship_id",
                "valid_start_date",
                "valid_end_date"));
    for (OmopConcept concept : vocabularies.concepts()) {
      OmopConcept target = concept.standard() ? concept : target(concept);
      if (target != null) {
        copy.add(concept.id(), target.id(), MAPS_TO, VALID_FROM, VALID_TO);
        copy.add(target.id(), concept.id(), "Mapped from", VALID_FROM, VALID_TO);
      }
    }
    return copy;
  }

  private @Nullable OmopConcept target(OmopConcept concept) {
    return vocabularies
        .systemOfOmopVocabulary(concept.vocabulary())
        .flatMap(system -> vocabularies.standard(new Code(system, concept.code())))
        .orElse(null);
  }

  /// Codes that are no standard concept themselves and map to one, and the node's own codes.
  private CopyText maps() {
    CopyText copy =
        new CopyText(
            "cdm.source_to_concept_map",
            List.of(
                "source_code",
                "source_concept_id",
                "source_vocabulary_id",
                "source_code_description",
                "target_concept_id",
                "target_vocabulary_id",
                "valid_start_date",
                "valid_end_date"));
    for (CodeSystem system : vocabularies.systems()) {
      vocabularyId(system).ifPresent(id -> maps(copy, system, id));
    }
    return copy;
  }

  private void maps(CopyText copy, CodeSystem system, String vocabulary) {
    for (String value : vocabularies.codes(system.url())) {
      Code code = new Code(system.url(), value);
      Optional<OmopConcept> source = vocabularies.source(code);
      boolean own = vocabulary.equals("Tessera");
      if (own || source.filter(OmopConcept::standard).isEmpty()) {
        vocabularies
            .standard(code)
            .ifPresent(target ->
                copy.add(
                    cut(value, 50),
                    source.map(OmopConcept::id).orElse(0L),
                    vocabulary,
                    cut(vocabularies.display(code).orElse(value), 255),
                    target.id(),
                    cut(target.vocabulary(), 20),
                    VALID_FROM,
                    VALID_TO));
      }
    }
  }

  private static Optional<String> vocabularyId(CodeSystem system) {
    if (system.omopVocabulary().equals("*")) {
      return Optional.empty();
    }
    String id = system.omopVocabulary().isEmpty() ? system.title() : system.omopVocabulary();
    return Optional.of(cut(id, 20));
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max);
  }
}

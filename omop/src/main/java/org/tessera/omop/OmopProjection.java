package org.tessera.omop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.fhir.store.Change;
import org.tessera.fhir.store.Projection;
import org.tessera.mappings.Effect;
import org.tessera.vocabularies.ConceptFile;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.node.ObjectNode;

/// The OMOP CDM as a view of the change log.
///
/// Each change replaces the rows of its resource; rows, lineage and checkpoint move in one
/// transaction. The rows depend on the resources alone and not on the order they came in, so a
/// rebuild gives the same rows.
public final class OmopProjection implements Projection, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OmopProjection.class);

  /// From this size on, checking each row against nine foreign keys costs more than checking all
  /// rows once at the end.
  private static final int BULK_CHANGES = 1000;

  private static final int SETTLE_AFTER_SECONDS = 2;
  private static final String UNIQUE_VIOLATION = "23505";

  private final DataSource dataSource;
  private final Vocabularies vocabularies;
  private final BiFunction<String, String, Optional<ObjectNode>> current;
  private final CdmTables tables;
  private final RuleSet rules;
  private final ForeignKeys keys;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("omop-settle").factory());
  private @Nullable Future<?> settling;
  private boolean suspended;

  /// Reads the rules, fills the vocabulary tables and mends what a killed bulk load left.
  ///
  /// @param current the newest content of a resource, empty when it is gone; asked for resources
  ///   that waited for their patient
  /// @throws IllegalStateException naming every broken rule, or if the schema is not there
  public OmopProjection(
      DataSource dataSource,
      Vocabularies vocabularies,
      BiFunction<String, String, Optional<ObjectNode>> current) {
    this.dataSource = dataSource;
    this.vocabularies = vocabularies;
    this.current = current;
    try {
      tables = CdmTables.read(dataSource);
      rules = RuleSet.load(tables, vocabularies);
      keys = new ForeignKeys(dataSource);
      VocabularyTables.fill(dataSource, vocabularies);
      suspended = !keys.stand();
    } catch (SQLException e) {
      throw new IllegalStateException("the OMOP schema cannot be read", e);
    }
    if (suspended) {
      settleSoon();
    }
  }

  @Override
  public String name() {
    return "omop";
  }

  /// The FHIR types that reach OMOP.
  Set<String> types() {
    return rules.types();
  }

  CdmTables tables() {
    return tables;
  }

  @Override
  public long checkpoint() {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        var result = statement.executeQuery("select sequence from omop.checkpoint")) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public synchronized void apply(List<Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    Map<Projected.Key, Change> latest = new LinkedHashMap<>();
    for (Change change : changes) {
      if (rules.of(change.type()).isPresent()) {
        latest.put(new Projected.Key(change.type(), change.id()), change);
      }
    }
    List<Projected> projected = new ArrayList<>(latest.size());
    Set<Projected.Key> seen = new HashSet<>();
    latest.forEach((key, change) -> {
      projected.add(project(key, change.resource()));
      if (change.version() > 1 || change.resource().isEmpty()) {
        seen.add(key);
      }
    });
    Change last = changes.getLast();
    try {
      write(projected, seen, false, last);
    } catch (SQLException e) {
      if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
        throw new IllegalStateException("OMOP rows cannot be written", e);
      }
      writeCarefully(projected, latest.keySet(), last);
    }
    if (suspended) {
      settleSoon();
    }
  }

  /// A row id was there already: rows of these resources that were not expected, or another
  /// resource's.
  private void writeCarefully(List<Projected> projected, Set<Projected.Key> all, Change last) {
    try {
      write(projected, all, true, last);
    } catch (SQLException e) {
      throw new IllegalStateException("OMOP rows cannot be written", e);
    }
  }

  private Projected project(Projected.Key key, Optional<ObjectNode> resource) {
    if (resource.isEmpty()) {
      long person = key.type().equals("Patient") ? RowIds.person(key.id()) : 0;
      return Projected.none(key, person, Projected.DELETED);
    }
    return rules
        .of(key.type())
        .map(rule -> rule.apply(key, resource.get()))
        .orElseThrow(() -> new IllegalStateException("no rules for " + key.type()));
  }

  /// The rows a resource makes by itself, without those derived from several; nothing is written.
  public List<Effect.Row> rows(ObjectNode resource) {
    var key =
        new Projected.Key(
            resource.path("resourceType").asString(""), resource.path("id").asString(""));
    return rules.of(key.type()).stream()
        .flatMap(rule -> rule.apply(key, resource).rows().stream())
        .map(row -> new Effect.Row(row.table().name(), Arrays.toString(row.values())))
        .toList();
  }

  private Projected newest(Projected.Key key) {
    return project(key, current.apply(key.type(), key.id()));
  }

  private void write(
      List<Projected> projected, Set<Projected.Key> seen, boolean careful, Change last)
      throws SQLException {
    LocalDate today = LocalDate.ofInstant(last.at(), ZoneOffset.UTC);
    boolean large = !suspended && projected.size() >= BULK_CHANGES;
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        boolean bulk = large && ForeignKeys.suspend(connection);
        new Batch(connection, tables, this::newest, today).apply(projected, seen, careful);
        finish(connection, last.sequence(), today);
        connection.commit();
        suspended |= bulk;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private static void finish(Connection connection, long sequence, LocalDate today)
      throws SQLException {
    CdmSource.write(connection, today);
    try (PreparedStatement statement =
        connection.prepareStatement("update omop.checkpoint set sequence = ?")) {
      statement.setLong(1, sequence);
      statement.executeUpdate();
    }
  }

  /// Puts back and checks the foreign keys a bulk load took away. Called by itself when no change
  /// came for two seconds; whoever reads right after a load may call it earlier.
  ///
  /// @return the keys that do not hold, none unless the projection is defective
  public synchronized List<String> settle() {
    try {
      List<String> broken = keys.restore();
      if (suspended) {
        try (Connection connection = dataSource.getConnection();
            Statement statement = connection.createStatement()) {
          statement.execute("analyze " + String.join(", ", CdmSource.FILLED));
        }
      }
      suspended = !broken.isEmpty();
      return broken;
    } catch (SQLException e) {
      throw new IllegalStateException("the foreign keys cannot be checked", e);
    }
  }

  private synchronized void settleSoon() {
    if (settling != null) {
      settling.cancel(false);
    }
    settling = timer.schedule(this::settleLogged, SETTLE_AFTER_SECONDS, TimeUnit.SECONDS);
  }

  private void settleLogged() {
    try {
      settle();
    } catch (IllegalStateException e) {
      log.error("foreign keys of the CDM are not back yet, trying again", e);
      settleSoon();
    }
  }

  /// A change of the vocabulary's tables.
  public interface Exchange {
    /// What has to be written in the same transaction.
    void with(Connection connection) throws SQLException;
  }

  /// Puts staged vocabulary tables in the place of the CDM's and an imported release in the place
  /// of the former one, all or nothing; rows keep the concepts they point at. No change is taken in
  /// meanwhile.
  ///
  /// @param staged the schema the tables were made ready in by [VocabularyStage]
  public synchronized void adopt(String staged, ConceptFile release, Exchange also)
      throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        also.with(connection);
        new VocabularySwap(staged).exchange(connection);
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
      suspended = true;
      vocabularies.adopt(release);
      rules.concepts().forget();
      connection.setAutoCommit(false);
      new VocabularyTables(vocabularies, "cdm", true).fillMaps(connection);
      connection.commit();
      connection.setAutoCommit(true);
      settle();
      VocabularySwap.dropFormer(connection);
    }
  }

  /// Projects those resources again whose codes mean another thing than before.
  public Remapping remapping(Vocabularies before) {
    return new Remapping(this, before);
  }

  /// Projects again those of a page's resources that ask for a changed code.
  ///
  /// @param done resources that need no second look
  /// @return how many were projected again
  synchronized int remap(List<Change> page, Concepts.Watch watch, Set<Projected.Key> done)
      throws SQLException {
    Set<Projected.Key> concerned = new LinkedHashSet<>();
    for (Change change : page) {
      var key = new Projected.Key(change.type(), change.id());
      if (rules.of(change.type()).isPresent() && !done.contains(key)) {
        project(key, change.resource());
        if (watch.noticed()) {
          concerned.add(key);
        }
      }
    }
    if (concerned.isEmpty()) {
      return 0;
    }
    done.addAll(concerned);
    List<Projected> projected = concerned.stream().map(this::newest).toList();
    watch.noticed();
    LocalDate day = LocalDate.ofInstant(page.getLast().at(), ZoneOffset.UTC);
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        new Batch(connection, tables, this::newest, day).apply(projected, concerned, true);
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
    return concerned.size();
  }

  /// What the rules know of codes.
  Concepts concepts() {
    return rules.concepts();
  }

  @Override
  public synchronized void reset() {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      try {
        statement.execute(
            "truncate "
                + String.join(", ", CdmSource.FILLED)
                + ", omop.lineage, omop.unmapped, omop.birth_year, omop.episode_part,"
                + " omop.open_link, omop.death_cause, omop.image_link cascade");
        statement.execute("update omop.checkpoint set sequence = 0");
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the OMOP tables cannot be emptied", e);
    }
  }

  /// Keys still away come back at the next start.
  @Override
  public synchronized void close() {
    if (settling != null) {
      settling.cancel(false);
    }
    timer.shutdown();
  }
}

package org.tessera.omop.athena;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tessera.fhir.store.Change;
import org.tessera.omop.Remapping;
import org.tessera.omop.VocabularyStage;
import org.tessera.omop.athena.ImportJournal.Entry;
import org.tessera.omop.athena.ImportJournal.State;
import org.tessera.vocabularies.ConceptFile;
import org.tessera.vocabularies.Vocabularies;

/// One run of one import, from the step a former run came to. What counts is touched by the last
/// step alone.
final class AthenaImport {
  private static final int CHANGES_PER_PAGE = 1_000;

  /// Unpacked bytes of a bundle against the room its tables, indices and files take, measured.
  private static final double ROOM_FACTOR = 2.5;

  private final AthenaImports.House house;
  private final ImportJournal journal;
  private final Entry entry;
  private final Path file;
  private final ImportProgress progress;
  private final VocabularyStage stage = new VocabularyStage();
  private final Problems problems = new Problems();

  AthenaImport(
      AthenaImports.House house, ImportJournal journal, Entry entry, ImportProgress progress) {
    this.house = house;
    this.journal = journal;
    this.entry = entry;
    this.file = house.bundles().resolve(entry.sha256() + ".zip");
    this.progress = progress;
  }

  /// Goes on to the end, or to a refusal.
  void run() throws IOException, SQLException {
    State at = entry.state();
    if (at == State.LOADING && !load()) {
      return;
    }
    if (at.compareTo(State.CHECKING) <= 0 && !check()) {
      return;
    }
    if (at.compareTo(State.INDEXING) <= 0) {
      index();
    }
    if (at.compareTo(State.REPLACING) <= 0) {
      replace();
    } else {
      progress.phase("projecting OMOP again");
      house.rebuild().run();
      finish("OMOP was projected again from the change log");
    }
  }

  private boolean load() throws IOException, SQLException {
    progress.phase("loading");
    List<TableShape> shapes = shapes();
    Optional<Bundle> opened = Bundle.open(file, shapes, problems);
    if (opened.isEmpty()) {
      return refuse();
    }
    try (Bundle bundle = opened.get()) {
      long needed =
          (long) (bundle.files().stream().mapToLong(Bundle.File::bytes).sum() * ROOM_FACTOR);
      if (house.room().getAsLong() < needed) {
        problems.add(
            "the disk",
            0,
            "this release needs %,d MB and %,d MB are free"
                .formatted(needed >> 20, house.room().getAsLong() >> 20),
            "Make room, then run the command again");
        return refuse();
      }
      loadFiles(bundle, shapes);
      checkVersion();
      checkSmallTables(bundle);
    }
    return (problems.isEmpty() && journal.problems(entry.id()).isEmpty()) || refuse();
  }

  private List<TableShape> shapes() throws SQLException {
    List<TableShape> shapes = new ArrayList<>();
    try (Connection connection = house.dataSource().getConnection()) {
      for (String table : VocabularyStage.tables()) {
        shapes.add(TableShape.read(connection, table));
      }
    }
    return shapes;
  }

  private void loadFiles(Bundle bundle, List<TableShape> shapes) throws IOException, SQLException {
    Map<String, ImportJournal.Position> positions = new HashMap<>();
    journal.positions(entry.id()).forEach(it -> positions.put(it.file(), it));
    var known = new Known();
    try (Connection connection = house.dataSource().getConnection()) {
      if (positions.isEmpty()) {
        stage.create(connection);
      }
      for (Bundle.File loaded : bundle.files()) {
        if (positions.containsKey(loaded.name()) && !loaded.supplement()) {
          known.restore(connection, loaded.table());
        }
      }
    }
    Map<String, TableShape> byTable =
        shapes.stream().collect(Collectors.toMap(TableShape::table, shape -> shape));
    for (Bundle.File one : bundle.files()) {
      TableShape shape = byTable.get(one.table());
      var from =
          positions.getOrDefault(one.name(), new ImportJournal.Position(one.name(), 0, 0, false));
      if (shape != null && !from.complete()) {
        long none =
            new FileLoad(house, entry.id(), shape, known, problems)
                .run(bundle, one, from, this::loaded);
        if (none > 0) {
          progress.note(
              "%s: %,d rows name a language that the bundle does not have; they say 0"
                  .formatted(one.name(), none));
        }
      }
    }
  }

  /// A node that stops waits for a piece and not for a file.
  private void loaded(FileLoad.Progress at) {
    progress.loaded(at);
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("the node is being stopped");
    }
  }

  private void checkVersion() throws SQLException {
    String release = "";
    try (Connection connection = house.dataSource().getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select coalesce(vocabulary_version, '') from "
                    + VocabularyStage.SCHEMA
                    + ".vocabulary where vocabulary_id = 'None'")) {
      if (rows.next()) {
        release = rows.getString(1);
      }
    }
    if (!release.startsWith("v5")) {
      problems.add(
          "VOCABULARY.csv",
          0,
          "the row of the vocabulary None says '" + release + "' and not a release of version 5",
          "Choose version 5 when downloading");
    } else {
      journal.release(entry.id(), release);
    }
  }

  /// The small tables are loaded before the concepts they point at.
  private void checkSmallTables(Bundle bundle) throws IOException, SQLException {
    for (String table : List.of("domain", "vocabulary", "concept_class", "relationship")) {
      Map<String, Long> missing = new HashMap<>();
      try (Connection connection = house.dataSource().getConnection();
          var statement = connection.createStatement();
          var rows =
              statement.executeQuery(
                  """
                  select %2$s_id, %2$s_concept_id from %1$s.%2$s
                  where %2$s_concept_id <> 0 and %2$s_concept_id not in
                    (select concept_id from %1$s.concept)
                  """
                      .formatted(VocabularyStage.SCHEMA, table))) {
        while (rows.next()) {
          missing.put(rows.getString(1), rows.getLong(2));
        }
      }
      if (!missing.isEmpty()) {
        Map<String, Long> lines = LineFinder.find(bundle, table, missing.keySet(), 1);
        missing.forEach((key, concept) ->
            problems.add(
                table.toUpperCase(java.util.Locale.ROOT) + ".csv",
                lines.getOrDefault(key, 0L),
                table + "_concept_id names concept " + concept + ", which is not in CONCEPT",
                "Download the bundle again, all of its files together"));
      }
    }
  }

  private void index() throws SQLException {
    journal.state(entry.id(), State.INDEXING, "");
    progress.phase("indexing");
    try (Connection connection = house.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("set maintenance_work_mem = '512MB'");
      // CPT-4 comes without terms, and a term must not be empty: a code stands for itself.
      statement.execute(
          "update %s.concept set concept_name = concept_code where concept_name = ''"
              .formatted(VocabularyStage.SCHEMA));
      steps(connection, true);
      progress.step("adding what ships with the product");
      connection.setAutoCommit(false);
      stage.complete(connection, house.vocabularies());
      connection.commit();
      connection.setAutoCommit(true);
      steps(connection, false);
      statement.execute("reset maintenance_work_mem");
    }
  }

  private void steps(Connection connection, boolean indices) throws SQLException {
    Optional<String> next = step(connection, indices);
    while (next.isPresent()) {
      progress.step(
          "%s, %d steps to go"
              .formatted(indices ? "indexing" : "checking keys", stage.left(connection)));
      try (var statement = connection.createStatement()) {
        statement.execute(next.get());
      }
      next = step(connection, indices);
    }
  }

  private Optional<String> step(Connection connection, boolean indices) throws SQLException {
    return indices ? stage.nextIndex(connection) : stage.nextKey(connection);
  }

  private boolean check() throws IOException, SQLException {
    journal.state(entry.id(), State.CHECKING, "");
    progress.phase("checking");
    List<AncestorCycles.Pair> circles;
    try (Connection connection = house.dataSource().getConnection();
        var statement = connection.createStatement()) {
      // Without statistics the planner would look a million rows up one by one.
      for (String table : VocabularyStage.tables()) {
        statement.execute("analyze " + VocabularyStage.SCHEMA + "." + table);
      }
      progress.step("looking for circles among ancestors");
      circles = AncestorCycles.find(connection);
    }
    if (!circles.isEmpty()) {
      tellCircles(circles);
      return refuse();
    }
    progress.step("writing the concept file");
    try (Connection connection = house.dataSource().getConnection()) {
      ConceptFiles.ofStage(connection, house.folder(entry.id()));
    }
    return true;
  }

  private void tellCircles(List<AncestorCycles.Pair> circles) throws IOException, SQLException {
    Map<String, Long> lines = Map.of();
    Set<String> keys = new HashSet<>();
    circles.forEach(pair -> keys.add(pair.key()));
    Optional<Bundle> opened = Bundle.open(file, shapes(), problems);
    if (opened.isPresent()) {
      try (Bundle bundle = opened.get()) {
        lines = LineFinder.find(bundle, "concept_ancestor", keys, 2);
      }
    }
    for (AncestorCycles.Pair pair : circles) {
      problems.add(
          "CONCEPT_ANCESTOR.csv",
          lines.getOrDefault(pair.key(), 0L),
          "concept %d stands above concept %d, which stands above it"
              .formatted(pair.ancestor(), pair.descendant()),
          "Download the bundle again; if it stays so, tell OHDSI at forums.ohdsi.org");
    }
  }

  private void replace() throws IOException, SQLException {
    journal.state(entry.id(), State.REPLACING, "");
    progress.phase("comparing with the former release");
    try (Connection connection = house.dataSource().getConnection()) {
      ReleaseChanges.record(connection, entry.id());
    }
    progress.phase("replacing");
    Vocabularies before = house.vocabularies().frozen();
    Optional<Entry> former = journal.counting();
    ConceptFile release = ConceptFile.open(house.folder(entry.id()));
    house
        .projection()
        .adopt(
            VocabularyStage.SCHEMA,
            release,
            connection -> {
              if (former.isPresent()) {
                ImportJournal.state(connection, former.get().id(), State.FORMER, "");
              }
              ImportJournal.state(connection, entry.id(), State.REMAPPING, "");
            });
    progress.phase("projecting again what changed");
    long remapped = remap(before);
    if (former.isPresent()) {
      AthenaImports.delete(house.folder(former.get().id()));
    }
    finish("%,d FHIR resources were projected to OMOP again".formatted(remapped));
  }

  private long remap(Vocabularies before) throws SQLException {
    try (Remapping remapping = house.projection().remapping(before)) {
      long head = house.log().head();
      long at = 0;
      List<Change> page;
      do {
        page = house.log().between(at, head, remapping.types(), CHANGES_PER_PAGE);
        remapping.take(page);
        at = page.isEmpty() ? at : page.getLast().sequence();
        progress.step("projecting again what changed: change %,d of %,d".formatted(at, head));
      } while (!page.isEmpty());
      return remapping.remapped();
    }
  }

  private void finish(String message) throws IOException, SQLException {
    journal.state(entry.id(), State.CURRENT, message + "; " + progress.phases());
    Files.deleteIfExists(file);
  }

  private boolean refuse() throws IOException, SQLException {
    journal.problems(entry.id(), problems.take());
    long more = problems.count() - Problems.KEPT_MAX;
    journal.state(
        entry.id(),
        State.REFUSED,
        "nothing was changed"
            + (more > 0 ? "; %,d more problems are not listed".formatted(more) : ""));
    try (Connection connection = house.dataSource().getConnection()) {
      VocabularyStage.drop(connection);
    }
    AthenaImports.delete(house.folder(entry.id()));
    Files.deleteIfExists(file);
    return false;
  }
}

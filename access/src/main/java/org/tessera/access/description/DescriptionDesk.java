package org.tessera.access.description;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.tessera.access.Person;
import org.tessera.access.description.Edition.State;
import org.tessera.access.description.Unchanged.Reason;
import org.tessera.catalog.dataset.Datasets;
import org.tessera.catalog.description.Described;
import org.tessera.catalog.description.Descriptions;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.mappings.Problem;
import org.tessera.vocabularies.words.Said;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Where descriptions are written, looked at by a second person, published and withdrawn.
///
/// A published one is a file of the home's `catalogue/edited` folder, in the form people write by
/// hand; the table says how it came there.
public final class DescriptionDesk {
  private static final int CHARACTERS_MAX = 4_000;
  private static final int VALUES_MAX = 100;
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  private final DSLContext db;
  private final CatalogIndex index;
  private final Path folder;
  private final InstantSource clock;

  /// @param folder of the descriptions, below the home
  public DescriptionDesk(
      DataSource dataSource, CatalogIndex index, Path folder, InstantSource clock) {
    this.db = DSL.using(dataSource, SQLDialect.POSTGRES);
    this.index = index;
    this.folder = folder;
    this.clock = clock;
  }

  /// Brings the files to what was published: a node that stopped in between may have written one
  /// without the other.
  public void start() {
    boolean changed = false;
    for (Edition edition : load("state in ('PUBLISHED', 'WITHDRAWN')")) {
      changed |= place(edition.described(), edition.state() == State.PUBLISHED);
    }
    if (changed) {
      index.describe(Descriptions.in(folder));
    }
  }

  /// Whether something can be described under this name.
  public static boolean isKnown(String entity, String id) {
    return Descriptions.ENTITIES.contains(entity) && id.matches(ID);
  }

  /// The last version of each, by entity and id.
  public List<Edition> latest() {
    return load(
        "number = (select max(number) from access.description other where other.entity ="
            + " description.entity and other.id = description.id)");
  }

  /// Every version of one, the last first.
  public List<Edition> history(String entity, String id) {
    return load("entity = ? and id = ?", entity, id).reversed();
  }

  /// Writes a draft: a new version, or the one that is being written.
  ///
  /// @param revision of the version that was seen, 0 where there was none
  /// @throws Unchanged when somebody else changed it meanwhile, or it is in review
  public void save(Person person, Described described, int revision) throws Unchanged {
    requireSmall(described);
    change(
        described.entity(),
        described.id(),
        revision,
        (transaction, last) -> {
          if (last.filter(one -> one.state() == State.REVIEW).isPresent()) {
            throw new Unchanged(Reason.REVIEW);
          }
          boolean goesOn = last.filter(one -> one.state() == State.DRAFT).isPresent();
          int number = last.map(Edition::number).orElse(0) + (goesOn ? 0 : 1);
          transaction.execute(
              "insert into access.description (entity, id, number, state, revision, content,"
                  + " author, author_name, written_at) values"
                  + " (?,?,?,'DRAFT',?,?,?,?,?::timestamptz) on conflict (entity, id, number) do"
                  + " update set revision = excluded.revision, content = excluded.content, author ="
                  + " excluded.author, author_name = excluded.author_name, written_at ="
                  + " excluded.written_at",
              described.entity(),
              described.id(),
              number,
              last.map(Edition::revision).orElse(0) + 1,
              content(described),
              person.name(),
              person.display(),
              now());
        });
  }

  /// Asks somebody else to look at the draft.
  ///
  /// @throws Unchanged when something is wrong with it, or there is no draft
  public void submit(Person person, String entity, String id, int revision) throws Unchanged {
    change(
        entity,
        id,
        revision,
        (transaction, last) -> {
          Edition draft = require(last, State.DRAFT);
          requireRight(draft.described());
          for (Edition published :
              load(transaction, "entity = ? and id = ? and state = 'PUBLISHED'", entity, id)) {
            require(Descriptions.succession(published.described(), draft.described()));
          }
          move(transaction, draft, State.REVIEW, person, "");
        });
  }

  /// Puts what was looked at into the catalogue.
  ///
  /// @throws Unchanged when it is not in review, the person wrote it, or something is wrong with it
  public void publish(Person person, String entity, String id, int revision) throws Unchanged {
    change(
        entity,
        id,
        revision,
        (transaction, last) -> {
          Edition reviewed = require(last, State.REVIEW);
          if (reviewed.author().equals(person.name())) {
            throw new Unchanged(Reason.OWN);
          }
          requireRight(reviewed.described());
          transaction.execute(
              "update access.description set state = 'REPLACED' where entity = ? and id = ? and"
                  + " state in ('PUBLISHED', 'WITHDRAWN')",
              entity,
              id);
          move(transaction, reviewed, State.PUBLISHED, person, "");
          place(reviewed.described(), true);
        });
    index.describe(Descriptions.in(folder));
  }

  /// Gives a description back to who writes it.
  ///
  /// @param remark what is missing
  /// @throws Unchanged when it is not in review
  public void giveBack(Person person, String entity, String id, int revision, String remark)
      throws Unchanged {
    change(
        entity,
        id,
        revision,
        (transaction, last) ->
            move(transaction, require(last, State.REVIEW), State.DRAFT, person, plain(remark)));
  }

  /// Takes a published description out of the catalogue. Of a file that is written by hand nothing
  /// changes.
  ///
  /// @throws Unchanged when it is not published, or others name it
  public void withdraw(Person person, String entity, String id, int revision, String remark)
      throws Unchanged {
    change(
        entity,
        id,
        revision,
        (transaction, last) -> {
          Edition published = require(last, State.PUBLISHED);
          move(transaction, published, State.WITHDRAWN, person, plain(remark));
          place(published.described(), false);
          List<Problem> left = Descriptions.problems(folder);
          if (!left.isEmpty()) {
            place(published.described(), true);
            throw new Unchanged(Reason.WRONG, sentences(left));
          }
        });
    index.describe(Descriptions.in(folder));
  }

  /// What happens to the last version, in a transaction that nobody else changes it in.
  @FunctionalInterface
  private interface Change {
    void make(DSLContext transaction, Optional<Edition> last) throws Unchanged;
  }

  private void change(String entity, String id, int revision, Change change) throws Unchanged {
    if (!isKnown(entity, id)) {
      throw new Unchanged(Reason.ID);
    }
    try {
      db.transaction(configuration -> {
        DSLContext transaction = DSL.using(configuration);
        // Files are written too: one at a time.
        transaction.execute("lock table access.description in share row exclusive mode");
        Optional<Edition> last =
            load(transaction, "entity = ? and id = ?", entity, id).reversed().stream().findFirst();
        if (last.map(Edition::revision).orElse(0) != revision) {
          throw new Unchanged(Reason.CHANGED);
        }
        change.make(transaction, last);
      });
    } catch (DataAccessException e) {
      if (e.getCause() instanceof Unchanged unchanged) {
        throw unchanged;
      }
      throw e;
    }
  }

  private static Edition require(Optional<Edition> last, State state) throws Unchanged {
    return last.filter(one -> one.state() == state).orElseThrow(() -> new Unchanged(Reason.STEP));
  }

  private void move(
      DSLContext transaction, Edition edition, State to, Person person, String remark) {
    transaction.execute(
        "update access.description set state = ?, revision = revision + 1, decider = ?,"
            + " decider_name = ?, decided_at = ?::timestamptz, remark = ? where entity = ? and id"
            + " = ? and number = ?",
        to.name(),
        person.name(),
        person.display(),
        now(),
        remark,
        edition.described().entity(),
        edition.described().id(),
        edition.number());
  }

  private void requireRight(Described described) throws Unchanged {
    List<Said> problems = new ArrayList<>(sentences(Descriptions.problems(folder, described)));
    problems.addAll(Datasets.problems(described, index.descriptions().table(), index.attributes()));
    require(problems);
  }

  private static void require(List<Said> problems) throws Unchanged {
    if (!problems.isEmpty()) {
      throw new Unchanged(Reason.WRONG, problems);
    }
  }

  private static List<Said> sentences(List<Problem> problems) {
    return problems.stream()
        .map(problem -> Said.of("description.problem", problem.message(), problem.remedy()))
        .toList();
  }

  private static void requireSmall(Described described) throws Unchanged {
    List<List<String>> lists = new ArrayList<>(described.said().values());
    for (List<Map<String, String>> rows : described.tables().values()) {
      if (rows.size() > VALUES_MAX) {
        throw new Unchanged(Reason.LARGE);
      }
      rows.forEach(row -> lists.add(List.copyOf(row.values())));
    }
    for (List<String> values : lists) {
      if (values.size() > VALUES_MAX
          || values.stream().anyMatch(value -> value.length() > CHARACTERS_MAX)) {
        throw new Unchanged(Reason.LARGE);
      }
    }
  }

  /// Writes or takes away the file of a description.
  ///
  /// @return whether that changed anything
  private boolean place(Described described, boolean there) {
    Path file = folder.resolve(Descriptions.file(described.entity(), described.id()));
    try {
      if (!there) {
        return Files.deleteIfExists(file);
      }
      String text = described.yaml();
      if (Files.exists(file) && Files.readString(file).equals(text)) {
        return false;
      }
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Path beside = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(beside, text);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Edition> load(String where, Object... values) {
    return load(db, where, values);
  }

  private static List<Edition> load(DSLContext db, String where, Object... values) {
    return db.fetch(
            "select * from access.description where " + where + " order by entity, id, number",
            values)
        .map(DescriptionDesk::edition);
  }

  private static Edition edition(Record row) {
    Optional<Edition.Decision> decided =
        Optional.ofNullable(row.get("decider_name", String.class))
            .map(name -> new Edition.Decision(name, instant(row, "decided_at")));
    return new Edition(
        described(
            row.get("entity", String.class),
            row.get("id", String.class),
            JSON.readTree(row.get("content", String.class))),
        row.get("number", Integer.class),
        State.valueOf(row.get("state", String.class)),
        row.get("revision", Integer.class),
        row.get("author", String.class),
        row.get("author_name", String.class),
        instant(row, "written_at"),
        decided,
        row.get("remark", String.class));
  }

  private static Described described(String entity, String id, JsonNode content) {
    Map<String, List<String>> said = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> one : content.path("said").properties()) {
      List<String> values = new ArrayList<>();
      one.getValue().forEach(value -> values.add(value.asString("")));
      said.put(one.getKey(), values);
    }
    Map<String, List<Map<String, String>>> tables = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> one : content.path("tables").properties()) {
      List<Map<String, String>> rows = new ArrayList<>();
      one.getValue().forEach(row -> rows.add(cells(row)));
      tables.put(one.getKey(), rows);
    }
    return new Described(entity, id, content.path("name").asString(""), said, tables);
  }

  private static Map<String, String> cells(JsonNode row) {
    Map<String, String> cells = new LinkedHashMap<>();
    row.properties().forEach(cell -> cells.put(cell.getKey(), cell.getValue().asString("")));
    return cells;
  }

  private static String content(Described described) {
    ObjectNode content = JSON.createObjectNode();
    content.put("name", plain(described.name()));
    ObjectNode said = content.putObject("said");
    described
        .said()
        .forEach((attribute, values) ->
            values.forEach(value -> said.withArray(attribute).add(plain(value))));
    if (!described.tables().isEmpty()) {
      ObjectNode tables = content.putObject("tables");
      described
          .tables()
          .forEach((attribute, rows) -> {
            for (Map<String, String> row : rows) {
              ObjectNode cells = tables.withArray(attribute).addObject();
              row.forEach((column, text) -> cells.put(column, plain(text)));
            }
          });
    }
    return JSON.writeValueAsString(content);
  }

  /// Without signs that are no text, some of which the database refuses.
  private static String plain(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n]]", " ").strip();
  }

  private static Instant instant(Record row, String column) {
    return Objects.requireNonNull(row.get(column, OffsetDateTime.class)).toInstant();
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}

package org.tessera.access.cohort;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.tessera.access.Person;
import org.tessera.catalog.Count;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.cohort.CohortAnswer;
import org.tessera.catalog.cohort.CohortJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Keeps cohorts with the numbers they had.
public final class SavedCohorts {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int NAME_CHARACTERS_MAX = 120;
  private static final int COHORTS_MAX = 500;

  /// A list is of so many at most, the newest first.
  public static final int LISTED_MAX = COHORTS_MAX;

  private final DSLContext db;
  private final InstantSource clock;

  public SavedCohorts(DataSource dataSource, InstantSource clock) {
    this.db = DSL.using(dataSource, SQLDialect.POSTGRES);
    this.clock = clock;
  }

  /// Keeps a new cohort.
  ///
  /// @param answer as told to everybody
  /// @return empty for a name that is blank or too long, or when the person keeps too many
  public Optional<SavedCohort> save(Person person, String name, CohortAnswer answer) {
    String title = plain(name).strip();
    int kept =
        db.fetchSingle(
                "select count(*) from access.cohort where owner = ? and removed_at is null",
                person.name())
            .get(0, Integer.class);
    if (title.isEmpty() || title.length() > NAME_CHARACTERS_MAX || kept >= COHORTS_MAX) {
      return Optional.empty();
    }
    UUID id = UUID.randomUUID();
    db.transaction(configuration -> {
      DSLContext transaction = DSL.using(configuration);
      transaction.execute(
          "insert into access.cohort (id, owner, owner_name, name, created_at)"
              + " values (?,?,?,?,?::timestamptz)",
          id,
          person.name(),
          person.display(),
          title,
          now());
      add(transaction, id, 1, answer);
    });
    return find(person, id);
  }

  /// Adds a version with what the cohort is now.
  ///
  /// @return empty when the cohort is not this person's
  public Optional<SavedCohort> update(Person person, UUID id, CohortAnswer answer) {
    db.transaction(configuration -> {
      DSLContext transaction = DSL.using(configuration);
      if (own(transaction, person, id)) {
        int number =
            transaction
                .fetchSingle(
                    "select coalesce(max(number), 0) + 1 from access.cohort_version where cohort ="
                        + " ?",
                    id)
                .get(0, Integer.class);
        add(transaction, id, number, answer);
      }
    });
    return find(person, id).filter(cohort -> cohort.owner().equals(person.name()));
  }

  /// Shows a cohort to everybody who is signed in, or to its owner alone.
  public void share(Person person, UUID id, boolean shared) {
    db.execute(
        "update access.cohort set shared = ? where id = ? and owner = ?",
        shared,
        id,
        person.name());
  }

  /// Takes a cohort out of every list.
  public void remove(Person person, UUID id) {
    db.execute(
        "update access.cohort set removed_at = ?::timestamptz where id = ? and owner = ?",
        now(),
        id,
        person.name());
  }

  /// The person's own, the newest first, at most [#LISTED_MAX].
  public List<SavedCohort> mine(Person person) {
    return load("owner = ? and removed_at is null", person.name());
  }

  /// Those that others share, the newest first, at most [#LISTED_MAX].
  public List<SavedCohort> shared(Person person) {
    return load("owner <> ? and shared and removed_at is null", person.name());
  }

  /// One that the person may see.
  public Optional<SavedCohort> find(Person person, UUID id) {
    return load("id = ? and (owner = ? or shared) and removed_at is null", id, person.name())
        .stream()
        .findFirst();
  }

  private static boolean own(DSLContext transaction, Person person, UUID id) {
    return transaction
        .fetchOptional(
            "select id from access.cohort where id = ? and owner = ? and removed_at is null for"
                + " update",
            id,
            person.name())
        .isPresent();
  }

  private void add(DSLContext transaction, UUID id, int number, CohortAnswer answer) {
    Map<String, String> parts = new LinkedHashMap<>();
    answer.collections().forEach(part -> parts.put(part.id(), part.patients().toString()));
    transaction.execute(
        "insert into access.cohort_version (cohort, number, definition, words, data_position,"
            + " data_at, patients, studies, series, parts, saved_at)"
            + " values (?,?,?,?,?,?::timestamptz,?,?,?,?,?::timestamptz)",
        id,
        number,
        CohortJson.write(answer.cohort()),
        plain(answer.words()),
        answer.version().position(),
        answer.version().at().atOffset(ZoneOffset.UTC),
        answer.patients().toString(),
        answer.studies().toString(),
        answer.series().toString(),
        JSON.writeValueAsString(parts),
        now());
  }

  private List<SavedCohort> load(String where, Object... values) {
    Result<Record> rows =
        db.fetch(
            "select * from access.cohort where "
                + where
                + " order by created_at desc, id limit "
                + LISTED_MAX,
            values);
    Map<UUID, List<SavedCohort.Version>> versions = versions(rows.getValues("id", UUID.class));
    return rows.map(
        row -> cohort(row, versions.getOrDefault(row.get("id", UUID.class), List.of())));
  }

  private static SavedCohort cohort(Record row, List<SavedCohort.Version> versions) {
    return new SavedCohort(
        row.get("id", UUID.class),
        row.get("owner", String.class),
        row.get("owner_name", String.class),
        row.get("name", String.class),
        row.get("shared", Boolean.class),
        instant(row, "created_at"),
        versions);
  }

  /// The versions of these cohorts, the oldest first.
  private Map<UUID, List<SavedCohort.Version>> versions(List<UUID> cohorts) {
    return db.fetch(
            "select * from access.cohort_version where cohort = any(?::uuid[]) order by number",
            (Object) cohorts.toArray(UUID[]::new))
        .intoGroups(row -> row.get("cohort", UUID.class), SavedCohorts::version);
  }

  private static SavedCohort.Version version(Record row) {
    return new SavedCohort.Version(
        row.get("number", Integer.class),
        row.get("definition", String.class),
        row.get("words", String.class),
        new DataVersion(row.get("data_position", Long.class), instant(row, "data_at")),
        Count.read(row.get("patients", String.class)),
        Count.read(row.get("studies", String.class)),
        Count.read(row.get("series", String.class)),
        parts(row.get("parts", String.class)),
        instant(row, "saved_at"));
  }

  private static Map<String, Count> parts(String text) {
    Map<String, Count> parts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> part : JSON.readTree(text).properties()) {
      parts.put(part.getKey(), Count.read(part.getValue().stringValue()));
    }
    return parts;
  }

  /// Without signs that are no text, some of which the database refuses.
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private static Instant instant(Record row, String column) {
    return Objects.requireNonNull(row.get(column, OffsetDateTime.class)).toInstant();
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}

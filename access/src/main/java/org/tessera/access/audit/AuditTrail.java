package org.tessera.access.audit;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/// The append-only record. Its rows form a chain of hashes; the database refuses to change them,
/// and [#firstBroken] finds what was changed in spite of that.
public final class AuditTrail {
  private static final byte[] ROOT = new byte[32];
  private static final int PAGE_ROWS = 100;
  private static final int VERIFY_ROWS = 10_000;
  private static final String COLUMNS = "id, at, actor, roles, action, target, outcome";

  private final DSLContext db;
  private final InstantSource clock;
  private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();

  /// The newest row, as far as this process wrote it: a home belongs to one process.
  private Optional<Last> last = Optional.empty();

  /// Nobody compares these records.
  @SuppressWarnings("ArrayRecordComponent")
  private record Last(long id, byte[] hash) {}

  public AuditTrail(DataSource dataSource, InstantSource clock) {
    this.db = DSL.using(dataSource, SQLDialect.POSTGRES);
    this.clock = clock;
  }

  /// Somebody who waits for their entry to be on disk.
  private static final class Waiting {
    private final AuditEntry entry;
    private boolean done;
    private @Nullable RuntimeException failure;

    private Waiting(AuditEntry entry) {
      this.entry = entry;
    }
  }

  /// Adds an entry and returns when it is durable. Entries of requests that run at the same time
  /// share one commit: whoever comes first writes for all who wait.
  ///
  /// @throws RuntimeException if it could not be written; what was to be recorded must not go on
  public void record(AuditEntry entry) {
    record(List.of(entry));
  }

  /// Adds entries in their order.
  void record(List<AuditEntry> entries) {
    List<Waiting> mine = entries.stream().map(Waiting::new).toList();
    queue.addAll(mine);
    synchronized (this) {
      if (mine.stream().anyMatch(waiting -> !waiting.done)) {
        writeAllWaiting();
      }
      for (Waiting waiting : mine) {
        if (waiting.failure != null) {
          throw new IllegalStateException("the audit trail cannot be written", waiting.failure);
        }
      }
    }
  }

  /// The rows that fit, newest first, at most a page of them.
  public List<AuditRow> find(AuditQuestion question) {
    return db.fetch(
            "select "
                + COLUMNS
                + " from access.audit where id < ? and (? = '' or actor = ?)"
                + " and (? = '' or action = ?) and (? = '' or position(? in target) > 0)"
                + " and at >= ?::timestamptz and at < ?::timestamptz"
                + " order by id desc limit "
                + PAGE_ROWS,
            question.before(),
            question.actor(),
            question.actor(),
            question.action(),
            question.action(),
            question.target(),
            question.target(),
            start(question.from().orElse(LocalDate.of(1970, 1, 1))),
            start(question.to().orElse(LocalDate.of(9999, 1, 1)).plusDays(1)))
        .map(AuditTrail::row);
  }

  /// The newest row and what it stands for; row 0 in a trail without any.
  public Anchor head() {
    return db.fetchOptional("select id, hash from access.audit order by id desc limit 1")
        .map(row -> Anchor.of(row.get("id", Long.class), row.get("hash", byte[].class)))
        .orElse(Anchor.of(0, ROOT));
  }

  /// Whether the trail still holds what it held when this was its head; [#firstBroken] must find
  /// nothing beside.
  public boolean holds(Anchor anchor) {
    return anchor.equals(Anchor.of(0, ROOT))
        || db.fetchOptional("select hash from access.audit where id = ?", anchor.id())
            .map(row -> Anchor.of(anchor.id(), row.get("hash", byte[].class)))
            .filter(anchor::equals)
            .isPresent();
  }

  /// Walks the whole chain.
  ///
  /// @return the id of the first row that is not as it was written or follows a missing one
  public OptionalLong firstBroken() {
    byte[] previous = ROOT;
    long id = 0;
    while (true) {
      var rows =
          db.fetch(
              "select " + COLUMNS + ", hash from access.audit where id > ? order by id limit ?",
              id,
              VERIFY_ROWS);
      if (rows.isEmpty()) {
        return OptionalLong.empty();
      }
      for (Record stored : rows) {
        AuditRow row = row(stored);
        previous = row.hash(previous);
        if (row.id() != id + 1 || !Arrays.equals(previous, stored.get("hash", byte[].class))) {
          return OptionalLong.of(row.id());
        }
        id = row.id();
      }
    }
  }

  private void writeAllWaiting() {
    List<Waiting> batch = new ArrayList<>();
    for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
      batch.add(next);
    }
    try {
      List<AuditEntry> entries = batch.stream().map(waiting -> waiting.entry).toList();
      try {
        append(entries);
      } catch (IntegrityConstraintViolationException _) {
        // Somebody else wrote to the trail: these follow what is there.
        last = Optional.empty();
        append(entries);
      }
    } catch (RuntimeException e) {
      last = Optional.empty();
      batch.forEach(waiting -> waiting.failure = e);
    }
    batch.forEach(waiting -> waiting.done = true);
  }

  /// Writes entries behind the newest row, in one statement, which is one transaction.
  private void append(List<AuditEntry> entries) {
    Last before = last.orElseGet(this::newest);
    int count = entries.size();
    Long[] ids = new Long[count];
    OffsetDateTime[] times = new OffsetDateTime[count];
    byte[][] previous = new byte[count][];
    byte[][] hashes = new byte[count][];
    byte[] hash = before.hash();
    for (int i = 0; i < count; i++) {
      Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
      var row = new AuditRow(before.id() + i + 1, at, entries.get(i));
      previous[i] = hash;
      hash = row.hash(hash);
      ids[i] = row.id();
      times[i] = at.atOffset(ZoneOffset.UTC);
      hashes[i] = hash;
    }
    db.execute(
        "insert into access.audit ("
            + COLUMNS
            + ", previous, hash) select * from unnest(?::bigint[], ?::timestamptz[], ?::text[],"
            + " ?::text[], ?::text[], ?::text[], ?::text[], ?::bytea[], ?::bytea[])",
        ids,
        times,
        texts(entries, AuditEntry::actor),
        texts(entries, AuditEntry::roles),
        texts(entries, AuditEntry::action),
        texts(entries, AuditEntry::target),
        texts(entries, AuditEntry::outcome),
        previous,
        hashes);
    last = Optional.of(new Last(before.id() + count, hash));
  }

  private Last newest() {
    return db.fetchOptional("select id, hash from access.audit order by id desc limit 1")
        .map(row -> new Last(row.get("id", Long.class), row.get("hash", byte[].class)))
        .orElse(new Last(0, ROOT));
  }

  private static String[] texts(List<AuditEntry> entries, Function<AuditEntry, String> text) {
    return entries.stream().map(text).toArray(String[]::new);
  }

  private static OffsetDateTime start(LocalDate day) {
    return OffsetDateTime.of(day, LocalTime.MIDNIGHT, ZoneOffset.UTC);
  }

  private static AuditRow row(Record row) {
    Instant at = row.get("at", OffsetDateTime.class).toInstant();
    var entry =
        new AuditEntry(
            row.get("actor", String.class),
            row.get("roles", String.class),
            row.get("action", String.class),
            row.get("target", String.class),
            row.get("outcome", String.class));
    return new AuditRow(row.get("id", Long.class), at, entry);
  }
}

package org.tessera.access.request;

import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.tessera.access.Person;
import org.tessera.access.Role;
import org.tessera.access.audit.AuditEntry;
import org.tessera.access.audit.AuditTrail;
import org.tessera.access.request.Refused.Reason;
import org.tessera.access.request.Request.State;

/// Takes requests, decisions and downloads, and keeps how each request got where it stands.
public final class RequestDesk {
  private static final int JUSTIFICATION_CHARACTERS_MIN = 20;
  private static final int JUSTIFICATION_CHARACTERS_MAX = 10_000;
  private static final int TITLE_CHARACTERS_MAX = 200;
  private static final String SELECT = "select * from access.request ";

  private final DSLContext db;
  private final AuditTrail trail;
  private final InstantSource clock;

  public RequestDesk(DataSource dataSource, AuditTrail trail, InstantSource clock) {
    this.db = DSL.using(dataSource, SQLDialect.POSTGRES);
    this.trail = trail;
    this.clock = clock;
  }

  /// What a researcher asks for.
  public record Wish(String collection, String collectionName, String title, String why) {}

  /// Takes a new request.
  ///
  /// @throws Refused if the person is no researcher or the justification says too little
  public Request submit(Person person, Wish wish) {
    require(person.is(Role.RESEARCHER), Reason.NO_RESEARCHER);
    String title = wish.title().strip();
    String why = wish.why().strip();
    require(!title.isEmpty() && title.length() <= TITLE_CHARACTERS_MAX, Reason.TITLE);
    require(
        why.length() >= JUSTIFICATION_CHARACTERS_MIN
            && why.length() <= JUSTIFICATION_CHARACTERS_MAX,
        Reason.JUSTIFICATION);
    UUID id = UUID.randomUUID();
    db.transaction(configuration -> {
      DSLContext transaction = DSL.using(configuration);
      transaction.execute(
          "insert into access.request (id, collection, collection_name, requester,"
              + " requester_name, title, justification, state, submitted_at)"
              + " values (?,?,?,?,?,?,?,'SUBMITTED',?::timestamptz)",
          id,
          wish.collection(),
          wish.collectionName(),
          person.name(),
          person.display(),
          title,
          why,
          now());
      event(transaction, id, person.name(), State.SUBMITTED, "");
    });
    return load(id).orElseThrow();
  }

  /// Decides on a request. The decision and its reason stay in its history and in the audit trail.
  ///
  /// @throws Refused for one's own request, for one that is decided already, for a rejection
  ///   without a reason
  public Request decide(Person person, UUID id, boolean approve, String reason) {
    require(person.is(Role.COMMITTEE), Reason.NO_COMMITTEE);
    require(approve || !reason.isBlank(), Reason.NO_REASON);
    State decision = approve ? State.APPROVED : State.REJECTED;
    db.transaction(configuration -> {
      DSLContext transaction = DSL.using(configuration);
      Record row =
          transaction
              .fetchOptional(SELECT + "where id = ? for update", id)
              .orElseThrow(() -> new Refused(Reason.UNKNOWN));
      require(!row.get("requester", String.class).equals(person.name()), Reason.OWN);
      require(row.get("state", String.class).equals(State.SUBMITTED.name()), Reason.DECIDED);
      move(transaction, id, person.name(), decision, reason.strip());
      // Inside the transaction: a decision that cannot be recorded is not taken.
      trail.record(
          AuditEntry.of(person, "decision", "request/" + id, approve ? "approved" : "rejected"));
    });
    return load(id).orElseThrow();
  }

  /// Notes that the package of an approved request is there.
  public void packaged(UUID id, Request.Delivered built) {
    db.transaction(configuration -> {
      DSLContext transaction = DSL.using(configuration);
      transaction.execute(
          "update access.request set problem = '', package_version = ?, package_sha256 = ?,"
              + " package_bytes = ? where id = ?",
          built.version(),
          built.sha256(),
          built.bytes(),
          id);
      move(transaction, id, "this node", State.PACKAGED, "");
    });
  }

  /// Notes why the package cannot be built yet; the request stays approved.
  ///
  /// @param why as in `request.problem.WHY` of the pages' sentences
  public void notPackaged(UUID id, String why) {
    db.execute("update access.request set problem = ? where id = ?", why, id);
  }

  /// The request whose package this person may download now, which is noted.
  ///
  /// @throws Refused if it is not theirs or not built
  public Request download(Person person, UUID id) {
    Request request =
        find(person, id)
            .filter(it -> it.requester().equals(person.name()))
            .orElseThrow(() -> new Refused(Reason.NO_PACKAGE));
    require(
        request.state() == State.PACKAGED || request.state() == State.DOWNLOADED, Reason.NOT_BUILT);
    db.transaction(
        configuration -> move(DSL.using(configuration), id, person.name(), State.DOWNLOADED, ""));
    return request;
  }

  /// A request as far as this person may see it: researchers their own, the committee all.
  public Optional<Request> find(Person person, UUID id) {
    return load(id)
        .filter(request ->
            person.is(Role.COMMITTEE)
                || (person.is(Role.RESEARCHER) && request.requester().equals(person.name())));
  }

  /// A person's own requests, newest first.
  public List<Request> mine(Person person) {
    return load("where requester = ? order by submitted_at desc limit 500", person.name());
  }

  /// Requests that wait for a decision this person may take, oldest first.
  public List<Request> toDecide(Person person) {
    return person.is(Role.COMMITTEE)
        ? load(
            "where state = 'SUBMITTED' and requester <> ? order by submitted_at limit 500",
            person.name())
        : List.of();
  }

  /// Requests that have been decided, newest first, for the committee.
  public List<Request> decided(Person person) {
    return person.is(Role.COMMITTEE)
        ? load("where state <> 'SUBMITTED' order by submitted_at desc limit 500")
        : List.of();
  }

  /// Approved requests whose packages are still to be built, oldest first.
  public List<Request> toBuild() {
    return load("where state = 'APPROVED' order by submitted_at");
  }

  private void move(DSLContext transaction, UUID id, String actor, State to, String reason) {
    transaction.execute("update access.request set state = ? where id = ?", to.name(), id);
    event(transaction, id, actor, to, reason);
  }

  private void event(DSLContext transaction, UUID id, String actor, State to, String reason) {
    transaction.execute(
        "insert into access.request_event (request, number, at, actor, state, reason)"
            + " select ?, coalesce(max(number), 0) + 1, ?::timestamptz, ?, ?, ?"
            + " from access.request_event where request = ?",
        id,
        now(),
        actor,
        to.name(),
        reason,
        id);
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private Optional<Request> load(UUID id) {
    return load("where id = ?", id).stream().findFirst();
  }

  private List<Request> load(String condition, Object... values) {
    return db.fetch(SELECT + condition, values).map(this::request);
  }

  private Request request(Record row) {
    UUID id = row.get("id", UUID.class);
    String version = row.get("package_version", String.class);
    var built =
        new Request.Delivered(
            version, row.get("package_sha256", String.class), row.get("package_bytes", Long.class));
    return new Request(
        id,
        row.get("collection", String.class),
        row.get("collection_name", String.class),
        row.get("requester", String.class),
        row.get("requester_name", String.class),
        row.get("title", String.class),
        row.get("justification", String.class),
        State.valueOf(row.get("state", String.class)),
        row.get("problem", String.class),
        version.isEmpty() ? Optional.empty() : Optional.of(built),
        events(id));
  }

  private List<Request.Event> events(UUID id) {
    return db.fetch(
            "select at, actor, state, reason from access.request_event where request = ?"
                + " order by number",
            id)
        .map(row ->
            new Request.Event(
                row.get("at", OffsetDateTime.class).toInstant(),
                row.get("actor", String.class),
                State.valueOf(row.get("state", String.class)),
                row.get("reason", String.class)));
  }

  private static void require(boolean holds, Reason otherwise) {
    if (!holds) {
      throw new Refused(otherwise);
    }
  }
}

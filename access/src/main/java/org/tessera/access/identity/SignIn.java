package org.tessera.access.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.tessera.access.audit.AuditEntry;
import org.tessera.access.audit.AuditTrail;

/// Checks names and passwords, and makes guessing slow.
///
/// After five wrong passwords an account waits 2, 4, 8 … seconds, at most 15 minutes; the count
/// survives a restart. A try is counted before it is checked, so that many at once gain nothing.
public final class SignIn {
  static final int FREE_TRIES = 5;
  static final Duration WAIT_MAX = Duration.ofMinutes(15);
  private static final int DOUBLINGS_MAX = 10;

  private final Accounts accounts;
  private final Passwords passwords;
  private final Throttle throttle;
  private final DSLContext db;
  private final AuditTrail trail;
  private final InstantSource clock;

  SignIn(
      Accounts accounts,
      Passwords passwords,
      DataSource dataSource,
      AuditTrail trail,
      InstantSource clock) {
    this.trail = trail;
    this.accounts = accounts;
    this.passwords = passwords;
    this.throttle = new Throttle(clock);
    this.db = DSL.using(dataSource, SQLDialect.POSTGRES);
    this.clock = clock;
  }

  /// What came of a try.
  public sealed interface Outcome {
    record Accepted(Account account) implements Outcome {}

    /// The same answer for an unknown name, a closed account and a wrong password.
    record Wrong() implements Outcome {}

    record Wait(Duration atLeast) implements Outcome {}
  }

  /// Checks a person's password.
  ///
  /// @param address where the try comes from, to slow down who tries many names
  public Outcome check(String name, String password, String address) {
    Outcome outcome = decide(name, password, address);
    // What was typed as an unknown name may be a password, so it is not kept.
    String actor = accounts.find(name).map(Account::name).orElse("unknown");
    String words =
        switch (outcome) {
          case Outcome.Accepted _ -> "done";
          case Outcome.Wrong _ -> "refused";
          case Outcome.Wait _ -> "refused, too many tries";
        };
    trail.record(new AuditEntry(actor, "", "sign-in", "", words));
    return outcome;
  }

  private Outcome decide(String name, String password, String address) {
    Instant now = clock.instant();
    Duration wait = throttle.wait(address);
    if (wait.isPositive()) {
      return new Outcome.Wait(wait);
    }
    Optional<Accounts.Stored> stored = accounts.stored(name).filter(SignIn::maySignIn);
    if (stored.isEmpty()) {
      passwords.matchNobody(password);
      throttle.failed(address);
      return new Outcome.Wrong();
    }
    if (!reserve(name, now)) {
      return new Outcome.Wait(remaining(name, now));
    }
    if (!passwords.matches(password, stored.get().password())) {
      throttle.failed(address);
      return new Outcome.Wrong();
    }
    db.execute("update access.account set failures = 0, locked_until = null where name = ?", name);
    return new Outcome.Accepted(stored.get().account());
  }

  private static boolean maySignIn(Accounts.Stored stored) {
    return stored.account().active() && stored.account().kind() == Account.Kind.PERSON;
  }

  private boolean reserve(String name, Instant now) {
    int updated =
        db.execute(
            "update access.account set failures = failures + 1, locked_until ="
                + " case when failures + 1 < ? then null else ?::timestamptz"
                + " + least(?, power(2, least(failures + 2 - ?, ?))) * interval '1 second' end"
                + " where name = ? and (locked_until is null or locked_until <= ?::timestamptz)",
            FREE_TRIES,
            now.atOffset(ZoneOffset.UTC),
            WAIT_MAX.toSeconds(),
            FREE_TRIES,
            DOUBLINGS_MAX,
            name,
            now.atOffset(ZoneOffset.UTC));
    return updated == 1;
  }

  private Duration remaining(String name, Instant now) {
    return db.fetchOptional("select locked_until from access.account where name = ?", name)
        .map(row -> row.get(0, OffsetDateTime.class))
        .map(until -> Duration.between(now, until.toInstant()))
        .filter(Duration::isPositive)
        .orElse(Duration.ofSeconds(1));
  }
}

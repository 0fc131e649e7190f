package org.tessera.access.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tessera.access.Role;
import org.tessera.access.audit.AuditQuestion;
import org.tessera.access.audit.AuditTrail;
import org.tessera.fhir.postgres.TestDatabase;

class SignInTest {
  private static final TestDatabase database = TestDatabase.create("access");
  private static final Passwords passwords = new Passwords();
  private static int count;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T08:00:00Z"));
  private final Accounts accounts = new Accounts(database.dataSource(), passwords);
  private final AuditTrail trail = new AuditTrail(database.dataSource(), now::get);
  private final SignIn signIn =
      new SignIn(accounts, passwords, database.dataSource(), trail, now::get);
  private String name = "";
  private String password = "";

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void open_an_account() {
    name = "person" + ++count;
    password = accounts.create(name, "A Person", Account.Kind.PERSON, Set.of(Role.RESEARCHER));
  }

  @Test
  void the_right_password_is_accepted() {
    assertThat(signIn.check(name, password, "a")).isInstanceOf(SignIn.Outcome.Accepted.class);
  }

  @Test
  void an_unknown_name_a_closed_account_and_a_wrong_password_get_the_same_answer() {
    assertThat(signIn.check("nobody", password, "a")).isEqualTo(new SignIn.Outcome.Wrong());
    assertThat(signIn.check(name, "wrong", "a")).isEqualTo(new SignIn.Outcome.Wrong());
    accounts.setActive(name, false);
    assertThat(signIn.check(name, password, "a")).isEqualTo(new SignIn.Outcome.Wrong());
  }

  @Test
  void after_five_wrong_passwords_even_the_right_one_has_to_wait() {
    for (int i = 0; i < SignIn.FREE_TRIES; i++) {
      assertThat(signIn.check(name, "wrong", "a")).isEqualTo(new SignIn.Outcome.Wrong());
    }
    assertThat(signIn.check(name, password, "b"))
        .isEqualTo(new SignIn.Outcome.Wait(Duration.ofSeconds(2)));
    now.set(now.get().plusSeconds(3));
    assertThat(signIn.check(name, password, "b")).isInstanceOf(SignIn.Outcome.Accepted.class);
    assertThat(signIn.check(name, "wrong", "b")).isEqualTo(new SignIn.Outcome.Wrong());
  }

  @Test
  void the_wait_doubles_to_fifteen_minutes_and_not_beyond() {
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 20; i++) {
      if (signIn.check(name, "wrong", "a") instanceof SignIn.Outcome.Wait wait) {
        assertThat(wait.atLeast()).isLessThanOrEqualTo(SignIn.WAIT_MAX);
        longest = wait.atLeast();
        now.set(now.get().plus(wait.atLeast()));
      }
    }
    assertThat(longest).isGreaterThan(Duration.ofMinutes(1));
  }

  @Test
  void an_address_that_tries_many_names_is_stopped_and_others_are_not() {
    var throttle = new Throttle(now::get);
    for (int i = 0; i < Throttle.FAILURES_MAX; i++) {
      assertThat(throttle.wait("bad")).isZero();
      throttle.failed("bad");
    }
    assertThat(throttle.wait("bad")).isEqualTo(Throttle.WINDOW);
    assertThat(throttle.wait("good")).isZero();
    now.set(now.get().plus(Throttle.WINDOW));
    assertThat(throttle.wait("bad")).isZero();
  }

  @Test
  void every_try_leaves_a_trace_without_what_was_typed_as_a_name() {
    signIn.check("my-own-password", "x", "a");
    signIn.check(name, "wrong", "a");
    var rows = trail.find(AuditQuestion.all());
    assertThat(rows.get(0).entry().actor()).isEqualTo(name);
    assertThat(rows.get(1).entry().actor()).isEqualTo("unknown");
    assertThat(rows.get(1).entry().toString()).doesNotContain("my-own-password");
  }

  @Test
  void a_password_is_stored_as_argon2id_only() {
    String stored = accounts.stored(name).orElseThrow().password();
    assertThat(stored).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain(password);
  }

  @Test
  void a_weak_password_is_refused_with_what_to_do_instead() {
    assertThatThrownBy(() -> accounts.changePassword(name, password, "short"))
        .hasMessageContaining("at least 12 characters");
    assertThatThrownBy(() -> accounts.changePassword(name, password, name + "-2026-spring"))
        .hasMessageContaining("account's name");
    assertThatThrownBy(() -> accounts.changePassword(name, "wrong", "a better password"))
        .hasMessageContaining("present password");
  }

  @Test
  void a_one_time_password_gives_no_role_until_it_is_changed() {
    assertThat(accounts.find(name).orElseThrow().person().roles()).isEmpty();
    accounts.changePassword(name, password, "correct horse battery");
    assertThat(accounts.find(name).orElseThrow().person().roles()).containsExactly(Role.RESEARCHER);
  }
}

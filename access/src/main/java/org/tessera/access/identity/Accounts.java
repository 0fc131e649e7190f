package org.tessera.access.identity;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.tessera.access.Role;

/// The accounts of this node. Every change ends the tokens that were issued before it.
public final class Accounts {
  private static final String COLUMNS =
      "name, display, kind, roles, one_time, active, demo, epoch, password";

  private final DSLContext db;
  private final Passwords passwords;
  // One process owns a home, so what it has read stays true until it writes itself.
  private final ConcurrentMap<String, Stored> read = new ConcurrentHashMap<>();

  Accounts(DataSource dataSource, Passwords passwords) {
    this.db = DSL.using(dataSource, SQLDialect.POSTGRES);
    this.passwords = passwords;
  }

  /// An account with the hash of its password.
  record Stored(Account account, String password) {}

  /// The account of that name, active or not.
  public Optional<Account> find(String name) {
    return stored(name).map(Stored::account);
  }

  /// All accounts by name.
  public List<Account> all() {
    return db.fetch("select " + COLUMNS + " from access.account order by name")
        .map(row -> stored(row).account());
  }

  /// Opens an account with a one-time password for a person, or with a secret for a system, and
  /// returns that password; it is kept nowhere else.
  ///
  /// @throws AccountRefusal if the name cannot be used or is taken
  public String create(String name, String display, Account.Kind kind, Set<Role> roles) {
    String password = passwords.generate();
    insert(name, display, kind, roles, new Secret(password, kind == Account.Kind.PERSON, false));
    return password;
  }

  /// How a new account is opened.
  record Secret(String password, boolean oneTime, boolean demo) {}

  void insert(String name, String display, Account.Kind kind, Set<Role> roles, Secret secret) {
    if (!name.matches("[a-z][a-z0-9.-]{1,62}") || display.isBlank()) {
      throw new AccountRefusal(AccountRefusal.Reason.NAME);
    }
    int inserted =
        db.execute(
            "insert into access.account (name, display, kind, password, one_time, roles, demo)"
                + " values (?, ?, ?, ?, ?, ?, ?) on conflict (name) do nothing",
            name,
            display.strip(),
            kind.name().toLowerCase(Locale.ROOT),
            passwords.encode(secret.password()),
            secret.oneTime(),
            names(roles),
            secret.demo());
    read.remove(name);
    if (inserted == 0) {
      throw new AccountRefusal(AccountRefusal.Reason.TAKEN);
    }
  }

  /// Gives a person another one-time password, or a system another secret, and returns it.
  public String resetPassword(String name) {
    String password = passwords.generate();
    update(
        name,
        "password = ?, one_time = (kind = 'person'), failures = 0, locked_until = null",
        passwords.encode(password));
    return password;
  }

  /// Replaces the password by one the person chose.
  ///
  /// @throws AccountRefusal if the present password is wrong or the new one is too weak
  public void changePassword(String name, String present, String chosen) {
    Stored stored = stored(name).orElseThrow();
    if (!passwords.matches(present, stored.password())) {
      throw new AccountRefusal(AccountRefusal.Reason.WRONG_PASSWORD);
    }
    if (present.equals(chosen)) {
      throw new AccountRefusal(AccountRefusal.Reason.SAME_PASSWORD);
    }
    Passwords.require(name, chosen);
    update(name, "password = ?, one_time = false", passwords.encode(chosen));
  }

  /// Sets what an account may do from now on.
  public void changeRoles(String name, Set<Role> roles) {
    update(name, "roles = ?", (Object) names(roles));
  }

  /// Closes an account or opens it again.
  public void setActive(String name, boolean active) {
    update(name, "active = ?", active);
  }

  boolean isEmpty() {
    return db.fetch("select 1 from access.account limit 1").isEmpty();
  }

  boolean anyDemo() {
    return db.fetch("select 1 from access.account where demo limit 1").isNotEmpty();
  }

  Optional<Stored> stored(String name) {
    return Optional.ofNullable(read.computeIfAbsent(name, this::load));
  }

  private @Nullable Stored load(String name) {
    return db.fetchOptional("select " + COLUMNS + " from access.account where name = ?", name)
        .map(Accounts::stored)
        .orElse(null);
  }

  private void update(String name, String assignments, Object value) {
    db.execute(
        "update access.account set epoch = epoch + 1, " + assignments + " where name = ?",
        value,
        name);
    read.remove(name);
  }

  private static String[] names(Set<Role> roles) {
    return roles.stream().map(Role::name).sorted().toArray(String[]::new);
  }

  private static Stored stored(Record row) {
    Set<Role> roles =
        Arrays.stream(row.get("roles", String[].class))
            .map(Role::valueOf)
            .collect(Collectors.toUnmodifiableSet());
    var account =
        new Account(
            row.get("name", String.class),
            row.get("display", String.class),
            Account.Kind.valueOf(row.get("kind", String.class).toUpperCase(Locale.ROOT)),
            roles,
            row.get("one_time", Boolean.class),
            row.get("active", Boolean.class),
            row.get("demo", Boolean.class),
            row.get("epoch", Integer.class));
    return new Stored(account, row.get("password", String.class));
  }
}

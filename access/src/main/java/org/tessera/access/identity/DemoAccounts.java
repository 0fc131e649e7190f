package org.tessera.access.identity;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.tessera.access.Role;

/// The accounts of a demonstration, one a role, with passwords everybody can read. They exist in a
/// demo home only and refuse any address but loopback.
public final class DemoAccounts {
  private final Accounts accounts;
  private final InetAddress bind;

  /// @param bind the address the node listens on
  DemoAccounts(Accounts accounts, InetAddress bind) {
    this.accounts = accounts;
    this.bind = bind;
  }

  /// What to sign in with.
  public record Credentials(String name, String password, Role role) {}

  /// Creates the accounts that are missing, for a demo home.
  ///
  /// @return all of them, to be shown to whoever started the demonstration
  /// @throws IllegalStateException if the node listens on more than loopback
  public List<Credentials> create() {
    requireLoopback();
    var all =
        List.of(
            credentials("researcher", Role.RESEARCHER),
            credentials("committee", Role.COMMITTEE),
            credentials("manager", Role.DATA_MANAGER),
            credentials("auditor", Role.AUDITOR),
            credentials("admin", Role.ADMINISTRATOR),
            credentials("hospital-system", Role.EXTERNAL_SYSTEM));
    for (Credentials one : all) {
      if (accounts.find(one.name()).isEmpty()) {
        accounts.insert(
            one.name(),
            "Demo " + one.role().label(),
            one.role() == Role.EXTERNAL_SYSTEM ? Account.Kind.SYSTEM : Account.Kind.PERSON,
            Set.of(one.role()),
            new Accounts.Secret(one.password(), false, true));
      }
    }
    return all;
  }

  /// Refuses to go on where demo accounts could be reached from outside.
  void refuseOutside() {
    if (accounts.anyDemo()) {
      requireLoopback();
    }
  }

  private void requireLoopback() {
    if (!bind.isLoopbackAddress()) {
      throw new IllegalStateException(
          "This home has demo accounts, whose passwords are public, and the node would listen on "
              + bind.getHostAddress()
              + ": start it on 127.0.0.1, or use a home of its own for real work.");
    }
  }

  private static Credentials credentials(String name, Role role) {
    return new Credentials("demo-" + name, "tessera-demo-" + name, role);
  }
}

package org.tessera.access.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.tessera.access.Role;

/// Opens the first account of a new node, with a one-time password that only the node's own user
/// can read: `keys/first-administrator`.
public final class FirstAdministrator {
  static final String NAME = "administrator";

  private final Accounts accounts;
  private final Path file;

  FirstAdministrator(Accounts accounts, Path keys) {
    this.accounts = accounts;
    this.file = keys.resolve("first-administrator");
  }

  /// Opens the account if the node has none, and removes the file once its password is changed.
  public void ensure() {
    if (accounts.isEmpty()) {
      String password =
          accounts.create(
              NAME, "First administrator", Account.Kind.PERSON, Set.of(Role.ADMINISTRATOR));
      SecretFile.write(file, NAME + "\n" + password + "\n");
    } else if (accounts.find(NAME).filter(Account::oneTime).isEmpty()) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

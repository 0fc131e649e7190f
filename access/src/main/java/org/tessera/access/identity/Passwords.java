package org.tessera.access.identity;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Hashes and checks passwords with Argon2id at OWASP's figures, few at a time because each check
/// takes 19 MiB. https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
final class Passwords implements PasswordEncoder {
  static final int LENGTH_MIN = 12;

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int MEMORY_KIB = 19_456;
  private static final int ITERATIONS = 2;
  private static final int CHECKS_AT_ONCE_MAX = 4;
  // No letters or digits that are mistaken for each other, since these are typed off paper.
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int GENERATED_LENGTH = 20;

  private final Argon2PasswordEncoder argon2 =
      new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, 1, MEMORY_KIB, ITERATIONS);
  private final Semaphore turns = new Semaphore(CHECKS_AT_ONCE_MAX);
  private final SecureRandom random = new SecureRandom();
  private final String nobody = encode(generate());

  @Override
  public String encode(@Nullable CharSequence raw) {
    return inTurn(() -> Objects.requireNonNull(argon2.encode(raw)));
  }

  @Override
  public boolean matches(@Nullable CharSequence raw, @Nullable String encoded) {
    return inTurn(() -> argon2.matches(raw, encoded));
  }

  /// Spends the time of a check, so that an unknown name answers no faster than a wrong password.
  void matchNobody(String raw) {
    matches(raw, nobody);
  }

  /// About 99 bits, in groups of five.
  String generate() {
    var text = new StringBuilder();
    for (int i = 0; i < GENERATED_LENGTH; i++) {
      text.append(i > 0 && i % 5 == 0 ? "-" : "");
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  /// Refuses a password that is short or repeats the account's name.
  ///
  /// @throws AccountRefusal saying what to choose instead
  static void require(String name, String password) {
    if (password.length() < LENGTH_MIN || password.length() > 200) {
      throw new AccountRefusal(AccountRefusal.Reason.SHORT_PASSWORD);
    }
    if (password.toLowerCase(Locale.ROOT).contains(name)
        || password.chars().distinct().count() < 5) {
      throw new AccountRefusal(AccountRefusal.Reason.WEAK_PASSWORD);
    }
  }

  private <T> T inTurn(Supplier<T> check) {
    turns.acquireUninterruptibly();
    try {
      return check.get();
    } finally {
      turns.release();
    }
  }
}

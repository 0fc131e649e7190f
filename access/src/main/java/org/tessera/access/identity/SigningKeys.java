package org.tessera.access.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys this node signs its tokens with, kept in `keys/signing.jwks` so that tokens outlive a
/// restart. The first one signs; those before it verify until the last token they signed has ended.
public final class SigningKeys implements JWKSource<SecurityContext> {
  private static final int KEY_BITS = 3072;

  /// Clocks of other systems may be behind a little.
  private static final Duration RETIREMENT = Tokens.BROWSER.plusMinutes(5);

  private final Path file;
  private final InstantSource clock;
  private volatile JWKSet keys;

  private SigningKeys(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
    this.keys = Files.exists(file) ? read(file) : new JWKSet();
  }

  /// Reads `signing.jwks` from the folder of keys, or makes it.
  static SigningKeys in(Path keys, InstantSource clock) {
    var all = new SigningKeys(keys.resolve("signing.jwks"), clock);
    if (all.keys.isEmpty()) {
      all.rotate();
    }
    return all;
  }

  /// Signs with a new key from now on.
  ///
  /// @return when the last of the former keys stops verifying; now if there was none
  public synchronized Instant rotate() {
    Instant now = clock.instant();
    Instant end = now.plus(RETIREMENT);
    List<JWK> all = new ArrayList<>();
    try {
      all.add(
          new RSAKeyGenerator(KEY_BITS)
              .keyIDFromThumbprint(true)
              .issueTime(Date.from(now))
              .generate());
      for (JWK former : current()) {
        all.add(former.getExpirationTime() == null ? retired(former.toRSAKey(), end) : former);
      }
    } catch (JOSEException e) {
      throw new IllegalStateException("no key could be made", e);
    }
    var fresh = new JWKSet(all);
    SecretFile.write(file, fresh.toString(false));
    keys = fresh;
    return all.size() == 1 ? now : end;
  }

  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
    return selector.select(new JWKSet(current()));
  }

  private List<JWK> current() {
    Instant now = clock.instant();
    return keys.getKeys().stream()
        .filter(key ->
            key.getExpirationTime() == null || key.getExpirationTime().toInstant().isAfter(now))
        .toList();
  }

  private static RSAKey retired(RSAKey key, Instant end) {
    return new RSAKey.Builder(key).expirationTime(Date.from(end)).build();
  }

  private static JWKSet read(Path file) {
    try {
      return JWKSet.parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParseException e) {
      throw new IllegalStateException(
          "keys/signing.jwks cannot be read as a set of keys: put the backup in its place, or move"
              + " it away and everybody signs in again",
          e);
    }
  }
}

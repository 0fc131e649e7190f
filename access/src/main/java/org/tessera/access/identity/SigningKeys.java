package org.tessera.access.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;

/// The keys this node signs its tokens with, kept so that tokens outlive a restart.
final class SigningKeys {
  private static final int KEY_BITS = 3072;

  private SigningKeys() {}

  /// Reads `signing.jwks` from the folder of keys, or makes it.
  static JWKSet in(Path keys) {
    Path file = keys.resolve("signing.jwks");
    try {
      if (!Files.exists(file)) {
        var key = new RSAKeyGenerator(KEY_BITS).keyIDFromThumbprint(true).generate();
        SecretFile.write(file, new JWKSet(key).toString(false));
      }
      return JWKSet.parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JOSEException | ParseException e) {
      throw new IllegalStateException(
          "keys/signing.jwks cannot be read as a set of keys: put the backup in its place, or move"
              + " it away and everybody signs in again",
          e);
    }
  }
}

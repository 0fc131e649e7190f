package org.tessera.access.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/// The secret with which this home's command line speaks to its own node: new at every start, in
/// `keys/command.token` for the node's user alone, accepted from loopback only.
public final class CommandToken {
  private static final int SECRET_BYTES = 32;

  private final String value;

  private CommandToken(String value) {
    this.value = value;
  }

  static CommandToken fresh() {
    var random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    return new CommandToken(
        "tsr_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
  }

  /// Puts the secret where the command line finds it; only the process that owns the home may.
  void publish(Path keys) {
    SecretFile.write(keys.resolve("command.token"), value);
  }

  boolean accepts(String token, String remoteAddress) {
    return MessageDigest.isEqual(
            value.getBytes(StandardCharsets.US_ASCII), token.getBytes(StandardCharsets.US_ASCII))
        && isLoopback(remoteAddress);
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}

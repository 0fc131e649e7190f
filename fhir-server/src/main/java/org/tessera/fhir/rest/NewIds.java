package org.tessera.fhir.rest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import org.tessera.fhir.store.FhirJson;
import org.tessera.fhir.store.Write;
import tools.jackson.databind.node.ObjectNode;

/// Ids of new resources: in the order of time, or, for a request with `Idempotency-Key`, a function
/// of user, key and body. A client whose time-out hid a commit sends the same again and creates
/// nothing twice.
final class NewIds {
  private static final int KEY_LENGTH_MAX = 200;
  private static final SecureRandom RANDOM = new SecureRandom();

  /// The ids of one request follow each other, so that an index takes them in at one place.
  private static final int COUNTER_MASK = 0xfff;

  private final Optional<byte[]> seed;
  private final long millis = System.currentTimeMillis();
  private final long random = RANDOM.nextLong();
  private int given;

  private NewIds(Optional<byte[]> seed) {
    this.seed = seed;
  }

  /// @throws Refusal if the key is empty or too long
  static NewIds of(FhirRequest request) {
    Optional<String> key = request.header("Idempotency-Key");
    if (key.isEmpty()) {
      return new NewIds(Optional.empty());
    }
    if (key.get().isBlank() || key.get().length() > KEY_LENGTH_MAX) {
      throw Refusal.badRequest("Idempotency-Key has 1 to " + KEY_LENGTH_MAX + " characters");
    }
    MessageDigest digest = sha256();
    digest.update(request.user().getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    digest.update(key.get().getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    byte[] body = request.content().bytes();
    digest.update(body.length > 0 ? body : FhirJson.write(request.content().tree()));
    return new NewIds(Optional.of(digest.digest()));
  }

  /// Gives the resource its id.
  ///
  /// @return the write that creates it, or finds that an earlier try did
  Write create(ObjectNode resource) {
    if (seed.isEmpty()) {
      resource.put("id", next().toString());
      return Write.Put.of(resource);
    }
    MessageDigest digest = sha256();
    digest.update(seed.get());
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, given++));
    ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
    // The marks of a name-based UUID (RFC 9562, version 8: contents of one's own).
    long high = (bytes.getLong(0) & 0xffffffffffff0fffL) | 0x8000L;
    long low = (bytes.getLong(8) & 0x3fffffffffffffffL) | 0x8000000000000000L;
    resource.put("id", new UUID(high, low).toString());
    return new Write.Create(resource);
  }

  /// A UUID of version 7: milliseconds, then a counter, then random bits (RFC 9562, 5.7 and 6.2).
  private UUID next() {
    long at = millis + given / (COUNTER_MASK + 1);
    long high = (at << 16) | 0x7000 | (given++ & COUNTER_MASK);
    return new UUID(high, (random & 0x3fffffffffffffffL) | 0x8000000000000000L);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

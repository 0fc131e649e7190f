package org.tessera.access.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/// An entry in its place in the chain.
///
/// @param at to the microsecond, as the database keeps it
public record AuditRow(long id, Instant at, AuditEntry entry) {
  /// SHA-256 over the hash before and every field, each with its length, so that no text can move
  /// from one field to the next unseen.
  byte[] hash(byte[] previous) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(previous);
      String[] fields = {
        Long.toString(id),
        at.toString(),
        entry.actor(),
        entry.roles(),
        entry.action(),
        entry.target(),
        entry.outcome()
      };
      for (String field : fields) {
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

package org.tessera.omop;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Ids of CDM rows: the first 52 bits of the SHA-256 of what the row is made of.
///
/// The same resource gets the same ids on every node and in every rebuild, and a reference to it is
/// computed without a look-up. 52 bits stay exact in the floating-point numbers of R and
/// JavaScript. Two million rows collide with a probability of one in 2,000; lineage keeps row ids
/// unique, so a collision is found, named and counted, never a shared row.
final class RowIds {
  private static final ThreadLocal<MessageDigest> digests = ThreadLocal.withInitial(RowIds::sha256);

  private RowIds() {}

  /// The id of a row of a table that comes from a place in a FHIR resource.
  ///
  /// @param slot tells apart the rows of one resource in one table
  static long of(String table, String type, String id, String slot) {
    MessageDigest digest = digests.get();
    digest.update((table + '\0' + type + '\0' + id + '\0' + slot).getBytes(StandardCharsets.UTF_8));
    byte[] hash = digest.digest();
    long value = 0;
    for (int i = 0; i < 7; i++) {
      value = value << 8 | (hash[i] & 0xff);
    }
    return value >>> 4;
  }

  static long person(String patientId) {
    return of("person", "Patient", patientId, "");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

package org.tessera.access.pack;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key of one package: gives every patient, resource and row a new name, and is forgotten when
/// the package is built, so that nobody can lead a name back.
///
/// Everything is HMAC-SHA-256 of what is to be renamed: the same key gives the same package.
final class PackageKey {
  private static final String BASE_32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int KEY_BYTES = 32;
  private static final int NAME_CHARACTERS = 24;

  private final Mac mac;

  private PackageKey(byte[] key) {
    try {
      this.mac = Mac.getInstance("HmacSHA256");
      this.mac.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
  }

  static PackageKey random() {
    var key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return new PackageKey(key);
  }

  static PackageKey of(byte[] key) {
    return new PackageKey(key);
  }

  /// The new id of a FHIR resource.
  String resource(String type, String id) {
    byte[] hash = hash("resource", type + "/" + id);
    var name = new StringBuilder(NAME_CHARACTERS);
    for (int i = 0; i < NAME_CHARACTERS; i++) {
      name.append(BASE_32.charAt(hash[i] & 31));
    }
    return name.toString();
  }

  /// The new id of an OMOP row: 52 bits, exact in the numbers of R and JavaScript.
  long row(long id) {
    return ByteBuffer.wrap(hash("row", Long.toString(id))).getLong() >>> 12;
  }

  /// A new DICOM UID, as PS3.5 B.2 makes one of 128 bits.
  String uid(String uid) {
    byte[] bits = Arrays.copyOf(hash("uid", uid), 16);
    return "2.25." + new BigInteger(1, bits);
  }

  /// A number from low to high, both included, that is not zero unless it is the only one.
  int between(String patient, int low, int high) {
    boolean spansZero = low <= 0 && high >= 0 && low != high;
    int choices = high - low + (spansZero ? 0 : 1);
    long random = ByteBuffer.wrap(hash("shift", patient)).getLong() >>> 1;
    int chosen = low + (int) (random % choices);
    return spansZero && chosen >= 0 ? chosen + 1 : chosen;
  }

  private byte[] hash(String purpose, String text) {
    return mac.doFinal((purpose + '\0' + text).getBytes(StandardCharsets.UTF_8));
  }
}

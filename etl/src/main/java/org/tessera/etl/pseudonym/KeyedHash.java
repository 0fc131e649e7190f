package org.tessera.etl.pseudonym;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.tessera.mappings.Secrets;

/// HMAC-SHA-512/256 of a value inside one context and for one purpose, so that a pseudonym, a
/// digest and a UID made of the same text have nothing in common.
///
/// An unkeyed hash would be no pseudonym: all eight-digit record numbers are tried in half a
/// minute.
final class KeyedHash implements Secrets {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int CHARACTERS = 26;
  private static final int UID_BYTES = 16;

  private final SecretKeySpec key;
  private final String context;

  KeyedHash(SecretKeySpec key, String context) {
    this.key = key;
    this.context = context;
  }

  String patient(String number) {
    return base32(mac("patient", number));
  }

  @Override
  public String digest(String text) {
    return base32(mac("text", text));
  }

  /// A UUID-derived UID of PS3.5 annex B.2: `2.25.` and a 128-bit number.
  @Override
  public String uid(String uid) {
    byte[] bits = Arrays.copyOf(mac("uid", uid), UID_BYTES);
    return "2.25." + new BigInteger(1, bits);
  }

  /// A number of a range that a patient always has, evenly spread.
  int within(String patient, int least, int most) {
    BigInteger number = new BigInteger(1, mac("days", patient));
    return least + number.mod(BigInteger.valueOf(most - least + 1L)).intValue();
  }

  private byte[] mac(String purpose, String text) {
    try {
      Mac mac = Mac.getInstance(PseudonymKey.ALGORITHM);
      mac.init(key);
      mac.update(purpose.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      mac.update(context.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + PseudonymKey.ALGORITHM, e);
    }
  }

  /// The first 130 bits, five to a character.
  private static String base32(byte[] bytes) {
    BigInteger number = new BigInteger(1, bytes).shiftRight(bytes.length * 8 - CHARACTERS * 5);
    var text = new char[CHARACTERS];
    for (int i = CHARACTERS - 1; i >= 0; i--) {
      text[i] = ALPHABET.charAt(number.intValue() & 31);
      number = number.shiftRight(5);
    }
    return new String(text);
  }
}

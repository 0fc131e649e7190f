package org.tessera.etl.pseudonym;

import java.nio.file.Path;
import java.security.SecureRandom;
import javax.crypto.spec.SecretKeySpec;
import org.tessera.mappings.Secrets;

/// What images need of one context's pseudonyms: the same patient gets the same as in the forms, on
/// any machine that has the key, and no database is asked.
public final class ImagePseudonyms implements Secrets {
  private static final int KEY_BYTES = 32;

  private final KeyedHash hash;

  ImagePseudonyms(SecretKeySpec key, String context) {
    this.hash = new KeyedHash(key, context);
  }

  /// Opens the key `keys/pseudonym.key` below the home folder, creating it when there is none.
  ///
  /// @param context as [Contexts#of] names it for a study; empty for the node's own
  public static ImagePseudonyms open(Path home, String context) {
    SecretKeySpec key = PseudonymKey.open(home.resolve("keys").resolve("pseudonym.key"));
    return new ImagePseudonyms(key, context);
  }

  /// Under a key made now and kept nowhere: once this object is gone nobody can link anything.
  public static ImagePseudonyms forgotten() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return new ImagePseudonyms(new SecretKeySpec(key, PseudonymKey.ALGORITHM), "");
  }

  /// The pseudonym of a patient: 26 lower-case base-32 characters.
  ///
  /// @param canonicalNumber the number as the study's `PatientKey` writes it
  public String pseudonym(String canonicalNumber) {
    return hash.patient(canonicalNumber);
  }

  /// By how many days all dates of a patient move.
  ///
  /// @param least the lowest number of days
  /// @param most the highest
  public int days(String canonicalNumber, int least, int most) {
    return hash.within(canonicalNumber, least, most);
  }

  @Override
  public String digest(String text) {
    return hash.digest(text);
  }

  @Override
  public String uid(String uid) {
    return hash.uid(uid);
  }
}

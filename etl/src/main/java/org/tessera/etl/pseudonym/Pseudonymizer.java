package org.tessera.etl.pseudonym;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.tessera.mappings.Secrets;

/// Gives patients their pseudonyms, and tells an authorised person who is behind one.
///
/// A pseudonym is the HMAC-SHA-512/256 of the study's context and the patient's canonical number,
/// so forms and images of a study agree without asking each other. The correspondence table exists
/// for look-ups alone; losing it loses no link as long as the key is kept.
public final class Pseudonymizer implements Secrets {
  private final SecretKeySpec key;
  private final Contexts contexts;
  private final Correspondence correspondence;
  private final IdentifyingCells cells;
  private final Disclosure disclosure;
  private final KeyedHash node;

  private Pseudonymizer(
      SecretKeySpec key, Contexts contexts, DataSource identity, Disclosure disclosure) {
    this.key = key;
    this.contexts = contexts;
    this.correspondence = new Correspondence(identity);
    this.cells = new IdentifyingCells(identity);
    this.disclosure = disclosure;
    this.node = new KeyedHash(key, "");
  }

  /// Opens the key `keys/pseudonym.key` below the home folder, creating it at the first start.
  ///
  /// @param identity the data source of the role that alone may read the schema `identity`
  /// @param disclosure writes the audit row of a look-up
  public static Pseudonymizer open(
      Path home, Contexts contexts, DataSource identity, Disclosure disclosure) {
    SecretKeySpec key = PseudonymKey.open(home.resolve("keys").resolve("pseudonym.key"));
    return new Pseudonymizer(key, contexts, identity, disclosure);
  }

  /// The pseudonym of a patient in a study: 26 lower-case base-32 characters.
  ///
  /// @param canonicalNumber the number as the study's `PatientKey` writes it
  public String pseudonym(String study, String canonicalNumber) {
    return new KeyedHash(key, contexts.of(study)).patient(canonicalNumber);
  }

  /// Digests and UIDs inside a study's context: what a study's forms and its images must use.
  public Secrets secrets(String study) {
    return new KeyedHash(key, contexts.of(study));
  }

  /// The context a study's pseudonyms are made in; studies with the same one share their patients.
  public String context(String study) {
    return contexts.of(study);
  }

  /// Keeps who is who, several thousand patients a statement; known ones are left alone.
  ///
  /// @param pseudonymByNumber canonical number to pseudonym
  public void remember(String study, Map<String, String> pseudonymByNumber) {
    if (!pseudonymByNumber.isEmpty()) {
      correspondence.remember(contexts.of(study), pseudonymByNumber);
    }
  }

  /// Looks up the pseudonym of a patient this node knows; the caller has checked that the person
  /// may ask.
  public Optional<String> find(String person, String study, String canonicalNumber) {
    String pseudonym = pseudonym(study, canonicalNumber);
    boolean known = correspondence.knows(contexts.of(study), pseudonym);
    disclosure.about(person, "number to pseudonym", known ? pseudonym : "");
    return known ? Optional.of(pseudonym) : Optional.empty();
  }

  /// Looks up the number behind a pseudonym; the caller has checked that the person may ask.
  public Optional<String> reidentify(String person, String study, String pseudonym) {
    disclosure.about(person, "pseudonym to number", pseudonym);
    return correspondence.number(contexts.of(study), pseudonym);
  }

  /// What rows hold in columns that may identify somebody.
  public IdentifyingCells cells() {
    return cells;
  }

  /// Keeps the name a delivery's file had, which may name a person.
  public void rememberName(long delivery, String name) {
    correspondence.rememberName(delivery, name);
  }

  /// The name a delivery's file had.
  public Optional<String> name(long delivery) {
    return correspondence.name(delivery);
  }

  /// Keeps what files of a delivery of many were called, which may name persons.
  ///
  /// @param names by the file's number in the delivery
  public void rememberFiles(long delivery, Map<Long, String> names) {
    correspondence.rememberFiles(delivery, names);
  }

  /// What files of a delivery were called, by their number in it; those that were kept only.
  public Map<Long, String> files(long delivery) {
    return correspondence.files(delivery);
  }

  /// What the images of a study need of its pseudonyms.
  public ImagePseudonyms images(String study) {
    return new ImagePseudonyms(key, contexts.of(study));
  }

  @Override
  public String digest(String text) {
    return node.digest(text);
  }

  @Override
  public String uid(String uid) {
    return node.uid(uid);
  }
}

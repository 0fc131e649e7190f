package org.tessera.fhir.store;

/// The 64-bit hashes under which tokens, references and URIs are indexed and searched.
///
/// A reference's hash is the parameter's seed xor the [#resource] key of its target, so that a
/// chained search computes it in SQL. Two values share a hash with a chance of 1 in 2^64; at ten
/// million distinct values a collision anywhere has a chance of 1 in 300,000.
public final class IndexKeys {
  private static final long PRIME = 0x100000001b3L;
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long REFERRED = 0x5265666572726564L;
  private static final char SYSTEM_AND_CODE = 1;
  private static final char CODE_ONLY = 2;
  private static final char EXACT = 3;
  private static final char VALUE = 4;
  private static final char SYSTEM_ONLY = 5;
  private static final char PRESENT = 6;
  private static final char DISPLAYED = 7;
  private static final char OF_TYPE = 8;
  private static final char IDENTIFIER = 9;
  private static final char SOUND = 10;

  private IndexKeys() {}

  /// The key of a resource, as the target of references.
  public static long resource(String type, String id) {
    return mixed(step(step(step(OFFSET, type), '/'), id));
  }

  /// The key of a reference as it stands in a resource: `Type/id`, or an absolute address.
  public static long reference(String reference) {
    return mixed(step(OFFSET, reference));
  }

  /// The hash under which a resource is found by anything it refers to, `Type/id`, from whatever
  /// element.
  public static long referred(String reference) {
    return REFERRED ^ reference(reference);
  }

  /// The hash of a coded value with its system; a value without one has the system "".
  public static long token(long seed, String system, String code) {
    return mixed(step(step(step(step(seed, SYSTEM_AND_CODE), system), '|'), code));
  }

  /// The hash of a coded value in whatever system.
  public static long code(long seed, String code) {
    return mixed(step(step(seed, CODE_ONLY), code));
  }

  /// The hash of any coded value of a system.
  public static long system(long seed, String system) {
    return mixed(step(step(seed, SYSTEM_ONLY), system));
  }

  /// The hash that says a parameter has a value at all.
  public static long present(long seed) {
    return mixed(step(seed, PRESENT));
  }

  /// What the [#text] key of a displayed text is combined with by xor.
  public static long displayed(long seed) {
    return mixed(step(seed, DISPLAYED));
  }

  /// The key of a folded text in the table of terms.
  public static long text(String folded) {
    return mixed(step(step(OFFSET, DISPLAYED), folded));
  }

  /// The hash of an identifier of a type.
  public static long ofType(long seed, String system, String code, String value) {
    long typed = step(step(step(step(seed, OF_TYPE), system), '|'), code);
    return mixed(step(step(typed, '|'), value));
  }

  /// Where the hashes of the identifiers of logical references start.
  public static long identifier(long seed) {
    return mixed(step(seed, IDENTIFIER));
  }

  /// The hash of a string exactly as written.
  public static long exact(long seed, String value) {
    return mixed(step(step(seed, EXACT), value));
  }

  /// The hash of how a word sounds.
  public static long sound(long seed, String sound) {
    return mixed(step(step(seed, SOUND), sound));
  }

  /// The hash of a URI.
  public static long uri(long seed, String value) {
    return mixed(step(step(seed, VALUE), value));
  }

  /// The hash of a unit: system and code, only a code, or only a name.
  public static long unit(String system, String code) {
    return mixed(step(step(step(OFFSET, system), '|'), code));
  }

  /// The hash of a combination, built one component's hash after the other.
  public static long combined(long combination, long component) {
    return mixed(combination * PRIME ^ component);
  }

  /// The number of a parameter or combination in the column `p` of the value tables.
  public static int number(long seed) {
    return (int) (seed >>> 32);
  }

  static long seed(String type, String parameter) {
    return mixed(step(step(step(OFFSET, type), '.'), parameter));
  }

  static long signature(String text) {
    return mixed(step(OFFSET, text));
  }

  private static long step(long hash, String text) {
    long h = hash;
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * PRIME;
    }
    return h;
  }

  private static long step(long hash, char mark) {
    return (hash ^ mark) * PRIME;
  }

  /// The finaliser of MurmurHash3: every input bit reaches every output bit.
  private static long mixed(long hash) {
    long h = hash;
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }
}

package org.tessera.dicom;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How a data set is laid out in bytes, PS3.5 section 10 and annex A; the table is
/// `standard/transfer-syntaxes.tsv`.
public final class TransferSyntax {
  private static final Map<String, TransferSyntax> ALL = new LinkedHashMap<>();

  static {
    for (String[] row : Table.rows("transfer-syntaxes.tsv")) {
      ALL.put(row[0], new TransferSyntax(row));
    }
  }

  /// The default of every association.
  public static final TransferSyntax IMPLICIT_VR_LITTLE_ENDIAN = known("1.2.840.10008.1.2");

  /// The usual form of uncompressed files.
  public static final TransferSyntax EXPLICIT_VR_LITTLE_ENDIAN = known("1.2.840.10008.1.2.1");

  /// The deflated form of the explicit one.
  public static final TransferSyntax DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN =
      known("1.2.840.10008.1.2.1.99");

  /// Retired, still found in archives.
  public static final TransferSyntax EXPLICIT_VR_BIG_ENDIAN = known("1.2.840.10008.1.2.2");

  private final String uid;
  private final Encoding encoding;
  private final boolean deflated;
  private final boolean encapsulated;

  private TransferSyntax(String[] row) {
    this.uid = row[0];
    this.encoding =
        row[1].equals("implicit")
            ? Encoding.IMPLICIT_LITTLE
            : row[2].equals("big") ? Encoding.EXPLICIT_BIG : Encoding.EXPLICIT_LITTLE;
    this.deflated = row[3].equals("yes");
    this.encapsulated = row[4].equals("encapsulated");
  }

  private static TransferSyntax known(String uid) {
    return find(uid).orElseThrow();
  }

  /// The syntax with this UID; retired encodings of data sets as MIME or XML are not among them.
  public static Optional<TransferSyntax> find(String uid) {
    return Optional.ofNullable(ALL.get(uid));
  }

  /// All that can be read and written.
  public static Collection<TransferSyntax> all() {
    return Collections.unmodifiableCollection(ALL.values());
  }

  public String uid() {
    return uid;
  }

  /// Whether element headers name their representation.
  public boolean isExplicitVr() {
    return encoding.explicit();
  }

  public boolean isBigEndian() {
    return encoding.big();
  }

  /// Whether the data set after the file meta information is a raw deflate stream.
  public boolean isDeflated() {
    return deflated;
  }

  /// Whether pixel data stands in fragments, PS3.5 annex A.4.
  public boolean isEncapsulated() {
    return encapsulated;
  }

  Encoding encoding() {
    return encoding;
  }

  @Override
  public String toString() {
    return KnownUid.find(uid).map(KnownUid::name).orElse(uid);
  }
}

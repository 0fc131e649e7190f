package org.tessera.dicom;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The value representations of PS3.5 section 6.2, named by their two letters.
public enum Vr {
  AE(Kind.ASCII, 0, false),
  AS(Kind.ASCII, 0, false),
  AT(Kind.NUMBER, 2, false),
  CS(Kind.ASCII, 0, false),
  DA(Kind.ASCII, 0, false),
  DS(Kind.ASCII, 0, false),
  DT(Kind.ASCII, 0, false),
  FD(Kind.NUMBER, 8, false),
  FL(Kind.NUMBER, 4, false),
  IS(Kind.ASCII, 0, false),
  LO(Kind.TEXT, 0, false),
  LT(Kind.LONG_TEXT, 0, false),
  OB(Kind.BYTES, 1, true),
  OD(Kind.BYTES, 8, true),
  OF(Kind.BYTES, 4, true),
  OL(Kind.BYTES, 4, true),
  OV(Kind.BYTES, 8, true),
  OW(Kind.BYTES, 2, true),
  PN(Kind.TEXT, 0, false),
  SH(Kind.TEXT, 0, false),
  SL(Kind.NUMBER, 4, false),
  SQ(Kind.SEQUENCE, 0, true),
  SS(Kind.NUMBER, 2, false),
  ST(Kind.LONG_TEXT, 0, false),
  SV(Kind.NUMBER, 8, true),
  TM(Kind.ASCII, 0, false),
  UC(Kind.TEXT, 0, true),
  UI(Kind.ASCII, 0, false),
  UL(Kind.NUMBER, 4, false),
  UN(Kind.BYTES, 1, true),
  UR(Kind.ASCII, 0, true),
  US(Kind.NUMBER, 2, false),
  UT(Kind.LONG_TEXT, 0, true),
  UV(Kind.NUMBER, 8, true);

  private enum Kind {
    ASCII,
    TEXT,
    LONG_TEXT,
    NUMBER,
    BYTES,
    SEQUENCE
  }

  private static final @Nullable Vr[] BY_LETTERS = new @Nullable Vr[26 * 26];

  static {
    for (Vr vr : values()) {
      BY_LETTERS[(vr.name().charAt(0) - 'A') * 26 + vr.name().charAt(1) - 'A'] = vr;
    }
  }

  private final Kind kind;
  private final int unit;
  private final boolean longForm;

  Vr(Kind kind, int unit, boolean longForm) {
    this.kind = kind;
    this.unit = unit;
    this.longForm = longForm;
  }

  /// The representation with these two letters, if the standard knows it.
  public static Optional<Vr> of(String letters) {
    return letters.length() == 2
        ? Optional.ofNullable(ofLetters(letters.charAt(0), letters.charAt(1)))
        : Optional.empty();
  }

  static @Nullable Vr ofLetters(int first, int second) {
    int row = first - 'A';
    int column = second - 'A';
    return row < 0 || row > 25 || column < 0 || column > 25 ? null : BY_LETTERS[row * 26 + column];
  }

  /// Whether values are characters of any kind.
  public boolean isText() {
    return kind == Kind.ASCII || kind == Kind.TEXT || kind == Kind.LONG_TEXT;
  }

  /// Whether the data set's Specific Character Set (0008,0005) decides how values are read.
  public boolean usesCharacterSet() {
    return kind == Kind.TEXT || kind == Kind.LONG_TEXT;
  }

  /// Whether values are binary numbers or attribute tags.
  public boolean isNumber() {
    return kind == Kind.NUMBER;
  }

  /// Whether a backslash separates values.
  public boolean isSplit() {
    return kind == Kind.TEXT || (kind == Kind.ASCII && this != UR);
  }

  /// Bytes that belong together and change their order with the byte order; 0 and 1 have none.
  int unit() {
    return unit;
  }

  /// Whether the explicit header has two reserved bytes and a 32-bit length, PS3.5 section 7.1.2.
  boolean longForm() {
    return longForm;
  }

  /// The byte that makes a value of odd length even.
  byte padding() {
    return (byte) (isText() && this != UI ? ' ' : 0);
  }
}

package org.tessera.dicom;

/// Something the standard forbids and the reader could read in spite of it.
///
/// @param offset the byte where it stands; in a deflated data set counted in inflated bytes
/// @param tag the attribute concerned, 0 when it is none
public record Irregularity(long offset, int tag, Kind kind) {
  /// What is irregular.
  public enum Kind {
    NO_PREAMBLE("no preamble and prefix (PS3.10 section 7.1)"),
    NO_FILE_META("no file meta information (PS3.10 section 7.1)"),
    META_GROUP_LENGTH("file meta group length missing or wrong"),
    META_ENCODING("file meta information is not explicit VR little endian"),
    TRANSFER_SYNTAX("transfer syntax missing, unknown or contradicted by the data set"),
    LEADING_BYTES("bytes before the data set that belong to nothing"),
    UNKNOWN_VR("a value representation the standard does not know"),
    TRUNCATED("the file ends before the value does"),
    NOT_CLOSED("a sequence or item without its delimiter"),
    BEYOND_CONTAINER("a length that exceeds the item or sequence around it"),
    STRAY_BYTES("bytes in a sequence or item that belong to nothing"),
    OUT_OF_ORDER("tags not in ascending order, or twice"),
    ODD_LENGTH("a value of odd length"),
    TRAILING_BYTES("bytes after the data set");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /// The kind in words.
    public String words() {
      return words;
    }
  }

  /// Whether content is missing, so that a copy of the file elsewhere may be better.
  public boolean isLoss() {
    return kind == Kind.TRUNCATED;
  }

  @Override
  public String toString() {
    return "byte " + offset + (tag == 0 ? "" : " " + Tag.format(tag)) + ": " + kind.words;
  }
}

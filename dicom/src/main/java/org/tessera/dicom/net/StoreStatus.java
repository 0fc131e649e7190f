package org.tessera.dicom.net;

/// What the sender of an instance is told, PS3.4 annex B.2.3 and PS3.7 annex C.
public enum StoreStatus {
  STORED(0x0000, ""),
  INVALID_INSTANCE(0x0117, "the SOP instance UID is none"),
  UNKNOWN_CLASS(0x0122, "SOP class not supported"),
  FAILED(0x0110, "processing failure"),
  OUT_OF_RESOURCES(0xA700, "out of resources"),
  TOO_LARGE(0xA701, "the data set is larger than is taken here"),
  MISMATCH(0xA900, "data set and command name different objects"),
  NOT_UNDERSTOOD(0xC000, "the data set cannot be read"),
  CUT_SHORT(0xC001, "the data set ends before its values do"),
  /// It was read and is wanted by nobody here.
  NOT_WANTED(0xC100, "the instance is not taken here");

  private final int code;
  private final String words;

  StoreStatus(int code, String words) {
    this.code = code;
    this.words = words;
  }

  /// The status element (0000,0900).
  public int code() {
    return code;
  }

  /// The reason in words; empty when there is nothing to say.
  public String words() {
    return words;
  }
}

package org.tessera.dicom;

/// How element headers and numbers are laid out, PS3.5 section 7.1 and 7.3.
enum Encoding {
  IMPLICIT_LITTLE(false, false),
  EXPLICIT_LITTLE(true, false),
  EXPLICIT_BIG(true, true);

  private final boolean explicit;
  private final boolean big;

  Encoding(boolean explicit, boolean big) {
    this.explicit = explicit;
    this.big = big;
  }

  boolean explicit() {
    return explicit;
  }

  boolean big() {
    return big;
  }

  int getShort(byte[] bytes, int at) {
    int low = bytes[at] & 0xFF;
    int high = bytes[at + 1] & 0xFF;
    return big ? low << 8 | high : high << 8 | low;
  }

  int getInt(byte[] bytes, int at) {
    int first = getShort(bytes, at);
    int second = getShort(bytes, at + 2);
    return big ? first << 16 | second : second << 16 | first;
  }

  long getLong(byte[] bytes, int at) {
    long first = getInt(bytes, at) & 0xFFFFFFFFL;
    long second = getInt(bytes, at + 4) & 0xFFFFFFFFL;
    return big ? first << 32 | second : second << 32 | first;
  }

  int getTag(byte[] bytes, int at) {
    return getShort(bytes, at) << 16 | getShort(bytes, at + 2);
  }

  void putShort(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (big ? value >> 8 : value);
    bytes[at + 1] = (byte) (big ? value : value >> 8);
  }

  void putInt(byte[] bytes, int at, int value) {
    putShort(bytes, at, big ? value >>> 16 : value);
    putShort(bytes, at + 2, big ? value : value >>> 16);
  }

  void putLong(byte[] bytes, int at, long value) {
    putInt(bytes, at, (int) (big ? value >>> 32 : value));
    putInt(bytes, at + 4, (int) (big ? value : value >>> 32));
  }

  void putTag(byte[] bytes, int at, int tag) {
    putShort(bytes, at, tag >>> 16);
    putShort(bytes, at + 2, tag);
  }
}

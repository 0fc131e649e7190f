package org.tessera.dicom.render;

/// What stands before the scans of a JPEG stream.
///
/// @param process the frame header's marker, 0xC0 to 0xCF; 0 when there is none
/// @param precision bits a sample
/// @param colours what the stream itself says its colours are
record JpegHead(int process, int precision, Colours colours) {
  private static final int START_OF_SCAN = 0xDA;
  private static final int APP0 = 0xE0;
  private static final int APP14 = 0xEE;
  private static final int ADOBE_TRANSFORM = 11;
  private static final int LAST_OF_DCT = 0xC2;
  private static final int LOSSLESS = 0xC3;

  /// What a stream says of its colours; what Adobe's marker says counts for most.
  enum Colours {
    UNTOLD,
    DIFFERENCES,
    RGB
  }

  static JpegHead of(byte[] frame) {
    int process = 0;
    int precision = 0;
    Colours colours = Colours.UNTOLD;
    boolean certain = false;
    int at = 2;
    while (at + 4 <= frame.length && (frame[at] & 0xFF) == 0xFF) {
      int marker = frame[at + 1] & 0xFF;
      int length = (frame[at + 2] & 0xFF) << 8 | (frame[at + 3] & 0xFF);
      int body = at + 4;
      if (marker == START_OF_SCAN || length < 2 || body + length - 2 > frame.length) {
        break;
      }
      if (marker == APP14 && length >= 14 && starts(frame, body, "Adobe")) {
        colours = frame[body + ADOBE_TRANSFORM] == 0 ? Colours.RGB : Colours.DIFFERENCES;
        certain = true;
      } else if (marker == APP0 && starts(frame, body, "JFIF") && !certain) {
        colours = Colours.DIFFERENCES;
      } else if (isFrameHeader(marker) && length >= 8) {
        process = marker;
        precision = frame[body] & 0xFF;
        colours = length >= 17 && namesColours(frame, body) && !certain ? Colours.RGB : colours;
      }
      at = body + length - 2;
    }
    return new JpegHead(process, precision, colours);
  }

  /// Frame headers have the numbers 0xC0 to 0xCF but for three that are tables.
  private static boolean isFrameHeader(int marker) {
    return (marker & 0xF0) == 0xC0 && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  /// Components called R, G and B are just that.
  private static boolean namesColours(byte[] frame, int body) {
    return frame[body + 5] == 3
        && frame[body + 6] == 'R'
        && frame[body + 9] == 'G'
        && frame[body + 12] == 'B';
  }

  private static boolean starts(byte[] bytes, int at, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (at + i >= bytes.length || bytes[at + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// Whether the JDK's own reader decodes it: baseline, extended or progressive with 8 bits.
  boolean isPlain() {
    return process <= LAST_OF_DCT && precision <= 8;
  }

  /// The photometric interpretation of the decoded samples: what the stream says counts for more
  /// than what the data set says, since converters forget to tell. Lossless streams are taken at
  /// the data set's word.
  String photometric(String told) {
    boolean untold = process == LOSSLESS || colours == Colours.UNTOLD;
    boolean differences = untold ? told.startsWith("YBR") : colours == Colours.DIFFERENCES;
    return differences ? "YBR_FULL" : "RGB";
  }
}

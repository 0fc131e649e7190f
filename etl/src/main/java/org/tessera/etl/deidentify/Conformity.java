package org.tessera.etl.deidentify;

import java.util.regex.Pattern;
import org.tessera.dicom.Dictionary;
import org.tessera.dicom.DictionaryEntry;
import org.tessera.dicom.Vr;

/// Whether a value is what its representation promises (PS3.5 section 6.2): what is not may be
/// anything.
final class Conformity {
  private static final Pattern AGE = Pattern.compile("\\d{3}[DWMY]");
  private static final Pattern DATE = Pattern.compile("\\d{4}[.-]?\\d{2}[.-]?\\d{2}");
  private static final Pattern TIME = Pattern.compile("\\d{2}(:?\\d{2}(:?\\d{2}(\\.\\d{1,6})?)?)?");
  private static final Pattern DATE_TIME =
      Pattern.compile(
          "\\d{4}(\\d{2}(\\d{2}(\\d{2}(\\d{2}(\\d{2}(\\.\\d{1,6})?)?)?)?)?)?([+-]\\d{4})?");
  private static final int TEXT_BYTES_MIN = 6;
  private static final int CODE_MAX = 16;
  private static final int NUMBER_MAX = 24;
  private static final double COORDINATE_MAX = 1e15;

  private Conformity() {}

  /// Whether a value of an ASCII representation is one.
  static boolean isOne(Vr vr, String value) {
    return switch (vr) {
      case CS -> isCode(value);
      case DS, IS -> isNumber(value);
      case UI -> isUid(value);
      case AS -> AGE.matcher(value).matches();
      case DA -> DATE.matcher(value).matches();
      case TM -> TIME.matcher(value).matches();
      case DT -> DATE_TIME.matcher(value).matches();
      default -> true;
    };
  }

  /// Writers use small letters and signs in spite of the standard; blanks, capitals, digits and the
  /// underscore are most.
  private static boolean isCode(String value) {
    if (value.length() > CODE_MAX) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!((c >= 'A' && c <= 'Z') || isDigit(c) || c == ' ' || c == '_')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNumber(String value) {
    boolean digit = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      digit |= isDigit(c);
      if (!(isDigit(c) || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E')) {
        return false;
      }
    }
    return digit && value.length() <= NUMBER_MAX;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isUid(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!(isDigit(c) || c == '.')) {
        return false;
      }
    }
    return value.length() <= 64;
  }

  /// Whether so many values may stand there (PS3.6).
  static boolean isCount(int tag, int values) {
    DictionaryEntry entry = Dictionary.find(tag).orElse(null);
    return entry == null || values <= entry.vm().most();
  }

  /// Whether bytes are a text rather than numbers: letters throughout that do not climb evenly.
  static boolean readsAsText(byte[] bytes) {
    int length = bytes.length;
    while (length > 0 && (bytes[length - 1] == 0 || bytes[length - 1] == ' ')) {
      length--;
    }
    if (length < TEXT_BYTES_MIN) {
      return false;
    }
    int letters = 0;
    int falls = 0;
    for (int i = 0; i < length; i++) {
      int c = bytes[i];
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      letters += letter || isDigit(c) || c == ' ' || c == '^' || c == '-' ? 1 : 0;
      falls += i > 0 && bytes[i] < bytes[i - 1] ? 1 : 0;
    }
    return letters * 10 >= length * 8 && falls > 0;
  }

  /// Whether little-endian numbers are such as measurements have; letters read as floating-point
  /// numbers are beyond all measure.
  static boolean isMeasured(Vr vr, byte[] bytes) {
    var buffer = java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    boolean single = vr == Vr.FL || vr == Vr.OF;
    if (!single && vr != Vr.FD && vr != Vr.OD) {
      return true;
    }
    while (buffer.remaining() >= (single ? 4 : 8)) {
      double number = single ? buffer.getFloat() : buffer.getDouble();
      if (Math.abs(number) > COORDINATE_MAX) {
        return false;
      }
    }
    return true;
  }

  /// Whether every attribute tag among these is one of the standard; private ones are gone.
  static boolean areTags(byte[] littleEndian) {
    var buffer = java.nio.ByteBuffer.wrap(littleEndian).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    while (buffer.remaining() >= 4) {
      int tag = (buffer.getShort() & 0xFFFF) << 16 | (buffer.getShort() & 0xFFFF);
      if (Dictionary.find(tag).isEmpty()) {
        return false;
      }
    }
    return true;
  }
}

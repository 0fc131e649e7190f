package org.tessera.dicom.model;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Tag;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// Values as the two models print them.
final class ElementText {
  private static final int BASE64_BLOCK = 3 * 8192;

  private ElementText() {}

  /// Whether the models print bytes in base 64, and no values.
  static boolean isInline(ValueElement element) {
    boolean binary = !element.vr().isText() && !element.vr().isNumber();
    return binary || !element.value().inMemory();
  }

  /// The values, empty ones as empty strings; padding is not printed. Both models are UTF-8, and so
  /// is the character set they name.
  static List<String> values(DataSet owner, ValueElement element) {
    if (element.tag() == Tag.SpecificCharacterSet) {
      return List.of("ISO_IR 192");
    }
    if (!element.vr().isNumber()) {
      String text = owner.text(element).text();
      return element.vr().isSplit() ? split(element.vr(), text) : whole(text);
    }
    try {
      return numbers(element);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> split(Vr vr, String text) {
    List<String> values = new ArrayList<>();
    for (String value : text.split("\\\\", -1)) {
      String trimmed = trimEnd(value).stripLeading();
      boolean nameless = vr == Vr.PN && trimmed.chars().allMatch(c -> c == '^' || c == '=');
      values.add(nameless ? "" : trimmed);
    }
    return values.size() == 1 && values.getFirst().isEmpty() ? List.of() : values;
  }

  private static List<String> whole(String text) {
    String trimmed = trimEnd(text);
    return trimmed.isEmpty() ? List.of() : List.of(trimmed);
  }

  private static String trimEnd(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) {
      end--;
    }
    return text.substring(0, end);
  }

  private static List<String> numbers(ValueElement element) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(element.littleEndian()).order(ByteOrder.LITTLE_ENDIAN);
    List<String> values = new ArrayList<>();
    while (bytes.remaining() >= size(element.vr())) {
      values.add(next(element.vr(), bytes));
    }
    return values;
  }

  /// Bytes of one number.
  static int size(Vr vr) {
    return switch (vr) {
      case US, SS -> 2;
      case FD, SV, UV -> 8;
      default -> 4;
    };
  }

  private static String next(Vr vr, ByteBuffer bytes) {
    return switch (vr) {
      case US -> Integer.toString(bytes.getShort() & 0xFFFF);
      case SS -> Short.toString(bytes.getShort());
      case UL -> Long.toString(bytes.getInt() & 0xFFFFFFFFL);
      case SL -> Integer.toString(bytes.getInt());
      case FL -> plain(Float.toString(bytes.getFloat()));
      case FD -> plain(Double.toString(bytes.getDouble()));
      case SV -> Long.toString(bytes.getLong());
      case UV -> Long.toUnsignedString(bytes.getLong());
      default -> Tag.hex(((bytes.getShort() & 0xFFFF) << 16) | (bytes.getShort() & 0xFFFF));
    };
  }

  private static String plain(String number) {
    return number.endsWith(".0") ? number.substring(0, number.length() - 2) : number;
  }

  /// The bytes of numbers printed so.
  static byte[] bytes(Vr vr, List<String> values) throws Broken {
    ByteBuffer bytes = ByteBuffer.allocate(values.size() * size(vr)).order(ByteOrder.LITTLE_ENDIAN);
    for (String value : values) {
      try {
        put(vr, value, bytes);
      } catch (ArithmeticException | NumberFormatException _) {
        throw new Broken("a value of " + vr + " is no such number");
      }
    }
    return bytes.array();
  }

  private static void put(Vr vr, String value, ByteBuffer bytes) {
    switch (vr) {
      case US, SS -> bytes.putShort((short) whole(value, vr == Vr.US ? 0xFFFF : 0x7FFF));
      case UL, SL -> bytes.putInt((int) whole(value, vr == Vr.UL ? 0xFFFFFFFFL : 0x7FFFFFFFL));
      case FL -> bytes.putFloat(Float.parseFloat(value));
      case FD -> bytes.putDouble(Double.parseDouble(value));
      case SV -> bytes.putLong(Long.parseLong(value));
      case UV -> bytes.putLong(Long.parseUnsignedLong(value));
      default -> {
        int tag = Integer.parseUnsignedInt(value, 16);
        bytes.putShort((short) (tag >>> 16)).putShort((short) tag);
      }
    }
  }

  private static long whole(String value, long most) {
    if (value.length() > 32) {
      throw new NumberFormatException();
    }
    long number = new BigDecimal(value).longValueExact();
    if (number > most || number < -0x80000000L) {
      throw new ArithmeticException();
    }
    return number;
  }

  /// Prints a value in base 64 without holding it.
  static void base64(ValueElement element, Printer out) throws IOException {
    try (InputStream bytes = element.openLittleEndian()) {
      while (true) {
        byte[] block = bytes.readNBytes(BASE64_BLOCK);
        if (block.length == 0) {
          return;
        }
        out.print(Base64.getEncoder().encodeToString(block));
      }
    }
  }

  /// Where text goes.
  interface Printer {
    void print(String text) throws IOException;
  }
}

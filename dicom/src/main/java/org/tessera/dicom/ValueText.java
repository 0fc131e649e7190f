package org.tessera.dicom;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads values of elements as text and numbers.
final class ValueText {
  private ValueText() {}

  static CharacterSet.Decoded decoded(DataSet owner, ValueElement element) {
    if (element.region() != null) {
      return new CharacterSet.Decoded("", 0);
    }
    var span = new Span(element.array(), element.start(), (int) element.length());
    return element.vr().usesCharacterSet()
        ? owner.characterSet().decode(span, element.vr())
        : new CharacterSet.Decoded(
            new String(span.array(), span.start(), span.length(), StandardCharsets.ISO_8859_1), 0);
  }

  static List<String> values(DataSet owner, ValueElement element) {
    if (element.region() != null || !element.vr().isText()) {
      return element.vr().isNumber()
          ? numbers(owner, element).stream().map(BigDecimal::toString).toList()
          : List.of();
    }
    String text = decoded(owner, element).text();
    if (element.vr().isSplit()) {
      return TextValues.split(text);
    }
    String trimmed = TextValues.trimEnd(text);
    return trimmed.isEmpty() ? List.of() : List.of(trimmed);
  }

  static List<BigDecimal> numbers(DataSet owner, ValueElement element) {
    List<BigDecimal> numbers = new ArrayList<>();
    if (element.region() != null) {
      return numbers;
    }
    if (element.vr() == Vr.DS || element.vr() == Vr.IS) {
      for (String value : values(owner, element)) {
        if (isNumber(value)) {
          numbers.add(new BigDecimal(value));
        }
      }
      return numbers;
    }
    if (element.vr().isNumber()) {
      int unit = element.vr() == Vr.AT ? 4 : element.vr().unit();
      for (int at = 0; at + unit <= element.length(); at += unit) {
        binary(element, element.start() + at, numbers);
      }
    }
    return numbers;
  }

  /// Short digits only: a decimal string is at most 16 bytes, and an exponent of a billion must not
  /// become a number of a billion digits.
  private static boolean isNumber(String value) {
    return value.length() <= 64 && value.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");
  }

  private static void binary(ValueElement element, int at, List<BigDecimal> into) {
    byte[] bytes = element.array();
    Encoding order = element.encoding();
    switch (element.vr()) {
      case US -> into.add(BigDecimal.valueOf(order.getShort(bytes, at)));
      case SS -> into.add(BigDecimal.valueOf((short) order.getShort(bytes, at)));
      case UL -> into.add(BigDecimal.valueOf(order.getInt(bytes, at) & 0xFFFFFFFFL));
      case SL -> into.add(BigDecimal.valueOf(order.getInt(bytes, at)));
      case SV -> into.add(BigDecimal.valueOf(order.getLong(bytes, at)));
      case UV -> into.add(new BigDecimal(Long.toUnsignedString(order.getLong(bytes, at))));
      case AT -> into.add(BigDecimal.valueOf(order.getTag(bytes, at) & 0xFFFFFFFFL));
      case FL -> finite(Float.toString(Float.intBitsToFloat(order.getInt(bytes, at))), into);
      case FD -> finite(Double.toString(Double.longBitsToDouble(order.getLong(bytes, at))), into);
      default -> {}
    }
  }

  private static void finite(String number, List<BigDecimal> into) {
    if (Character.isDigit(number.charAt(number.length() - 1))) {
      into.add(new BigDecimal(number));
    }
  }
}

package org.tessera.etl.deidentify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.tessera.dicom.Dictionary;
import org.tessera.dicom.DictionaryEntry;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// Which representation a value has and which it should have (PS3.6).
final class Representation {
  private Representation() {}

  static boolean isSequence(int tag) {
    return Dictionary.find(tag).map(entry -> entry.vrs().contains(Vr.SQ)).orElse(false);
  }

  /// The value as what the dictionary says it is, when its writer did not know (UN).
  static ValueElement meant(ValueElement value) {
    if (value.vr() != Vr.UN || !value.value().inMemory()) {
      return value;
    }
    List<Vr> vrs = vrs(value.tag());
    return vrs.isEmpty() || vrs.getFirst() == Vr.SQ || vrs.getFirst() == Vr.UN
        ? value
        : ValueElement.of(value.tag(), vrs.getFirst(), bytes(value));
  }

  private static List<Vr> vrs(int tag) {
    return Dictionary.find(tag).map(DictionaryEntry::vrs).orElse(List.of());
  }

  /// A private value whose representation got lost in an implicit file: a text when it holds no
  /// control characters.
  static ValueElement privately(ValueElement value) {
    if (value.vr() != Vr.UN || !value.value().inMemory()) {
      return value;
    }
    byte[] bytes = bytes(value);
    for (byte code : bytes) {
      if ((code > 0 && code < ' ') || code == 0x7F) {
        return value;
      }
    }
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    return ValueElement.of(
        value.tag(), Conformity.isOne(Vr.DS, text.strip()) ? Vr.DS : Vr.LO, bytes);
  }

  /// Whether the dictionary allows the representation, or another kind of text.
  static boolean fits(ValueElement value) {
    List<Vr> vrs = vrs(value.tag());
    Vr vr = value.vr();
    return vrs.isEmpty()
        || vrs.contains(vr)
        || (vr.usesCharacterSet() && vrs.stream().anyMatch(Vr::usesCharacterSet))
        || (bytes(vr) && vrs.stream().anyMatch(Representation::bytes));
  }

  private static boolean bytes(Vr vr) {
    return vr == Vr.OB || vr == Vr.OW || vr == Vr.UN;
  }

  /// The representation a new value is written in.
  static Vr of(ValueElement value) {
    List<Vr> vrs = vrs(value.tag());
    return vrs.isEmpty() || vrs.contains(value.vr()) ? value.vr() : vrs.getFirst();
  }

  /// A value's bytes, numbers in little endian.
  static byte[] bytes(ValueElement value) {
    try {
      return value.littleEndian();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

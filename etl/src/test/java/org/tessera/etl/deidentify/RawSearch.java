package org.tessera.etl.deidentify;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tessera.dicom.CharacterSet;
import org.tessera.dicom.Vr;

/// Looks for a text in bytes, whatever they are: in every character set DICOM knows, in UTF-16, and
/// in upper and lower case.
final class RawSearch {
  private static final List<String> TERMS =
      List.of(
          "ISO_IR 100",
          "ISO_IR 101",
          "ISO_IR 109",
          "ISO_IR 110",
          "ISO_IR 144",
          "ISO_IR 127",
          "ISO_IR 126",
          "ISO_IR 138",
          "ISO_IR 148",
          "ISO_IR 203",
          "ISO_IR 13",
          "ISO_IR 166",
          "ISO_IR 192",
          "GB18030",
          "GBK",
          "\\ISO 2022 IR 149",
          "\\ISO 2022 IR 58",
          "ISO 2022 IR 13\\ISO 2022 IR 87",
          "\\ISO 2022 IR 87",
          "\\ISO 2022 IR 159");

  private RawSearch() {}

  static boolean finds(byte[] bytes, String text) {
    String latin = latin(bytes);
    return spellings(text).stream().anyMatch(latin::contains);
  }

  private static Set<String> spellings(String text) {
    Set<String> cases = new LinkedHashSet<>();
    cases.add(text);
    cases.add(text.toUpperCase(Locale.ROOT));
    cases.add(text.toLowerCase(Locale.ROOT));
    Set<String> spellings = new LinkedHashSet<>();
    for (String one : cases) {
      for (String term : TERMS) {
        CharacterSet.of(List.of(term.split("\\\\", -1)))
            .encode(one, Vr.LO)
            .ifPresent(code -> spellings.add(latin(code)));
      }
      for (String name :
          List.of(
              "UTF-16LE",
              "UTF-16BE",
              "UTF-32LE",
              "EUC-JP",
              "Shift_JIS",
              "KOI8-R",
              "windows-1251")) {
        byte[] bytes = one.getBytes(Charset.forName(name));
        if (new String(bytes, Charset.forName(name)).equals(one)) {
          spellings.add(latin(bytes));
        }
      }
    }
    return spellings;
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}

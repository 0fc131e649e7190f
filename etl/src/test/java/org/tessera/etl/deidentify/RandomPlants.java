package org.tessera.etl.deidentify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.tessera.dicom.CharacterSet;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DataSetEdit;
import org.tessera.dicom.Element;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Table;
import org.tessera.dicom.Tag;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// Data sets of random attributes of the standard and of nobody, at random depth, with a random
/// person's identity anywhere in them.
final class RandomPlants {
  private static final List<String[]> ATTRIBUTES =
      Table.rows("elements.tsv").stream()
          .filter(row -> !row[0].contains("x") && row[0].compareTo("00080006") > 0)
          .filter(row -> !row[0].startsWith("7FE0") && !row[0].startsWith("FFFE"))
          .filter(row -> !row[1].isEmpty() && !row[1].equals("NONE"))
          .toList();
  private static final List<Vr> REPRESENTATIONS = List.of(Vr.values());
  private static final List<Vr> FREE = List.of(Vr.LT, Vr.ST, Vr.UT);
  private static final String[][] SCRIPTS = {
    {"", "bcdfghklmnprstvz", "aeiou"},
    {"ISO_IR 100", "bdfgklmnprstvzß", "äöüéàa"},
    {"ISO_IR 144", "бвгджзклмнпрст", "аеиоуя"},
    {"ISO_IR 126", "βγδζθκλμνπρσ", "αεηιου"},
    {"ISO_IR 192", "çğşđłžřţ", "ıåøęúő"},
    {"GB18030", "长孙欧阳滨江东陵", "晓栋志远美玲德海"},
    {"\\ISO 2022 IR 149", "황보남궁솔바한빛", "길상석진연화로을"},
  };

  private final Random random;
  private final String[] script;
  private final List<String> tokens = new ArrayList<>();

  /// Words of a stranger, whom no attribute of the file names.
  private final List<String> strangers = new ArrayList<>();

  private final CharacterSet set;

  RandomPlants(long seed) {
    random = new Random(seed);
    script = SCRIPTS[random.nextInt(SCRIPTS.length)];
    set =
        CharacterSet.of(
            script[0].isEmpty() ? List.of() : Arrays.asList(script[0].split("\\\\", -1)));
    for (int i = 0; i < 4; i++) {
      tokens.add(word());
    }
    for (int i = 0; i < 4; i++) {
      tokens.add(number());
    }
    strangers.add(word());
    strangers.add(word());
  }

  private String word() {
    var word = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      word.append(letter(script[1])).append(letter(script[2]));
    }
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private char letter(String alphabet) {
    return alphabet.charAt(random.nextInt(alphabet.length()));
  }

  private String number() {
    var number = new StringBuilder(random.nextBoolean() ? "Q" : "");
    for (int i = 0; i < 9; i++) {
      number.append(1 + random.nextInt(9));
    }
    return number.toString();
  }

  List<String> tokens() {
    return tokens;
  }

  List<String> strangers() {
    return strangers;
  }

  DataSet next() {
    DataSetEdit edit = elements(DataSet.EMPTY.edit(), 0);
    if (!script[0].isEmpty()) {
      edit.put(Tag.SpecificCharacterSet, Vr.CS, script[0].split("\\\\", -1));
    }
    edit.put(Tag.SOPClassUID, Vr.UI, random.nextBoolean() ? "1.2.840.10008.5.1.4.1.1.2" : "1.2.3")
        .put(Tag.SOPInstanceUID, Vr.UI, "1.2.3." + random.nextInt(1 << 20))
        .put(Tag.StudyInstanceUID, Vr.UI, "1.2.3.4")
        .put(Tag.SeriesInstanceUID, Vr.UI, "1.2.3.5")
        .put(Tag.Modality, Vr.CS, "MR");
    put(edit, Tag.PatientName, Vr.PN, tokens.get(0) + "^" + tokens.get(1));
    put(edit, 0x00080090, Vr.PN, tokens.get(2) + "^" + tokens.get(3));
    put(edit, Tag.PatientID, Vr.LO, tokens.get(4));
    put(edit, 0x00101000, Vr.LO, tokens.get(5) + "\\" + tokens.get(6));
    put(edit, Tag.AccessionNumber, Vr.SH, tokens.get(7));
    return edit.build();
  }

  private void put(DataSetEdit edit, int tag, Vr vr, String text) {
    edit.put(ValueElement.of(tag, vr, set.encode(text, vr).orElseThrow()));
  }

  private DataSetEdit elements(DataSetEdit edit, int depth) {
    int count = depth == 0 ? 30 + random.nextInt(60) : 2 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      String[] row = ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size()));
      int tag = Integer.parseUnsignedInt(row[0], 16);
      Optional<Vr> vr = Vr.of(row[1].substring(0, 2));
      if (vr.isPresent()) {
        element(tag, vr.get(), depth).ifPresent(edit::put);
      }
    }
    int block = 0x10 + random.nextInt(3);
    edit.put(
        ValueElement.of(
            0x00190000 | block,
            Vr.LO,
            bytes(random.nextBoolean() ? "SIEMENS MR HEADER" : token())));
    for (int i = 0; i < 6; i++) {
      Vr vr = REPRESENTATIONS.get(random.nextInt(REPRESENTATIONS.size()));
      element(0x00190000 | block << 8 | random.nextInt(0x30), vr, depth).ifPresent(edit::put);
    }
    return edit;
  }

  private Optional<Element> element(int tag, Vr vr, int depth) {
    if (vr == Vr.SQ) {
      return depth > 3
          ? Optional.empty()
          : Optional.of(
              SequenceElement.of(
                  tag,
                  List.of(within(elements(DataSet.EMPTY.edit(), depth + 1).build())),
                  random.nextBoolean()));
    }
    if (tag == Tag.PatientID || tag == Tag.PatientName) {
      return Optional.empty();
    }
    if (FREE.contains(vr) && random.nextInt(3) == 0) {
      return Optional.of(
          ValueElement.of(tag, vr, bytes("seen by " + strangers.get(random.nextInt(2)))));
    }
    return Optional.of(ValueElement.of(tag, vr, random.nextInt(4) == 0 ? new byte[0] : value(vr)));
  }

  private DataSet within(DataSet item) {
    return item.within(set);
  }

  private String token() {
    return tokens.get(random.nextInt(tokens.size()));
  }

  /// A token alone, in a sentence, in capitals, behind a null, or glued to something.
  private byte[] value(Vr vr) {
    String token = token();
    String text =
        switch (random.nextInt(6)) {
          case 0 -> token;
          case 1 -> "for " + token + " today";
          case 2 -> vr.isSplit() ? "CHEST\\" + token : token;
          case 3 -> "AX " + token + ", T2";
          case 4 -> "WS_" + token;
          default -> "HFS\0" + token;
        };
    return bytes(text);
  }

  private byte[] bytes(String text) {
    byte[] code =
        random.nextInt(8) == 0
            ? text.getBytes(StandardCharsets.UTF_8)
            : set.encode(text.replace('\0', '\t'), Vr.LO).orElseThrow();
    for (int i = 0; i < code.length; i++) {
      code[i] = text.indexOf(0) >= 0 && code[i] == '\t' ? 0 : code[i];
    }
    return Arrays.copyOf(code, (code.length + 7) / 8 * 8);
  }
}

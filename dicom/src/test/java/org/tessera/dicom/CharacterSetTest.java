package org.tessera.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The defined terms of PS3.3 C.12.1.1.2, with the examples of PS3.5 annexes H to K.
class CharacterSetTest {
  private static CharacterSet set(String... terms) {
    return CharacterSet.of(List.of(terms));
  }

  private static byte[] latin(String bytes) {
    return bytes.getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ISO_IR 100, Buc^Jérôme",
    "ISO_IR 101, Wałęsa",
    "ISO_IR 109, Ħaż-Żebbuġ",
    "ISO_IR 110, Ķēniņš",
    "ISO_IR 144, Люкceмбypг",
    "ISO_IR 127, قباني^لنزار",
    "ISO_IR 126, Διονυσιος",
    "ISO_IR 138, שרון^דבורה",
    "ISO_IR 148, Çavuşoğlu",
    "ISO_IR 203, Œuvre^Žižek",
    "ISO_IR 166, นามสกุล",
    "ISO_IR 13, ﾔﾏﾀﾞ^ﾀﾛｳ",
    "ISO_IR 192, Wang^XiaoDong=王^小東",
    "GB18030, Wang^XiaoDong=王^小东",
    "GBK, Wang^XiaoDong=王^小东"
  })
  void a_single_set_reads_what_it_writes(String term, String name) {
    CharacterSet set = set(term);
    byte[] bytes = set.encode(name, Vr.PN).orElseThrow();
    assertThat(set.decode(bytes, Vr.PN)).isEqualTo(new CharacterSet.Decoded(name, 0));
    assertThat(set.isKnown()).isTrue();
  }

  @Test
  void the_japanese_examples_of_annex_h_are_read_and_written_alike() {
    byte[] first =
        latin("Yamada^Tarou=\33$B;3ED\33(B^\33$BB@O:\33(B=\33$B$d$^$@\33(B^\33$B$?$m$&\33(B");
    CharacterSet ascii = set("", "ISO 2022 IR 87");
    assertThat(ascii.decode(first, Vr.PN).text()).isEqualTo("Yamada^Tarou=山田^太郎=やまだ^たろう");
    assertThat(ascii.encode("Yamada^Tarou=山田^太郎=やまだ^たろう", Vr.PN)).hasValue(first);
    byte[] second =
        latin(
            "\324\317\300\336^\300\333\263=\33$B;3ED\33(J^\33$BB@O:\33(J=\33$B$d$^$@\33(J^\33$B$?$m$&\33(J");
    CharacterSet katakana = set("ISO 2022 IR 13", "ISO 2022 IR 87");
    assertThat(katakana.decode(second, Vr.PN).text()).isEqualTo("ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう");
    assertThat(katakana.encode("ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう", Vr.PN)).hasValue(second);
  }

  @Test
  void the_korean_example_of_annex_i_is_read_and_written_alike() {
    byte[] bytes =
        latin(
            "Hong^Gildong=\33$)C\373\363^\33$)C\321\316\324\327=\33$)C\310\253^\33$)C\261\346\265\277");
    CharacterSet korean = set("", "ISO 2022 IR 149");
    assertThat(korean.decode(bytes, Vr.PN).text()).isEqualTo("Hong^Gildong=洪^吉洞=홍^길동");
    assertThat(korean.encode("Hong^Gildong=洪^吉洞=홍^길동", Vr.PN)).hasValue(bytes);
  }

  @Test
  void the_chinese_example_of_annex_k_is_read_line_by_line() {
    byte[] bytes =
        latin(
            "\33$)A\265\332\322\273\320\320\316\304\327\326\241\243\r\n"
                + "\33$)A\265\332\266\376\320\320");
    CharacterSet chinese = set("", "ISO 2022 IR 58");
    assertThat(chinese.decode(bytes, Vr.LT).text()).isEqualTo("第一行文字。\r\n第二行");
  }

  @Test
  void an_escape_holds_to_the_next_delimiter_and_no_further() {
    CharacterSet korean = set("", "ISO 2022 IR 149");
    var decoded = korean.decode(latin("\33$)C\373\363^\373\363"), Vr.PN);
    assertThat(decoded.text()).startsWith("洪^").doesNotEndWith("洪");
    assertThat(decoded.doubtful()).isEqualTo(2);
  }

  @Test
  void a_backslash_within_a_double_byte_character_separates_nothing() {
    DataSet dataSet =
        DataSet.EMPTY
            .edit()
            .put(Tag.SpecificCharacterSet, Vr.CS, "", "ISO 2022 IR 87")
            .put(ValueElement.of(Tag.StudyDescription, Vr.LO, latin("\33$B%\\\33(B\\x")))
            .build();
    assertThat(dataSet.strings(Tag.StudyDescription)).containsExactly("ボ", "x");
  }

  @Test
  void the_supplementary_kanji_of_jis_x_0212_are_read() {
    CharacterSet set = set("", "ISO 2022 IR 159");
    byte[] bytes = set.encode("丂", Vr.LO).orElseThrow();
    assertThat(bytes).startsWith(latin("\33$(D"));
    assertThat(set.decode(bytes, Vr.LO).text()).isEqualTo("丂");
  }

  @Test
  void bytes_outside_the_declared_set_are_counted() {
    assertThat(set().decode(latin("Gr\374n"), Vr.LO))
        .isEqualTo(new CharacterSet.Decoded("Grün", 1));
    assertThat(set().decode("Grün".getBytes(StandardCharsets.UTF_8), Vr.LO).text())
        .isEqualTo("Grün");
    assertThat(set("ISO_IR 192").decode(latin("Gr\374n"), Vr.LO).doubtful()).isEqualTo(1);
    assertThat(set("ISO_IR 166").decode(latin("\377"), Vr.LO).doubtful()).isEqualTo(1);
  }

  @Test
  void terms_are_known_in_the_spellings_writers_use() {
    for (String term :
        List.of("ISO_IR 100", "ISO-IR 100", "ISO IR 100", "iso_ir 100", "ISO_IR100")) {
      assertThat(set(term).decode(latin("\374"), Vr.LO))
          .isEqualTo(new CharacterSet.Decoded("ü", 0));
    }
    assertThat(set("KLINGON").isKnown()).isFalse();
  }

  @Test
  void what_a_set_has_not_is_not_written() {
    assertThat(set("ISO_IR 100").encode("山", Vr.LO)).isEmpty();
    assertThat(set().encode("ü", Vr.LO)).isEmpty();
    assertThat(set("ISO_IR 192").encode("ü", Vr.CS)).isEmpty();
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void mixed_scripts_survive_code_extensions(long seed) {
    var random = new Random(seed);
    CharacterSet set =
        set(
            "ISO 2022 IR 100",
            "ISO 2022 IR 87",
            "ISO 2022 IR 149",
            "ISO 2022 IR 144",
            "ISO 2022 IR 58");
    String[] words = {"Zoë", "山田", "Иван", "홍길동", "plain", "^", "=", "王小东", "é"};
    var text = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      text.append(words[random.nextInt(words.length)]);
    }
    byte[] bytes = set.encode(text.toString(), Vr.PN).orElseThrow();
    assertThat(set.decode(bytes, Vr.PN)).isEqualTo(new CharacterSet.Decoded(text.toString(), 0));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void any_bytes_are_read_as_something(long seed) {
    var random = new Random(seed);
    byte[] bytes = new byte[300];
    random.nextBytes(bytes);
    for (int i = 0; i < 30; i++) {
      bytes[random.nextInt(bytes.length)] = CodeSet.ESCAPE;
    }
    for (String term : List.of("", "ISO 2022 IR 87", "ISO 2022 IR 149", "GB18030", "ISO_IR 13")) {
      for (Vr vr : List.of(Vr.PN, Vr.LO, Vr.LT)) {
        assertThat(set(term, "ISO 2022 IR 159").decode(bytes, vr).text()).isNotEmpty();
      }
    }
  }
}

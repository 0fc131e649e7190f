package org.tessera.vocabularies.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.NoSuchMessageException;

class PhrasesTest {
  private static final Locale RUSSIAN = Locale.of("ru");
  private static final Locale FRENCH = Locale.of("fr");

  @TempDir private Path own;

  private Phrases phrases(Locale... languages) {
    return Phrases.of(List.of(languages), new PhraseFiles(List.of(), Optional.of(own)));
  }

  @Test
  void a_number_has_the_form_and_the_grouping_of_its_language() {
    Words russian = phrases(Phrases.FIRST, RUSSIAN).in(RUSSIAN);
    assertThat(List.of(1, 2, 5, 21, 112))
        .extracting(number -> russian.say("patients", number))
        .containsExactly("1 пациент", "2 пациента", "5 пациентов", "21 пациент", "112 пациентов");
    assertThat(russian.say("patients", 12_340)).isEqualTo("12\u00a0340 пациентов");
    assertThat(phrases(RUSSIAN).in(Phrases.FIRST).say("patients", 12_340))
        .isEqualTo("12,340 patients");
  }

  @Test
  void what_is_called_differently_says_itself() {
    Spoken few = words -> -1;
    assertThat(phrases(RUSSIAN).in(RUSSIAN).say("patients", few)).isEqualTo("менее 10 пациентов");
  }

  @Test
  void an_operator_adds_a_language_or_other_words_with_a_file() throws IOException {
    Files.writeString(
        own.resolve("fr.properties"),
        "patients={0, plural, =-1{moins de 10 patients} one{# patient} other{# patients}}\n");
    Files.writeString(own.resolve("ru.properties"), "count=мало\n");
    Phrases phrases = phrases(FRENCH, RUSSIAN);
    assertThat(phrases.in(FRENCH).say("patients", -1)).isEqualTo("moins de 10 patients");
    assertThat(phrases.in(FRENCH).say("count", 7)).as("English where it lacks").isEqualTo("7");
    assertThat(phrases.in(RUSSIAN).say("count", 7)).isEqualTo("мало");
    assertThat(phrases.languages()).containsExactly(FRENCH, RUSSIAN);
  }

  @Test
  void a_language_without_a_file_is_refused_with_the_place_for_one() {
    assertThatThrownBy(() -> phrases(Phrases.FIRST, FRENCH))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("languages/fr.properties")
        .hasMessageContaining("tessera.languages");
  }

  @Test
  void a_sentence_that_cannot_be_read_is_named() throws IOException {
    Files.writeString(own.resolve("fr.properties"), "count={0, plural, one{#}\n");
    assertThatThrownBy(() -> phrases(FRENCH))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("fr")
        .hasMessageContaining("count");
  }

  @Test
  void a_key_of_nobody_is_an_error_for_a_page_and_itself_for_a_speaker() {
    Phrases phrases = phrases(RUSSIAN);
    assertThatThrownBy(() -> phrases.getMessage("no.such", null, RUSSIAN))
        .isInstanceOf(NoSuchMessageException.class);
    assertThat(phrases.in(RUSSIAN).say("no.such")).isEqualTo("no.such");
    assertThat(phrases.getMessage("no.such", null, "otherwise", RUSSIAN)).isEqualTo("otherwise");
  }
}

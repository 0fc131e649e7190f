package org.tessera.mappings.authoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.TermFinder;
import org.tessera.vocabularies.Vocabularies;

/// Codes are suggested by whatever they are called.
final class SuggestionsTest {
  @Test
  void synonyms_and_mistyped_words_lead_to_codes_where_there_is_an_index() {
    Vocabularies indexed = Vocabularies.builtIn();
    var breast = new Code("http://snomed.info/sct", "254837009");
    indexed.findBy(
        new TermFinder() {
          @Override
          public List<Near> nearest(String text, Set<String> systems, int most) {
            return List.of(
                new Near(breast, "Brustkrebs"), new Near(breast, "Malignant neoplasm of breast"));
          }

          @Override
          public String stamp() {
            return "two terms";
          }
        });
    var suggestions = new Suggestions(indexed);
    assertThat(suggestions.forValues(List.of("Brustkrebs"), 3).get("Brustkrebs"))
        .extracting(each -> each.code().value(), Suggestion::score)
        .containsExactly(tuple("254837009", 1.0));
    assertThat(suggestions.forValues(List.of("Brustkrbes"), 3).get("Brustkrbes"))
        .singleElement()
        .satisfies(each -> assertThat(each.score()).isBetween(0.85, 0.95));
    assertThat(suggestions.forValues(List.of("Kniegelenk"), 3).get("Kniegelenk")).isEmpty();
  }
}

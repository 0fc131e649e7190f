package org.tessera.catalog.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tessera.catalog.search.CatalogAnswer;
import org.tessera.catalog.search.CatalogQuestion;
import org.tessera.catalog.search.CatalogSearch;
import org.tessera.catalog.search.Understood;
import org.tessera.catalog.web.CatalogPages.ChoiceView;

/// What a question that found nothing could do without, and what that would bring back.
final class Looser {
  private final CatalogSearch search;

  Looser(CatalogSearch search) {
    this.search = search;
  }

  /// Each word, each facet and all words together, where dropping them helps.
  List<ChoiceView> than(CatalogAnswer answer) {
    CatalogQuestion question = answer.question();
    Understood understood = answer.understood();
    List<ChoiceView> drops = new ArrayList<>();
    for (int part = 0; part < understood.parts().size(); part++) {
      String rest = understood.without().get(part);
      if (!rest.isEmpty() || !question.chosen().isEmpty()) {
        add(drops, understood.parts().get(part), rest, question.chosen());
      }
    }
    for (CatalogAnswer.FacetCounts facet : answer.facets()) {
      Map<String, List<String>> rest = new LinkedHashMap<>(question.chosen());
      if (rest.remove(facet.field()) != null) {
        add(
            drops,
            "the choice of " + facet.label().toLowerCase(Locale.ROOT),
            question.words(),
            rest);
      }
    }
    if (drops.isEmpty() && understood.parts().size() > 1 && !question.chosen().isEmpty()) {
      add(drops, "all words", "", question.chosen());
    }
    return drops;
  }

  private void add(
      List<ChoiceView> drops, String what, String words, Map<String, List<String>> chosen) {
    search
        .found(CatalogQuestion.of(words, chosen))
        .ifPresent(found ->
            drops.add(
                new ChoiceView(
                    what, found.toString(), false, CatalogPages.address(words, chosen))));
  }
}

package org.tessera.catalog.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tessera.catalog.Count;
import org.tessera.catalog.cohort.Terms;
import org.tessera.catalog.search.CatalogAnswer;
import org.tessera.catalog.search.CatalogQuestion;
import org.tessera.catalog.search.CatalogSearch;
import org.tessera.catalog.search.Listing;
import org.tessera.catalog.search.Understood;

/// What a question that found nothing could do without, and what that would bring back.
final class Looser {
  private final CatalogSearch search;

  /// What could be dropped, and what would then be found where.
  public record Drop(String label, Count patients, String address) {}

  Looser(CatalogSearch search) {
    this.search = search;
  }

  /// Each word, each facet and all words together, where dropping them helps.
  List<Drop> than(CatalogAnswer answer, Terms terms) {
    CatalogQuestion question = answer.question();
    Understood understood = answer.understood();
    List<Drop> drops = new ArrayList<>();
    for (int part = 0; part < understood.parts().size(); part++) {
      String rest = understood.without().get(part);
      if (!rest.isEmpty() || !question.chosen().isEmpty()) {
        add(
            drops,
            terms.words().say("said", understood.parts().get(part).words()),
            rest,
            question.chosen(),
            question.all());
      }
    }
    for (CatalogAnswer.FacetCounts facet : answer.facets()) {
      Map<String, List<String>> rest = new LinkedHashMap<>(question.chosen());
      if (rest.remove(facet.field()) != null) {
        add(
            drops,
            terms
                .words()
                .say(
                    "catalogue.drop.choice",
                    terms
                        .attribute(facet.field(), facet.label())
                        .toLowerCase(terms.words().language())),
            question.words(),
            rest,
            question.all());
      }
    }
    if (drops.isEmpty() && understood.parts().size() > 1 && !question.chosen().isEmpty()) {
      add(drops, terms.words().say("catalogue.drop.words"), "", question.chosen(), question.all());
    }
    return drops;
  }

  private void add(
      List<Drop> drops,
      String what,
      String words,
      Map<String, List<String>> chosen,
      Set<String> all) {
    CatalogQuestion question = CatalogQuestion.of(words, chosen, all);
    search
        .found(question)
        .ifPresent(found ->
            drops.add(
                new Drop(
                    what, found, new CatalogAddress(question, Listing.Order.MATCH).toString())));
  }
}

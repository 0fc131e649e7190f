package org.tessera.catalog.web;

import java.util.Locale;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.tessera.catalog.cohort.Terms;
import org.tessera.catalog.search.CohortSearch;
import org.tessera.vocabularies.words.Phrases;

/// Gives the catalogue's pages the words of their reader's language.
@ControllerAdvice(
    assignableTypes = {
      CatalogPages.class,
      CohortMemberPages.class,
      CohortPages.class,
      ComparePages.class,
      DatasetPages.class
    })
final class TermsAdvice {
  private final Phrases phrases;
  private final CohortSearch cohorts;

  TermsAdvice(Phrases phrases, CohortSearch cohorts) {
    this.phrases = phrases;
    this.cohorts = cohorts;
  }

  @ModelAttribute("terms")
  Terms terms(Locale language) {
    return new Terms(phrases.in(language), cohorts.attributes());
  }
}

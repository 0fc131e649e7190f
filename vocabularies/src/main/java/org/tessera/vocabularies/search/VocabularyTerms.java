package org.tessera.vocabularies.search;

import java.io.IOException;
import java.util.Optional;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.CodeSystem;
import org.tessera.vocabularies.ConceptFile;
import org.tessera.vocabularies.OmopConcept;
import org.tessera.vocabularies.Vocabularies;

/// The terms of what ships, of imported definitions and of the imported release.
public final class VocabularyTerms implements DesignationSource {
  private final Vocabularies vocabularies;

  /// @param vocabularies as they are when they are asked
  public VocabularyTerms(Vocabularies vocabularies) {
    this.vocabularies = vocabularies;
  }

  @Override
  public void tell(Taker taker) throws IOException {
    for (CodeSystem system : vocabularies.systems()) {
      for (String value : vocabularies.codes(system.url())) {
        Code code = new Code(system.url(), value);
        Optional<String> term = vocabularies.display(code);
        boolean standard = vocabularies.source(code).filter(OmopConcept::standard).isPresent();
        // A code without a term is found by itself.
        boolean leaves = term.isEmpty() || vocabularies.sharedDisplay(code).isPresent();
        taker.take(
            new Designation(code, term.orElse(value), "", Designation.PREFERRED, standard, leaves));
      }
    }
    Optional<ConceptFile> release = vocabularies.imported();
    if (release.isPresent()) {
      tell(release.get(), taker);
    }
  }

  private void tell(ConceptFile release, Taker taker) throws IOException {
    for (String vocabulary : release.vocabularies()) {
      Optional<String> system = vocabularies.systemOfOmopVocabulary(vocabulary);
      if (system.isEmpty()) {
        continue;
      }
      ConceptFile.Range range = release.range(vocabulary);
      boolean leaves = vocabularies.licence(vocabulary).terms();
      for (int at = range.from(); at < range.to(); at++) {
        Code code = new Code(system.get(), release.code(at));
        String name = release.name(at);
        boolean known = vocabularies.display(code).filter(name::equals).isPresent();
        boolean told = known && vocabularies.ships(code);
        if (!told) {
          String use = known ? Designation.PREFERRED : Designation.SYNONYM;
          taker.take(new Designation(code, name, "en", use, release.mark(at) == 'S', leaves));
        }
      }
    }
  }
}

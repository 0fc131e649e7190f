package org.tessera.fhir.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.ConceptFile;
import org.tessera.vocabularies.OmopConcept;
import org.tessera.vocabularies.Vocabularies;

/// OMOP's relation "Maps to" as a concept map, from any code to standard concepts and back: there
/// are millions, so no resource holds them.
final class OmopMaps {
  /// The address by which the map is asked for alone.
  static final String URL = "urn:omop:maps-to";

  /// The system whose codes are OMOP concept ids (HL7 FHIR-to-OMOP guide).
  private static final String CONCEPT_IDS = "https://fhir-terminology.ohdsi.org";

  private static final int BACKWARD_MAX = 1_000;

  private final Vocabularies vocabularies;

  OmopMaps(Vocabularies vocabularies) {
    this.vocabularies = vocabularies;
  }

  /// Whether it answers beside the concept maps that are stored: once a release is imported.
  boolean isOffered() {
    return vocabularies.imported().isPresent();
  }

  List<ConceptMapReader.Match> translate(Asked asked, ConceptMapReader.Limits limits) {
    var code = new Code(vocabularies.canonicalSystem(asked.system()), asked.code());
    List<OmopConcept> found = limits.reverse() ? sources(code) : vocabularies.standards(code);
    List<ConceptMapReader.Match> matches = new ArrayList<>();
    for (OmopConcept one : found) {
      boolean asId = limits.targetSystem().filter(CONCEPT_IDS::equals).isPresent();
      String system =
          asId
              ? CONCEPT_IDS
              : vocabularies.systemOfOmopVocabulary(one.vocabulary()).orElse(CONCEPT_IDS);
      if (limits.targetSystem().filter(wanted -> !wanted.equals(system)).isEmpty()) {
        boolean same = system.equals(code.system()) && one.code().equals(code.value());
        String value = system.equals(CONCEPT_IDS) ? Long.toString(one.id()) : one.code();
        // OMOP does not say how near the standard concept is.
        matches.add(
            new ConceptMapReader.Match(
                same ? "equal" : "relatedto", system, value, one.name(), URL));
      }
    }
    return matches;
  }

  /// The concepts that map to this one, itself apart.
  private List<OmopConcept> sources(Code code) {
    ConceptFile file = vocabularies.imported().orElse(null);
    int at = file == null ? -1 : vocabularies.source(code).map(it -> file.find(it.id())).orElse(-1);
    return file == null || at < 0
        ? List.of()
        : IntStream.of(file.mappedFrom(at))
            .filter(position -> position != at)
            .limit(BACKWARD_MAX)
            .mapToObj(file::concept)
            .toList();
  }
}

package org.tessera.fhir.operation;

import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tessera.vocabularies.CodeSystem;
import org.tessera.vocabularies.ConceptFile;
import org.tessera.vocabularies.OmopConcept;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A code system of the imported release, with its hierarchy; codes that ship beside it are known
/// too.
///
/// Properties: `omop-concept`, `omop-standard` (one of several), `domain`, `concept-class`,
/// `standard-concept` (`S`, `C`), `inactive`.
final class ImportedCodes extends TableCodes {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ConceptFile file;
  private final VocabularyCodes shipped;

  ImportedCodes(ConceptFile file, CodeSystem system, VocabularyCodes shipped) {
    super(system);
    this.file = file;
    this.shipped = shipped;
  }

  ConceptFile file() {
    return file;
  }

  ConceptFile.Range range() {
    return file.range(described().omopVocabulary());
  }

  @Override
  public Optional<Concept> find(String code) {
    int position = position(code);
    return position < 0 ? shipped.find(code) : Optional.of(concept(position));
  }

  int position(String code) {
    return file.find(described().omopVocabulary(), code);
  }

  @Override
  public Stream<Concept> all() {
    return IntStream.range(range().from(), range().to())
        .filter(this::isMeant)
        .mapToObj(this::concept);
  }

  /// Whether a code leads to this position: of several concepts with one code one is meant.
  boolean isMeant(int position) {
    return position == range().from() || !file.sameCode(position, position - 1);
  }

  @Override
  public boolean subsumes(String ancestor, String code) {
    int above = position(ancestor);
    int below = position(code);
    return ancestor.equals(code) || (above >= 0 && below >= 0 && file.above(below).get(above));
  }

  @Override
  public boolean isComplete() {
    return true;
  }

  /// The concept at a position of the release. A term that ships comes before the release's.
  Concept concept(int position) {
    OmopConcept found = file.concept(position);
    String code = found.code();
    String display =
        shipped
            .find(code)
            .map(Concept::display)
            .filter(term -> !term.isEmpty())
            .orElse(found.name().equals(code) ? "" : found.name());
    Concept concept = Concept.plain(system(), code, display);
    Map<String, JsonNode> properties = concept.properties();
    properties.put("omop-concept", JSON.stringNode(Long.toString(found.id())));
    long standard = file.standardId(position);
    if (standard != 0) {
      properties.put("omop-standard", JSON.stringNode(Long.toString(standard)));
    }
    properties.put("domain", JSON.stringNode(found.domain()));
    properties.put("concept-class", JSON.stringNode(found.conceptClass()));
    if (file.mark(position) != ' ') {
      properties.put("standard-concept", JSON.stringNode(String.valueOf(file.mark(position))));
    }
    properties.put("inactive", JSON.booleanNode(!found.invalidReason().isEmpty()));
    return concept;
  }
}

package org.tessera.fhir.operation;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private static final String DOMAIN = "domain";
  private static final String CONCEPT_CLASS = "concept-class";
  private static final String STANDARD_CONCEPT = "standard-concept";
  private static final String INACTIVE = "inactive";
  private static final Set<String> COLUMNS =
      Set.of(DOMAIN, CONCEPT_CLASS, STANDARD_CONCEPT, INACTIVE);

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

  /// Whether the release itself tells this property of every concept, without its term.
  static boolean isColumn(String property) {
    return COLUMNS.contains(property);
  }

  /// The value of such a property, as [#concept] gives it; a million of them are read in a tenth of
  /// a second.
  Optional<String> column(int position, String property) {
    return switch (property) {
      case DOMAIN -> Optional.of(file.domain(position));
      case CONCEPT_CLASS -> Optional.of(file.conceptClass(position));
      case STANDARD_CONCEPT ->
          Optional.of(file.mark(position)).filter(mark -> mark != ' ').map(String::valueOf);
      case INACTIVE -> Optional.of(Boolean.toString(!file.isValid(position)));
      default -> throw new IllegalArgumentException("no column: " + property);
    };
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
    properties.put(DOMAIN, JSON.stringNode(found.domain()));
    properties.put(CONCEPT_CLASS, JSON.stringNode(found.conceptClass()));
    if (file.mark(position) != ' ') {
      properties.put(STANDARD_CONCEPT, JSON.stringNode(String.valueOf(file.mark(position))));
    }
    properties.put(INACTIVE, JSON.booleanNode(!found.invalidReason().isEmpty()));
    return concept;
  }
}

package org.tessera.fhir.operation;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.CodeSystem;
import org.tessera.vocabularies.OmopConcept;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A code system from the node's own tables: codes and terms, and what they are in OMOP.
final class VocabularyCodes extends TableCodes {
  private final Vocabularies vocabularies;

  VocabularyCodes(Vocabularies vocabularies, CodeSystem system) {
    super(system);
    this.vocabularies = vocabularies;
  }

  @Override
  public Optional<Concept> find(String code) {
    Code asked = new Code(system(), code);
    return vocabularies.contains(asked) ? Optional.of(concept(asked)) : Optional.empty();
  }

  @Override
  public Stream<Concept> all() {
    return vocabularies.codes(system()).stream().map(code -> concept(new Code(system(), code)));
  }

  @Override
  public boolean subsumes(String ancestor, String code) {
    if (ancestor.equals(code)) {
      return true;
    }
    throw OperationFailure.unprocessable(
        "not-supported", "the hierarchy of " + name() + " is not held by this server");
  }

  @Override
  public boolean isComplete() {
    return false;
  }

  private Concept concept(Code code) {
    Concept concept = Concept.plain(system(), code.value(), vocabularies.display(code).orElse(""));
    vocabularies.source(code).ifPresent(it -> put(concept.properties(), "omop-concept", it));
    vocabularies.standard(code).ifPresent(it -> put(concept.properties(), "omop-standard", it));
    return concept;
  }

  private static void put(Map<String, JsonNode> properties, String name, OmopConcept concept) {
    properties.put(name, JsonNodeFactory.instance.stringNode(Long.toString(concept.id())));
  }
}

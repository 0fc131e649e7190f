package org.tessera.fhir.operation;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.OmopConcept;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A code system from the node's own tables: codes and terms, and what they are in OMOP.
final class VocabularyCodes implements Codes {
  private final Vocabularies vocabularies;
  private final org.tessera.vocabularies.CodeSystem system;

  VocabularyCodes(Vocabularies vocabularies, org.tessera.vocabularies.CodeSystem system) {
    this.vocabularies = vocabularies;
    this.system = system;
  }

  @Override
  public String system() {
    return system.url();
  }

  @Override
  public String name() {
    return system.title();
  }

  @Override
  public String version() {
    return "";
  }

  @Override
  public Optional<Concept> find(String code) {
    Code asked = new Code(system.url(), code);
    return vocabularies.contains(asked) ? Optional.of(concept(asked)) : Optional.empty();
  }

  @Override
  public Stream<Concept> all() {
    return vocabularies.codes(system.url()).stream()
        .map(code -> concept(new Code(system.url(), code)));
  }

  @Override
  public boolean subsumes(String ancestor, String code) {
    if (ancestor.equals(code)) {
      return true;
    }
    throw OperationFailure.unprocessable(
        "not-supported", "the hierarchy of " + system.title() + " is not held by this server");
  }

  @Override
  public boolean isComplete() {
    return false;
  }

  private Concept concept(Code code) {
    Concept concept =
        Concept.plain(system.url(), code.value(), vocabularies.display(code).orElse(""));
    vocabularies.source(code).ifPresent(it -> put(concept.properties(), "omop-concept", it));
    vocabularies.standard(code).ifPresent(it -> put(concept.properties(), "omop-standard", it));
    return concept;
  }

  private static void put(Map<String, JsonNode> properties, String name, OmopConcept concept) {
    properties.put(name, JsonNodeFactory.instance.stringNode(Long.toString(concept.id())));
  }
}

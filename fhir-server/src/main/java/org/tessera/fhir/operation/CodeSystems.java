package org.tessera.fhir.operation;

import java.util.Optional;
import org.tessera.vocabularies.Vocabularies;

/// Every code system this server can answer for: stored and shipped CodeSystem resources that hold
/// codes, else the node's own tables.
final class CodeSystems {
  private final Canonicals canonicals;
  private final Vocabularies vocabularies;

  CodeSystems(Canonicals canonicals, Vocabularies vocabularies) {
    this.canonicals = canonicals;
    this.vocabularies = vocabularies;
  }

  Optional<Codes> find(String system) {
    Optional<Codes> defined =
        canonicals
            .find("CodeSystem", system)
            .filter(resource -> !resource.path("concept").isEmpty())
            .map(DefinedCodes::new);
    if (defined.isPresent()) {
      return defined;
    }
    int bar = system.lastIndexOf('|');
    String url = bar < 0 ? system : system.substring(0, bar);
    return vocabularies.system(url).map(this::codes);
  }

  private Codes codes(org.tessera.vocabularies.CodeSystem system) {
    var shipped = new VocabularyCodes(vocabularies, system);
    return vocabularies
        .imported()
        .filter(file -> file.range(system.omopVocabulary()).size() > 0)
        .<Codes>map(file -> new ImportedCodes(file, system, shipped))
        .orElse(shipped);
  }

  /// @throws OperationFailure 404 for a system that is not known
  Codes required(String system) {
    return find(system)
        .orElseThrow(() ->
            OperationFailure.notFound(
                "the code system " + printable(system) + " is not known here"));
  }

  /// An address may be told; it names a code system and no patient.
  static String printable(String system) {
    return system.length() <= 200 && system.matches("[\\x21-\\x7e]+") ? system : "of that address";
  }
}

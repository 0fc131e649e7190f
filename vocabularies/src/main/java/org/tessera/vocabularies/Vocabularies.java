package org.tessera.vocabularies;

import java.util.List;
import java.util.Optional;

/// Every code this node knows: its term, and its place in OMOP.
@SuppressWarnings("DoNotCallSuggester")
public final class Vocabularies {
  private Vocabularies() {}

  /// The tables that ship with the product.
  public static Vocabularies builtIn() {
    return new Vocabularies();
  }

  /// The one URL a code system is known by here, for any of the forms it is written in (URL,
  /// `urn:oid:`).
  public String canonicalSystem(String system) {
    throw new UnsupportedOperationException(system);
  }

  /// Whether the code is in the tables.
  public boolean contains(Code code) {
    throw new UnsupportedOperationException(code.toString());
  }

  /// The term, if the tables hold one.
  public Optional<String> display(Code code) {
    throw new UnsupportedOperationException(code.toString());
  }

  /// The OMOP concept of this very code, standard or not (for a `*_source_concept_id` column).
  public Optional<OmopConcept> source(Code code) {
    throw new UnsupportedOperationException(code.toString());
  }

  /// The standard OMOP concept this code maps to (for a `*_concept_id` column).
  public Optional<OmopConcept> standard(Code code) {
    throw new UnsupportedOperationException(code.toString());
  }

  /// A concept by its OMOP id.
  public Optional<OmopConcept> concept(long id) {
    throw new UnsupportedOperationException(Long.toString(id));
  }

  /// All OMOP concepts known here, ordered by id.
  public List<OmopConcept> concepts() {
    throw new UnsupportedOperationException();
  }
}

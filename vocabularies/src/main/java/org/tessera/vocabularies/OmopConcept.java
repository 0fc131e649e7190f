package org.tessera.vocabularies;

/// A row of OMOP's `concept` table as far as this node may know it.
///
/// @param name the term, or the code itself where the vocabulary's licence keeps the term text from
///   being shipped
/// @param standard whether the concept may stand in a `*_concept_id` column (`standard_concept =
///   'S'`)
/// @param invalidReason `D` for deleted, `U` for replaced, empty for a concept in use
public record OmopConcept(
    long id,
    String name,
    String domain,
    String vocabulary,
    String conceptClass,
    String code,
    boolean standard,
    String invalidReason) {}

package org.tessera.catalog.index;

/// A kind of entry a patient has several of, each with a day.
///
/// @param name such as `series`
/// @param omop SQL that gives its entries in OMOP with `person_id` and `day`; empty for the patient
/// @param unsaid what of it other stores do not hold, in a sentence; empty for nothing
public record Level(String name, String label, String omop, String unsaid) {}

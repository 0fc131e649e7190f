package org.tessera.catalog.index;

/// A kind of entry a patient has several of, each with a day.
///
/// @param name such as `series`
/// @param omop SQL that gives its entries in OMOP with `person_id` and `day`; empty for the patient
public record Level(String name, String label, String omop) {}

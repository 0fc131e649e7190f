package org.tessera.vocabularies;

/// A code system this node knows: one line of `systems.csv`.
///
/// @param url what FHIR calls it
/// @param oid what HL7 version 3 messages call it, empty for none
/// @param omopVocabulary OMOP's `vocabulary_id`, empty where OMOP does not hold it
/// @param title its name for people
public record CodeSystem(String url, String oid, String omopVocabulary, String title) {}

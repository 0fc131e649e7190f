package org.tessera.vocabularies;

/// A code system that ships with the product: one line of `manifest.csv`.
///
/// @param url what FHIR calls it
/// @param title its name for people
/// @param version as its publisher counts, empty where it does not
/// @param licence under which it is here, in words
/// @param origin where its lines were taken from
public record ShippedSystem(
    String url, String title, String version, String licence, String origin) {}

package org.tessera.vocabularies;

import java.util.Map;

/// Codes of one system as a FHIR definition brought them: a CodeSystem, or a value set that lists
/// them.
///
/// @param system what the definition calls it
/// @param version as its publisher counts, empty where it does not
/// @param licence of the definition's text
/// @param origin the package or file, for people
/// @param terms codes with their terms, empty for a code without one
public record DefinedSystem(
    CodeSystem system, String version, Licence licence, String origin, Map<String, String> terms) {}

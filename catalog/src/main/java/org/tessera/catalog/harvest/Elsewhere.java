package org.tessera.catalog.harvest;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A collection another catalogue tells of, in its own words and numbers, cut to what a page bears.
///
/// @param source the name of the source in the settings
/// @param page its page there; `http` or `https`
/// @param holder who holds it, empty where that is not told
/// @param keywords what it is about, MIABIS' words of type and design among them
/// @param codes ICD-10 codes of its diagnoses
/// @param countries by ISO 3166 alpha-2
/// @param access `open`, `restricted` or `closed`
/// @param patients as they are told there, like the imaging studies
/// @param modified the day it changed there, as it is told
public record Elsewhere(
    String source,
    String name,
    String description,
    Optional<String> page,
    String holder,
    List<String> keywords,
    List<String> codes,
    List<String> countries,
    Optional<String> access,
    OptionalLong patients,
    OptionalLong studies,
    String modified) {
  /// Everything that words are looked for in.
  String text() {
    return String.join(
        "\n", name, description, holder, String.join("\n", keywords), String.join("\n", codes));
  }
}

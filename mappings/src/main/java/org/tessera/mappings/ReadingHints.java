package org.tessera.mappings;

import java.util.List;
import java.util.Optional;

/// What a study says about how its files are written; an absent hint is recognised by the reader.
///
/// @param charset a Java charset name
/// @param decimal the decimal mark of numbers written as text
/// @param dates accepted texts for dates besides ISO's, such as `dd/MM/yyyy`
/// @param missing texts that mean "not recorded", compared without case
public record ReadingHints(
    Optional<String> charset,
    Optional<Character> separator,
    Optional<Character> decimal,
    List<String> dates,
    List<String> missing) {}

package org.tessera.fhir.search;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.tessera.fhir.store.StoredResource;

/// One page of matches.
///
/// @param included what `_include` and `_revinclude` add, each once and none that is a match
/// @param total the number of all matches, if asked for or known anyway
/// @param next what the query for the next page carries as `_cursor`; empty on the last page
/// @param ignored names of parameters that were not understood and, by `Prefer: handling=lenient`,
///   left out
public record Page(
    List<StoredResource> matches,
    List<StoredResource> included,
    OptionalLong total,
    Optional<String> next,
    List<String> ignored) {}

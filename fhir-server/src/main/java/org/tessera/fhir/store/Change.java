package org.tessera.fhir.store;

import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// One entry of the change log, in commit order.
///
/// @param sequence position in the log; grows, with gaps
/// @param resource the content of that version without `meta.versionId` and `meta.lastUpdated`,
///   which are `version` and `at`; empty for a deletion; read it, never change it
public record Change(
    long sequence,
    String type,
    String id,
    long version,
    Instant at,
    Optional<ObjectNode> resource) {}

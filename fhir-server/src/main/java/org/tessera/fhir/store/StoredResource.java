package org.tessera.fhir.store;

import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// One version of a resource.
///
/// @param content the resource with `meta.versionId` and `meta.lastUpdated`; empty for a deletion
public record StoredResource(
    String type,
    String id,
    long version,
    Instant lastUpdated,
    String owner,
    Optional<ObjectNode> content) {}

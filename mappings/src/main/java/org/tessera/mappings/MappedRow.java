package org.tessera.mappings;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// The FHIR resources one row becomes.
///
/// @param findings warnings: cells of which a rule could make nothing, with the reason
public record MappedRow(Row row, List<ObjectNode> resources, List<Rejection> findings) {}

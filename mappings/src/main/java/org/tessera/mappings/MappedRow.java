package org.tessera.mappings;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// The FHIR resources one row becomes.
public record MappedRow(Row row, List<ObjectNode> resources) {}

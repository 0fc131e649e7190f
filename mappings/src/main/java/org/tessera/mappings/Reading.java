package org.tessera.mappings;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What a form's dictionary makes of one row of cells.
///
/// @param values accepted values by column name, typed; a rejected or empty cell has no entry
/// @param rejections what is wrong with its cells
/// @param accepted false when a mandatory cell is missing or rejected, so the row stays out
public record Reading(Map<String, JsonNode> values, List<Rejection> rejections, boolean accepted) {}

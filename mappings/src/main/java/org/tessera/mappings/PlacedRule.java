package org.tessera.mappings;

import java.util.Set;

/// A rule that makes resources, with its place in the study and the columns it reads.
///
/// @param file path below the rules' folder
/// @param line counted from 1
/// @param columns as `Form.column`
public record PlacedRule(Rule rule, String file, int line, Set<String> columns) {}

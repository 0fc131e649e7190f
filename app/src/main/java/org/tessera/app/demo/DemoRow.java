package org.tessera.app.demo;

import java.util.Map;

/// One row of a tab as a person would have typed it.
///
/// @param tab the tab's name in the study's workbook
/// @param values text by column name, in the order they were filled; an empty cell has no entry
public record DemoRow(String tab, Map<String, String> values) {}

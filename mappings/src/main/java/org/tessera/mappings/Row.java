package org.tessera.mappings;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// One accepted row of a form: typed values by column name, the patient already a pseudonym.
///
/// @param form the tab it came from
/// @param number the row's number in that tab, counted from 1 as a spreadsheet shows it
/// @param patient the pseudonym
/// @param values without the patient's number; UIDs already replaced by keyed stand-ins
public record Row(String form, long number, String patient, Map<String, JsonNode> values)
    implements Source {
  @Override
  public JsonNode value(String name) {
    return values.getOrDefault(name, MissingNode.getInstance());
  }
}

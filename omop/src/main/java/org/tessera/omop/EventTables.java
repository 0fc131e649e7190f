package org.tessera.omop;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tessera.mappings.RuleNode;

/// Which table a concept's domain leads to, and how each table names the columns all events have.
final class EventTables {
  private final Map<String, EventTable> byName = new LinkedHashMap<>();
  private final Map<String, EventTable> byDomain = new HashMap<>();

  /// @param field concept of the key column
  /// @param assertion whether a row says that something is or was done: a denied one goes elsewhere
  /// @param prefix of `…_concept_id`, `…_source_value` and their siblings
  record EventTable(
      CdmTable table, int field, boolean assertion, String prefix, String start, String end) {
    /// The column for the time of a day, `condition_start_datetime` for `condition_start_date`.
    static String withTime(String dateColumn) {
      return dateColumn + "time";
    }
  }

  EventTables(List<RuleNode.Fields> rules, CdmTables tables) {
    for (RuleNode.Fields rule : rules) {
      EventTable event =
          new EventTable(
              tables.table(rule.text("table", "")),
              rule.number("field").map(BigDecimal::intValueExact).orElse(0),
              rule.text("assertion", "").equals("true"),
              rule.text("prefix", ""),
              rule.text("start", ""),
              rule.text("end", ""));
      byName.put(event.table().name(), event);
      rule.texts("domains").forEach(domain -> byDomain.put(domain, event));
    }
  }

  List<CdmTable> tables() {
    return byName.values().stream().map(EventTable::table).toList();
  }

  /// Null for a domain whose concepts are values rather than events.
  @Nullable EventTable ofDomain(String domain) {
    return byDomain.get(domain);
  }

  /// Null for a table that holds no events.
  @Nullable EventTable find(String name) {
    return byName.get(name);
  }

  EventTable named(String name) {
    EventTable event = byName.get(name);
    if (event == null) {
      throw new IllegalArgumentException("tables.yaml does not describe the table " + name);
    }
    return event;
  }
}

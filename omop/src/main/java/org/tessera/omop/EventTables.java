package org.tessera.omop;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  EventTables(List<?> rules, CdmTables tables) {
    for (Object rule : rules) {
      Map<?, ?> map = (Map<?, ?>) rule;
      EventTable event =
          new EventTable(
              tables.table(text(map, "table")),
              map.get("field") instanceof Integer field ? field : 0,
              Boolean.TRUE.equals(map.get("assertion")),
              text(map, "prefix"),
              text(map, "start"),
              text(map, "end"));
      byName.put(event.table().name(), event);
      if (map.get("domains") instanceof List<?> domains) {
        domains.forEach(domain -> byDomain.put(String.valueOf(domain), event));
      }
    }
  }

  /// Null for a domain whose concepts are values rather than events.
  @Nullable EventTable ofDomain(String domain) {
    return byDomain.get(domain);
  }

  EventTable named(String name) {
    EventTable event = byName.get(name);
    if (event == null) {
      throw new IllegalArgumentException("tables.yaml does not describe the table " + name);
    }
    return event;
  }

  private static String text(Map<?, ?> map, String key) {
    return map.get(key) instanceof String text ? text : "";
  }
}

package org.tessera.fhir.store;

import java.util.ArrayList;
import java.util.List;
import org.tessera.fhir.store.CompositePath.Component;
import org.tessera.fhir.store.IndexRows.DateRow;
import org.tessera.fhir.store.IndexRows.QuantityRow;
import org.tessera.fhir.store.IndexRows.StringRow;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Indexes the combinations of values in one repeated part of a resource.
///
/// Codes and references of the part are combined to one hash; quantities, dates and strings of it
/// are rows whose parameter number is that hash. Two numbers make one row, from the first to the
/// second.
final class CompositeIndexer implements ValueIndexer {
  private final CompositePath composite;
  private final List<Part> parts = new ArrayList<>();

  private record Part(SearchParameter.Kind kind, Extractor extractor) {}

  CompositeIndexer(CompositePath composite) {
    this.composite = composite;
    for (Component.Own own : composite.own()) {
      parts.add(new Part(own.kind(), new Extractor(List.of(own.parameter()))));
    }
  }

  @Override
  public void index(JsonNode value, IndexRows rows) {
    if (!(value instanceof ObjectNode object)) {
      return;
    }
    List<Long> combinations = List.of(composite.seed());
    List<IndexRows> values = new ArrayList<>();
    for (Part part : parts) {
      IndexRows found = part.extractor().rows(object);
      switch (part.kind()) {
        case TOKEN, REFERENCE, URI -> combinations = combined(combinations, found.hashes());
        default -> values.add(found);
      }
    }
    boolean pair = values.size() == 2;
    for (long combination : combinations) {
      int p = IndexKeys.number(combination);
      if (pair) {
        pair(p, values, rows);
      } else if (values.isEmpty() || add(p, values.getFirst(), rows)) {
        rows.add(combination);
      }
    }
  }

  private static List<Long> combined(List<Long> before, long[] hashes) {
    List<Long> combinations = new ArrayList<>(before.size() * hashes.length);
    for (long combination : before) {
      for (long hash : hashes) {
        combinations.add(IndexKeys.combined(combination, hash));
      }
    }
    return combinations;
  }

  private static void pair(int p, List<IndexRows> values, IndexRows rows) {
    for (QuantityRow first : values.getFirst().quantities()) {
      for (QuantityRow second : values.getLast().quantities()) {
        double lo = first.lo();
        double hi = second.hi();
        rows.add(new QuantityRow(p, lo, hi, lo, hi, 0, 0, 0, 0));
      }
    }
  }

  private static boolean add(int p, IndexRows values, IndexRows rows) {
    values.dates().forEach(row -> rows.add(new DateRow(p, row.lo(), row.hi())));
    values.strings().forEach(row -> rows.add(new StringRow(p, row.v())));
    values.quantities().forEach(row -> rows.add(row.at(p)));
    return !values.dates().isEmpty()
        || !values.strings().isEmpty()
        || !values.quantities().isEmpty();
  }
}

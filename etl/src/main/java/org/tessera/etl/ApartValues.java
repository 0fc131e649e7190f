package org.tessera.etl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tessera.etl.Delivery.State;
import org.tessera.etl.pseudonym.IdentifyingCells;
import org.tessera.etl.pseudonym.IdentifyingCells.Arriving;
import org.tessera.etl.pseudonym.IdentifyingCells.Cell;
import org.tessera.etl.pseudonym.IdentifyingCells.Kept;
import org.tessera.etl.pseudonym.IdentifyingCells.Place;
import tools.jackson.databind.JsonNode;

/// What rows hold in columns declared identifying: kept in the schema `identity`, joined to the
/// rows in memory alone.
final class ApartValues {
  private static final int CELLS_PER_STATEMENT = 5_000;

  private final IdentifyingCells cells;
  private final Delivery delivery;
  private final List<Arriving> waiting = new ArrayList<>();

  ApartValues(IdentifyingCells cells, Delivery delivery) {
    this.cells = cells;
    this.delivery = delivery;
  }

  /// Keeps values of a row that has just been read.
  void arrive(long ordinal, Map<String, JsonNode> values) {
    values.forEach((column, value) -> waiting.add(new Arriving(ordinal, column, Json.text(value))));
    if (waiting.size() >= CELLS_PER_STATEMENT) {
      flush();
    }
  }

  void flush() {
    cells.arrive(delivery.id(), waiting);
    waiting.clear();
  }

  /// Forgets what this delivery was loading.
  void clear() {
    waiting.clear();
    cells.forget(delivery.id());
  }

  /// The rows with the values that are kept apart from them.
  Map<String, List<HeldRow>> joined(Map<String, List<HeldRow>> rows, boolean arriving) {
    Map<Object, Map<String, JsonNode>> values = arriving ? ofArriving(rows) : ofCurrent(rows);
    if (values.isEmpty()) {
      return rows;
    }
    Map<String, List<HeldRow>> joined = new HashMap<>();
    rows.forEach((patient, held) ->
        joined.put(
            patient,
            held.stream()
                .map(row -> {
                  Object place = arriving ? (Object) row.ordinal() : place(patient, row);
                  return row.with(values.getOrDefault(place, Map.of()));
                })
                .toList()));
    return joined;
  }

  private Map<Object, Map<String, JsonNode>> ofCurrent(Map<String, List<HeldRow>> rows) {
    Map<Object, Map<String, JsonNode>> values = new HashMap<>();
    if (!rows.isEmpty()) {
      for (Cell cell : cells.of(delivery.study(), rows.keySet())) {
        values
            .computeIfAbsent(cell.place(), place -> new LinkedHashMap<>())
            .put(cell.column(), Json.value(cell.value()));
      }
    }
    return values;
  }

  private Map<Object, Map<String, JsonNode>> ofArriving(Map<String, List<HeldRow>> rows) {
    Map<Object, Map<String, JsonNode>> values = new HashMap<>();
    Map<Long, List<Long>> ordinals = new TreeMap<>();
    for (HeldRow row : rows.values().stream().flatMap(List::stream).toList()) {
      ordinals.computeIfAbsent(row.delivery(), any -> new ArrayList<>()).add(row.ordinal());
    }
    ordinals.forEach((from, some) -> {
      for (Arriving cell : cells.arriving(from, some)) {
        values
            .computeIfAbsent(cell.ordinal(), ordinal -> new LinkedHashMap<>())
            .put(cell.column(), Json.value(cell.value()));
      }
    });
    return values;
  }

  /// Before the arriving rows become current: their values wait for that moment.
  void announce(List<MappedPatient> patients, State stage) {
    if (stage != State.LOADING) {
      return;
    }
    List<Cell> all = new ArrayList<>();
    for (MappedPatient patient : patients) {
      for (HeldRow row : patient.accepted()) {
        row.apart()
            .forEach((column, value) ->
                all.add(new Cell(place(patient.rows().patient(), row), column, Json.text(value))));
      }
    }
    cells.put(delivery.study(), all);
  }

  /// Values of rows that were replaced or go are gone. Comes before the rows themselves go: what is
  /// repeated after a kill must still find them.
  void settle(List<MappedPatient> patients) {
    List<Kept> rows = new ArrayList<>();
    for (MappedPatient patient : patients) {
      String name = patient.rows().patient();
      patient.accepted().forEach(row -> rows.add(new Kept(place(name, row), row.apart().keySet())));
      for (RowKey key : patient.gone()) {
        rows.add(new Kept(new Place(name, key.form(), key.key(), 0), Set.of()));
      }
    }
    cells.keep(delivery.study(), rows);
  }

  private static Place place(String patient, HeldRow row) {
    return new Place(patient, row.key().form(), row.key().key(), row.delivery());
  }
}

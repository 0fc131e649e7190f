package org.tessera.fhir.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.tessera.fhir.store.IndexRows.DateRow;
import org.tessera.fhir.store.IndexRows.QuantityRow;
import org.tessera.fhir.store.IndexRows.StringRow;

/// The search tables `ix`, `dat`, `str` and `qty`: new resources are copied in, of changed ones
/// only the difference to the former version is written.
final class SearchTables {
  private final BinaryCopy hashes = new BinaryCopy("fhir.ix (pid, key, hs)");
  private final BinaryCopy dates = new BinaryCopy("fhir.dat (pid, lo, hi, p)");
  private final BinaryCopy strings = new BinaryCopy("fhir.str (pid, p, v)");
  private final BinaryCopy quantities =
      new BinaryCopy("fhir.qty (pid, lo, hi, clo, chi, cu, u, c, n, p)");
  private final SearchParameters parameters;
  private final TermTable.Pending terms;
  private final List<Long> removedHashes = new ArrayList<>();
  private final List<Long> changedPids = new ArrayList<>();
  private final List<String> changedHashes = new ArrayList<>();
  private final List<Removed<DateRow>> removedDates = new ArrayList<>();
  private final List<Removed<StringRow>> removedStrings = new ArrayList<>();
  private final List<Removed<QuantityRow>> removedQuantities = new ArrayList<>();

  private record Removed<R>(long pid, R row) {}

  SearchTables(SearchParameters parameters, TermTable terms) {
    this.parameters = parameters;
    this.terms = terms.pending();
  }

  /// Takes in what a write leaves to be searched.
  void add(Planned planned) {
    IndexRows before =
        planned
            .current()
            .filter(row -> row.content().length > 0)
            .map(row -> parameters.extract(row.content()))
            .orElseGet(IndexRows::new);
    IndexRows after =
        planned
            .resource()
            .map(resource -> parameters.extract(resource, planned.targets()))
            .orElseGet(IndexRows::new);
    boolean wasThere = planned.current().isPresent() && !planned.current().get().deleted();
    addHashes(planned, wasThere ? Optional.of(before) : Optional.empty(), after);
    long pid = planned.pid();
    minus(before.dates(), after.dates()).forEach(r -> removedDates.add(new Removed<>(pid, r)));
    minus(after.dates(), before.dates()).forEach(row -> addDate(pid, row));
    minus(before.strings(), after.strings())
        .forEach(r -> removedStrings.add(new Removed<>(pid, r)));
    minus(after.strings(), before.strings()).forEach(row -> addString(pid, row));
    minus(before.quantities(), after.quantities())
        .forEach(r -> removedQuantities.add(new Removed<>(pid, r)));
    minus(after.quantities(), before.quantities()).forEach(row -> addQuantity(pid, row));
    terms.add(after.terms());
  }

  /// Takes in everything of a resource whose rows are not there.
  void addAll(long pid, long key, IndexRows rows) {
    addHashes(pid, key, rows);
    rows.dates().forEach(row -> addDate(pid, row));
    rows.strings().forEach(row -> addString(pid, row));
    rows.quantities().forEach(row -> addQuantity(pid, row));
    terms.add(rows.terms());
  }

  void write(Connection connection) throws SQLException {
    removeHashes(connection);
    changeHashes(connection);
    removeDates(connection);
    removeStrings(connection);
    removeQuantities(connection);
    hashes.send(connection);
    dates.send(connection);
    strings.send(connection);
    quantities.send(connection);
    terms.send(connection);
  }

  /// To be told when the transaction has been committed.
  void committed() {
    terms.committed();
  }

  private void addHashes(Planned planned, Optional<IndexRows> before, IndexRows after) {
    if (planned.resource().isEmpty()) {
      removedHashes.add(planned.pid());
    } else if (before.isEmpty()) {
      addHashes(planned.pid(), IndexKeys.resource(planned.type(), planned.id()), after);
    } else {
      long[] now = after.hashes();
      if (!Arrays.equals(before.get().hashes(), now)) {
        changedPids.add(planned.pid());
        String list = Arrays.toString(now);
        changedHashes.add("{" + list.substring(1, list.length() - 1) + "}");
      }
    }
  }

  private void addHashes(long pid, long key, IndexRows rows) {
    hashes.row(3);
    hashes.bigint(pid);
    hashes.bigint(key);
    hashes.bigints(rows.hashes());
  }

  private void addDate(long pid, DateRow row) {
    dates.row(4);
    dates.bigint(pid);
    dates.bigint(row.lo());
    dates.bigint(row.hi());
    dates.integer(row.p());
  }

  private void addString(long pid, StringRow row) {
    strings.row(3);
    strings.bigint(pid);
    strings.integer(row.p());
    strings.text(row.v());
  }

  private void addQuantity(long pid, QuantityRow row) {
    quantities.row(10);
    quantities.bigint(pid);
    quantities.doublePrecision(row.lo());
    quantities.doublePrecision(row.hi());
    quantities.doublePrecision(row.clo());
    quantities.doublePrecision(row.chi());
    quantities.bigint(row.cu());
    quantities.bigint(row.u());
    quantities.bigint(row.c());
    quantities.bigint(row.n());
    quantities.integer(row.p());
  }

  private void removeHashes(Connection connection) throws SQLException {
    if (!removedHashes.isEmpty()) {
      try (var statement = connection.prepareStatement("delete from fhir.ix where pid = any(?)")) {
        statement.setArray(1, ResourceTable.bigints(connection, removedHashes));
        statement.executeUpdate();
      }
    }
  }

  private void changeHashes(Connection connection) throws SQLException {
    if (!changedPids.isEmpty()) {
      try (var statement =
          connection.prepareStatement(
              "update fhir.ix i set hs = w.hs::bigint[]"
                  + " from unnest(?::bigint[], ?::text[]) w(pid, hs) where i.pid = w.pid")) {
        statement.setArray(1, ResourceTable.bigints(connection, changedPids));
        statement.setArray(2, connection.createArrayOf("text", changedHashes.toArray()));
        statement.executeUpdate();
      }
    }
  }

  private void removeDates(Connection connection) throws SQLException {
    if (!removedDates.isEmpty()) {
      try (var statement =
          connection.prepareStatement(
              "delete from fhir.dat d using unnest(?::bigint[], ?::int[], ?::bigint[], ?::bigint[])"
                  + " w(pid, p, lo, hi) where d.pid = w.pid and d.p = w.p and d.lo = w.lo and d.hi"
                  + " = w.hi")) {
        var removed = removedDates;
        statement.setArray(1, array(connection, "bigint", removed, Removed::pid));
        statement.setArray(2, array(connection, "int4", removed, r -> r.row().p()));
        statement.setArray(3, array(connection, "bigint", removed, r -> r.row().lo()));
        statement.setArray(4, array(connection, "bigint", removed, r -> r.row().hi()));
        statement.executeUpdate();
      }
    }
  }

  private void removeStrings(Connection connection) throws SQLException {
    if (!removedStrings.isEmpty()) {
      try (var statement =
          connection.prepareStatement(
              "delete from fhir.str d using unnest(?::bigint[], ?::int[], ?::text[]) w(pid, p, v)"
                  + " where d.pid = w.pid and d.p = w.p and d.v = w.v")) {
        var removed = removedStrings;
        statement.setArray(1, array(connection, "bigint", removed, Removed::pid));
        statement.setArray(2, array(connection, "int4", removed, r -> r.row().p()));
        statement.setArray(3, array(connection, "text", removed, r -> r.row().v()));
        statement.executeUpdate();
      }
    }
  }

  private void removeQuantities(Connection connection) throws SQLException {
    if (!removedQuantities.isEmpty()) {
      try (var statement =
          connection.prepareStatement(
              "delete from fhir.qty d"
                  + " using unnest(?::bigint[], ?::int[], ?::float8[], ?::float8[], ?::bigint[])"
                  + " w(pid, p, lo, hi, u)"
                  + " where d.pid = w.pid and d.p = w.p and d.lo = w.lo and d.hi = w.hi"
                  + " and d.u = w.u")) {
        var removed = removedQuantities;
        statement.setArray(1, array(connection, "bigint", removed, Removed::pid));
        statement.setArray(2, array(connection, "int4", removed, r -> r.row().p()));
        statement.setArray(3, array(connection, "float8", removed, r -> r.row().lo()));
        statement.setArray(4, array(connection, "float8", removed, r -> r.row().hi()));
        statement.setArray(5, array(connection, "bigint", removed, r -> r.row().u()));
        statement.executeUpdate();
      }
    }
  }

  private static <R> Array array(
      Connection connection,
      String type,
      List<Removed<R>> removed,
      Function<Removed<R>, Object> column)
      throws SQLException {
    return connection.createArrayOf(type, removed.stream().map(column).toArray());
  }

  private static <R> Set<R> minus(Set<R> all, Set<R> without) {
    if (without.isEmpty()) {
      return all;
    }
    Set<R> rest = new LinkedHashSet<>(all);
    rest.removeAll(without);
    return rest;
  }
}

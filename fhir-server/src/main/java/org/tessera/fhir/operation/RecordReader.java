package org.tessera.fhir.operation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.tessera.fhir.operation.References.Target;
import org.tessera.fhir.store.DatabaseFailure;
import org.tessera.fhir.store.DateInterval;
import org.tessera.fhir.store.ResourceTypes;
import org.tessera.fhir.store.StoredResource;

/// Reads patients' records in the order of the store's row numbers, one statement a page.
final class RecordReader {
  private static final int SECONDS_MAX = 60;
  private static final int FETCH_ROWS = 500;
  private static final String COLUMNS =
      "select r.pid, r.type, r.id, r.version, r.last_updated, r.owner, r.content from fhir.res r ";
  private static final Map<Integer, String> TYPE_NAMES = new HashMap<>();

  static {
    for (String type : ResourceTypes.all()) {
      TYPE_NAMES.put(ResourceTypes.number(type), type);
    }
  }

  private final DataSource dataSource;

  RecordReader(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /// What belongs to one patient, behind a row, at most so many.
  void members(
      String patient, RecordFilter filter, Window window, BiConsumer<Long, StoredResource> rows) {
    // One look into the index for each hash, then one for each resource: with the hashes as one
    // condition, or the resources joined, the planner prefers to read whole tables.
    var sql = new StringBuilder("select r.pid, r.type, r.id, r.version, r.last_updated, r.owner,");
    sql.append(" r.content from (select x.pid from unnest(?::bigint[]) w(h) cross join lateral");
    sql.append(" (select i.pid from fhir.ix i where i.hs @> array[w.h]) x");
    List<Object> values = new ArrayList<>();
    values.add(PatientCompartment.hashes(patient));
    sql.append(" union select p.pid from fhir.res p where p.type = ? and p.id = ?) m");
    values.add(ResourceTypes.number("Patient"));
    values.add(patient);
    sql.append(" cross join lateral (select * from fhir.res f where f.pid = m.pid limit 1) r");
    sql.append(" where true");
    read(sql, values, filter, window, rows);
  }

  /// Everything of the types that can belong to a patient, behind a row, at most so many.
  void all(RecordFilter filter, Window window, BiConsumer<Long, StoredResource> rows) {
    List<String> types =
        filter.types().isEmpty()
            ? List.copyOf(PatientCompartment.types())
            : filter.types().stream().filter(PatientCompartment.types()::contains).toList();
    var narrowed = new RecordFilter(types, filter.since(), filter.care());
    read(new StringBuilder(COLUMNS + "where true"), new ArrayList<>(), narrowed, window, rows);
  }

  /// Everything of some types, behind a row, at most so many.
  void everything(List<String> types, Window window, BiConsumer<Long, StoredResource> rows) {
    var filter = new RecordFilter(types, Optional.empty(), Optional.empty());
    read(new StringBuilder(COLUMNS + "where true"), new ArrayList<>(), filter, window, rows);
  }

  /// The resources of these that are there, behind a row, at most so many.
  void these(
      Collection<Target> targets,
      RecordFilter filter,
      Window window,
      BiConsumer<Long, StoredResource> rows) {
    var sql = new StringBuilder(COLUMNS);
    sql.append("where r.pid = any(array(select t.pid from unnest(?::smallint[], ?::text[])");
    sql.append(" w(type, id) join fhir.res t on t.type = w.type and t.id = w.id))");
    List<Object> values = new ArrayList<>();
    values.add(
        targets.stream()
            .map(target -> (short) ResourceTypes.number(target.type()))
            .toArray(Short[]::new));
    values.add(targets.stream().map(Target::id).toArray(String[]::new));
    read(sql, values, filter, window, rows);
  }

  /// @param after the row number behind which to begin, 0 for the first
  record Window(long after, int countMax) {
    static final Window ALL = new Window(0, Integer.MAX_VALUE);
  }

  private void read(
      StringBuilder sql,
      List<Object> values,
      RecordFilter filter,
      Window window,
      BiConsumer<Long, StoredResource> rows) {
    sql.append(" and r.content is not null and r.pid > ?");
    values.add(window.after());
    limit(sql, values, filter);
    sql.append(" order by r.pid limit ?");
    values.add(window.countMax());
    try (Connection connection = dataSource.getConnection()) {
      // A cursor, so that a large record does not stand in memory as a whole.
      connection.setAutoCommit(false);
      try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
        statement.setQueryTimeout(SECONDS_MAX);
        statement.setFetchSize(FETCH_ROWS);
        bind(connection, statement, values);
        ResultSet found = statement.executeQuery();
        while (found.next()) {
          String type = TYPE_NAMES.getOrDefault(found.getInt(2), "");
          rows.accept(found.getLong(1), StoredResource.read(type, found, 3));
        }
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new DatabaseFailure("the record cannot be read", e);
    }
  }

  private static void limit(StringBuilder sql, List<Object> values, RecordFilter filter) {
    if (!filter.types().isEmpty()) {
      sql.append(" and r.type = any(?)");
      values.add(
          filter.types().stream()
              .map(type -> (short) ResourceTypes.number(type))
              .toArray(Short[]::new));
    }
    if (filter.since().isPresent()) {
      sql.append(" and r.last_updated >= ?");
      values.add(Timestamp.from(filter.since().get()));
    }
    if (filter.care().isPresent()) {
      DateInterval care = filter.care().get();
      // What has no date of care is not limited by one.
      sql.append(" and (not exists (select 1 from fhir.dat d where d.pid = r.pid");
      sql.append(" and d.p = any(?)) or exists (select 1 from fhir.dat d where d.pid = r.pid");
      sql.append(" and d.p = any(?) and d.lo < ? and d.hi > ?))");
      values.add(CareDates.numbers());
      values.add(CareDates.numbers());
      values.add(care.hi());
      values.add(care.lo());
    }
  }

  private static void bind(Connection connection, PreparedStatement statement, List<Object> values)
      throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      switch (values.get(i)) {
        case Long[] list -> statement.setArray(i + 1, connection.createArrayOf("bigint", list));
        case Integer[] list -> statement.setArray(i + 1, connection.createArrayOf("int4", list));
        case Short[] list -> statement.setArray(i + 1, connection.createArrayOf("int2", list));
        case String[] list -> statement.setArray(i + 1, connection.createArrayOf("text", list));
        case Object value -> statement.setObject(i + 1, value);
      }
    }
  }
}

package org.tessera.fhir.packages;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.tessera.fhir.store.DatabaseFailure;

/// The books of imported packages: `fhir.package` and `fhir.package_resource`.
final class PackageTable {
  private final DataSource dataSource;

  PackageTable(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /// A package that was imported.
  record Entry(
      String name, String version, String title, String licence, String sha256, boolean complete) {}

  /// A resource it brought.
  record Brought(String type, String id, String url) {}

  List<Entry> all() {
    return query(
        "select name, version, title, licence, sha256, complete from fhir.package order by name",
        rows ->
            new Entry(
                rows.getString(1),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5),
                rows.getBoolean(6)));
  }

  List<Brought> brought(String name) {
    return query(
        "select type, id, url from fhir.package_resource where package = ? order by type, id",
        rows -> new Brought(rows.getString(1), rows.getString(2), rows.getString(3)),
        name);
  }

  /// Begins to write a version of a package.
  void begin(Manifest manifest, String fileName, String sha256) {
    change(
        "insert into fhir.package values (?, ?, ?, ?, ?, ?, false) on conflict (name) do update"
            + " set version = excluded.version, title = excluded.title, licence = excluded.licence,"
            + " file_name = excluded.file_name, sha256 = excluded.sha256, complete = false,"
            + " imported_at = now()",
        List.<Object[]>of(
            new Object[] {
              manifest.name(),
              manifest.version(),
              manifest.title(),
              manifest.licence(),
              fileName,
              sha256
            }));
  }

  void add(String name, List<Brought> resources) {
    change(
        "insert into fhir.package_resource values (?, ?, ?, ?) on conflict (type, id) do update"
            + " set package = excluded.package, url = excluded.url",
        resources.stream()
            .map(each -> new Object[] {name, each.type(), each.id(), each.url()})
            .toList());
  }

  void remove(List<Brought> resources) {
    change(
        "delete from fhir.package_resource where type = ? and id = ?",
        resources.stream().map(each -> new Object[] {each.type(), each.id()}).toList());
  }

  void complete(String name) {
    change(
        "update fhir.package set complete = true where name = ?",
        List.<Object[]>of(new Object[] {name}));
  }

  private void change(String sql, List<Object[]> rows) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Object[] row : rows) {
        for (int i = 0; i < row.length; i++) {
          statement.setObject(i + 1, row[i]);
        }
        statement.addBatch();
      }
      statement.executeBatch();
    } catch (SQLException e) {
      throw new DatabaseFailure("the imported packages cannot be written down", e);
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T of(ResultSet rows) throws SQLException;
  }

  private <T> List<T> query(String sql, Reading<T> reading, Object... values) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      List<T> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(reading.of(rows));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new DatabaseFailure("the imported packages cannot be read", e);
    }
  }
}

package org.tessera.fhir.search;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.tessera.fhir.search.Sorting.Cursor;
import org.tessera.fhir.store.DatabaseFailure;
import org.tessera.fhir.store.StoredResource;

/// Answers searches over the current versions.
public final class Search {
  private static final int SECONDS_MAX = 30;

  private final DataSource dataSource;

  public Search(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /// One page of what the query finds.
  ///
  /// @throws DatabaseFailure if the database does not answer, or not within 30 s
  public Page run(Query query) {
    try (Connection connection = dataSource.getConnection()) {
      List<StoredResource> matches = new ArrayList<>();
      Optional<String> next =
          query.count() == 0 ? Optional.empty() : page(connection, query, matches);
      return new Page(matches, total(connection, query, matches, next), next, query.ignored());
    } catch (SQLException e) {
      throw new DatabaseFailure("the search was not answered", e);
    }
  }

  private static Optional<String> page(
      Connection connection, Query query, List<StoredResource> matches) throws SQLException {
    try (var statement = query.matches().prepare(connection)) {
      statement.setQueryTimeout(SECONDS_MAX);
      ResultSet rows = statement.executeQuery();
      String last = "";
      while (rows.next()) {
        if (matches.size() == query.count()) {
          return Optional.of(last);
        }
        matches.add(StoredResource.read(query.type(), rows, 3));
        last = new Cursor(rows.getString(2), rows.getLong(1)).text();
      }
      return Optional.empty();
    }
  }

  private static OptionalLong total(
      Connection connection, Query query, List<StoredResource> matches, Optional<String> next)
      throws SQLException {
    boolean complete = query.isFirstPage() && next.isEmpty() && query.count() > 0;
    if (complete) {
      return OptionalLong.of(matches.size());
    }
    if (!query.countsAll() && query.count() > 0) {
      return OptionalLong.empty();
    }
    try (var statement = query.total().prepare(connection)) {
      statement.setQueryTimeout(SECONDS_MAX);
      ResultSet row = statement.executeQuery();
      row.next();
      return OptionalLong.of(row.getLong(1));
    }
  }
}

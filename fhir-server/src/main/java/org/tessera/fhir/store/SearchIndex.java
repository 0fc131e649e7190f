package org.tessera.fhir.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// What resources of this node are searched by, and how far the search tables hold it.
///
/// Once started it follows the SearchParameter resources in the store: an active one is in effect
/// for every write from then on, and a re-index in the background fills in what was there before.
/// The same re-index brings a database up to date whose search tables were written by another
/// version.
public final class SearchIndex implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SearchIndex.class);
  private static final String PARAMETER = "SearchParameter";

  private final DataSource dataSource;
  private final TermTable terms = new TermTable();
  private final Reindex reindex;

  /// Writers share it from reading the parameters to the commit, so that parameters change between
  /// transactions only: the re-index behind the change then sees all that was written before it.
  private final ReentrantReadWriteLock changing = new ReentrantReadWriteLock(true);

  private final Map<String, Boolean> incomplete = new ConcurrentHashMap<>();
  private volatile SearchParameters parameters = SearchParameters.standard();
  private volatile boolean started;

  public SearchIndex(DataSource dataSource) {
    this.dataSource = dataSource;
    this.reindex = new Reindex(dataSource, this);
  }

  /// The parameters in effect.
  public SearchParameters parameters() {
    return parameters;
  }

  /// Whether the search tables hold this parameter for all resources of its type.
  public boolean isComplete(SearchParameter parameter) {
    return !incomplete.containsKey(key(parameter.type(), parameter.name()));
  }

  /// Whether anything is being indexed in the background.
  public boolean isIndexing() {
    return !incomplete.isEmpty();
  }

  /// Reads which parameters there are and begins to fill in what the search tables lack.
  ///
  /// @throws DatabaseFailure if the database does not answer
  public void start() {
    started = true;
    refresh();
    reindex.start();
  }

  @Override
  public void close() {
    started = false;
    reindex.close();
  }

  /// Told of every commit by the store.
  void changed(List<Change> changes) {
    if (started && changes.stream().anyMatch(change -> change.type().equals(PARAMETER))) {
      reindex.parametersChanged();
    }
  }

  /// Takes the SearchParameter resources as they are now into effect.
  void refresh() {
    List<SearchParameter> custom = new ArrayList<>();
    try (Connection connection = dataSource.getConnection()) {
      for (ObjectNode resource : active(connection)) {
        try {
          custom.addAll(CustomParameters.of(resource));
        } catch (UnsupportedExpression e) {
          log.warn("an active SearchParameter has no effect: {}", e.getMessage());
        }
      }
      changing.writeLock().lock();
      try {
        SearchParameters now = SearchParameters.standard().with(custom);
        Map<String, Boolean> lacking = reindex.plan(connection, now);
        // Known to be incomplete before anybody can search by it.
        incomplete.putAll(lacking);
        parameters = now;
        incomplete.keySet().retainAll(lacking.keySet());
      } finally {
        changing.writeLock().unlock();
      }
    } catch (SQLException e) {
      throw new DatabaseFailure("the search parameters cannot be read", e);
    }
  }

  void completed(String type) {
    incomplete.keySet().removeIf(key -> key.startsWith(type + "."));
  }

  static String key(String type, String name) {
    return type + "." + name;
  }

  /// The tables of one transaction; to be closed when it has ended.
  Writing writing() {
    changing.readLock().lock();
    return new Writing();
  }

  /// A transaction that writes search rows.
  final class Writing implements AutoCloseable {
    SearchTables tables() {
      return new SearchTables(parameters, terms);
    }

    @Override
    public void close() {
      changing.readLock().unlock();
    }
  }

  private static List<ObjectNode> active(Connection connection) throws SQLException {
    List<ObjectNode> found = new ArrayList<>();
    try (var statement =
        connection.prepareStatement(
            "select content from fhir.res where pid >= ? and pid < ? and content is not null"
                + " order by pid")) {
      statement.setLong(1, ResourceTypes.firstPid(PARAMETER));
      statement.setLong(2, ResourceTypes.endPid(PARAMETER));
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(ResourceContent.decode(rows.getBytes(1)));
        }
      }
    }
    return found;
  }
}

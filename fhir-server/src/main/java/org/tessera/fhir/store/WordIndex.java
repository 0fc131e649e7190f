package org.tessera.fhir.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The words of resources, for `_text` and `_content`.
///
/// Few ask for them, and they cost as much as all other search rows together; so they are filled
/// from the change log when a search needs them, and a search waits until they hold all that was
/// committed before it.
public final class WordIndex {
  private static final int CHANGES = 1_000;
  private static final int CHARACTERS_MAX = 200_000;
  private static final Pattern MARKUP = Pattern.compile("<[^>]*>|&[a-z#0-9]+;");

  private final DataSource dataSource;
  private final ChangeLog log;
  private final ReentrantLock filling = new ReentrantLock();

  public WordIndex(DataSource dataSource) {
    this.dataSource = dataSource;
    this.log = new ChangeLog(dataSource);
  }

  /// Takes in what was committed until now.
  ///
  /// @return false if that takes longer; the next call goes on
  /// @throws DatabaseFailure if the database does not answer
  public boolean catchUp(Duration limit) {
    Instant end = Instant.now().plus(limit);
    long head = log.head();
    filling.lock();
    try (Connection connection = dataSource.getConnection()) {
      long at = position(connection);
      while (at < head) {
        if (Instant.now().isAfter(end)) {
          return false;
        }
        at = take(connection, log.after(at, CHANGES));
      }
      return true;
    } catch (SQLException e) {
      throw new DatabaseFailure("the words cannot be indexed", e);
    } finally {
      filling.unlock();
    }
  }

  private static long position(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("insert into fhir.words_state (seq) values (0) on conflict do nothing");
      try (var row = statement.executeQuery("select seq from fhir.words_state")) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static long take(Connection connection, List<Change> changes) throws SQLException {
    Map<String, Change> latest = new LinkedHashMap<>();
    changes.forEach(change -> latest.put(change.type() + "/" + change.id(), change));
    connection.setAutoCommit(false);
    try (var delete =
            connection.prepareStatement(
                "delete from fhir.words w using fhir.res r"
                    + " where r.type = ? and r.id = ? and w.pid = r.pid");
        var insert =
            connection.prepareStatement(
                "insert into fhir.words (pid, narrative, content) select pid,"
                    + " to_tsvector('simple', ?), to_tsvector('simple', ?)"
                    + " from fhir.res where type = ? and id = ?");
        var move = connection.prepareStatement("update fhir.words_state set seq = ?")) {
      for (Change change : latest.values()) {
        delete.setInt(1, ResourceTypes.number(change.type()));
        delete.setString(2, change.id());
        delete.addBatch();
        if (change.resource().isPresent()) {
          ObjectNode resource = change.resource().get();
          insert.setString(1, narrative(resource));
          insert.setString(2, content(resource));
          insert.setInt(3, ResourceTypes.number(change.type()));
          insert.setString(4, change.id());
          insert.addBatch();
        }
      }
      delete.executeBatch();
      insert.executeBatch();
      long last = changes.getLast().sequence();
      move.setLong(1, last);
      move.executeUpdate();
      connection.commit();
      return last;
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static String narrative(ObjectNode resource) {
    return words(plain(resource.path("text").path("div").asString("")));
  }

  private static String content(ObjectNode resource) {
    var text = new StringBuilder();
    collect(resource, text);
    return words(text.toString());
  }

  private static void collect(JsonNode node, StringBuilder text) {
    if (node.isString() && text.length() < CHARACTERS_MAX) {
      text.append(plain(node.stringValue())).append(' ');
    } else {
      node.forEach(inner -> collect(inner, text));
    }
  }

  private static String plain(String text) {
    return text.startsWith("<div") ? MARKUP.matcher(text).replaceAll(" ") : text;
  }

  private static String words(String text) {
    String folded = Folding.fold(text).replace('\0', ' ');
    return folded.length() <= CHARACTERS_MAX ? folded : folded.substring(0, CHARACTERS_MAX);
  }
}

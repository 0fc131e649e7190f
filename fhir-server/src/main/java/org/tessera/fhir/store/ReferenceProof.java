package org.tessera.fhir.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;

/// Counts the references of stored resources and how many of them have a target, by the types at
/// both ends. Reads all content.
public final class ReferenceProof {
  private static final int PAGE = 2_000;

  private final DataSource dataSource;

  public ReferenceProof(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /// The references of one type to another.
  ///
  /// @param said how many there are
  /// @param found how many have a target
  public record Line(String from, String to, long said, long found) {}

  private record Said(String from, String target) {}

  /// The references of what belongs to owners whose name begins so, ordered by types.
  ///
  /// @throws DatabaseFailure if the database does not answer
  public List<Line> ofOwners(String prefix) {
    Map<String, Line> lines = new TreeMap<>();
    try (Connection connection = dataSource.getConnection();
        var statement =
            connection.prepareStatement(
                "select pid, type, content from fhir.res where pid > ? and starts_with(owner, ?)"
                    + " and content is not null order by pid limit "
                    + PAGE)) {
      long last = 0;
      int met = PAGE;
      while (met == PAGE) {
        Map<Said, Long> page = new HashMap<>();
        statement.setLong(1, last);
        statement.setString(2, prefix);
        met = 0;
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            met++;
            last = rows.getLong(1);
            String from = ResourceTypes.name(rows.getInt(2));
            for (String target :
                References.targets(ResourceContent.plain(ResourceTable.bytes(rows, 3)))) {
              page.merge(new Said(from, target), 1L, Long::sum);
            }
          }
        }
        count(connection, page, lines);
      }
    } catch (SQLException e) {
      throw new DatabaseFailure("the references cannot be counted", e);
    }
    return List.copyOf(lines.values());
  }

  private static void count(Connection connection, Map<Said, Long> page, Map<String, Line> lines)
      throws SQLException {
    List<Said> all = new ArrayList<>(page.keySet());
    Set<Integer> there =
        ReferenceGuard.present(connection, all.stream().map(Said::target).toList(), false);
    for (int i = 0; i < all.size(); i++) {
      Said said = all.get(i);
      String to = said.target().substring(0, said.target().indexOf('/'));
      long times = page.getOrDefault(said, 0L);
      long found = there.contains(i + 1) ? times : 0;
      lines.merge(
          said.from() + " " + to,
          new Line(said.from(), to, times, found),
          (a, b) -> new Line(a.from(), a.to(), a.said() + b.said(), a.found() + b.found()));
    }
  }
}

package org.tessera.fhir.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Keeps references sound: what is referred to is there, and stays there.
///
/// Whoever writes a reference takes a key-share lock on its target, whoever deletes holds the
/// target's row exclusively and looks for referrers afterwards: of two who meet, the second sees
/// what the first did. Runs inside the transaction, after its rows were written.
final class ReferenceGuard {
  private ReferenceGuard() {}

  static void check(Connection connection, CommitPlan plan) throws SQLException {
    requireTargets(connection, plan);
    List<String> deleted = new ArrayList<>();
    for (Planned planned : plan.superseding()) {
      if (planned.deletes()) {
        deleted.add(planned.type() + "/" + planned.id());
      }
    }
    List<String> referrers = referrers(connection, deleted, 1);
    if (!referrers.isEmpty()) {
      throw ReferenceConflict.referred(referrers.getFirst());
    }
  }

  /// The resources that refer to one of these, at most so many.
  static List<String> referrers(Connection connection, List<String> resources, int max)
      throws SQLException {
    List<String> found = new ArrayList<>();
    if (resources.isEmpty()) {
      return found;
    }
    List<Long> hashes = resources.stream().map(IndexKeys::referred).toList();
    try (var statement =
        connection.prepareStatement(
            "select r.type, r.id from fhir.ix x join fhir.res r on r.pid = x.pid"
                + " where x.hs && ? and r.content is not null limit ?")) {
      statement.setArray(1, ResourceTable.bigints(connection, hashes));
      statement.setInt(2, max);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(ResourceTypes.name(rows.getInt(1)) + "/" + rows.getString(2));
        }
      }
    }
    return found;
  }

  private static void requireTargets(Connection connection, CommitPlan plan) throws SQLException {
    Set<String> here = new HashSet<>();
    Set<String> leaving = new HashSet<>();
    for (Planned planned : plan.all()) {
      (planned.resource().isPresent() ? here : leaving).add(planned.type() + "/" + planned.id());
    }
    Map<String, Planned> outside = new LinkedHashMap<>();
    for (Planned planned : plan.changing()) {
      if (planned.resource().isPresent()) {
        for (String target : planned.targets()) {
          if (leaving.contains(target)) {
            throw dangling(planned, target);
          }
          if (!here.contains(target)) {
            outside.putIfAbsent(target, planned);
          }
        }
      }
    }
    if (!outside.isEmpty()) {
      List<String> targets = List.copyOf(outside.keySet());
      Set<Integer> there = present(connection, targets, true);
      for (int i = 0; i < targets.size(); i++) {
        if (!there.contains(i + 1)) {
          throw dangling(outside.get(targets.get(i)), targets.get(i));
        }
      }
    }
  }

  private static ReferenceConflict dangling(
      @org.jspecify.annotations.Nullable Planned planned, String target) {
    String element =
        planned == null
            ? ""
            : planned.resource().map(resource -> References.place(resource, target)).orElse("");
    return ReferenceConflict.dangling(element, target);
  }

  /// The positions, from 1, of those that are there.
  ///
  /// @param locks whether they must stay there until the transaction ends
  static Set<Integer> present(Connection connection, List<String> targets, boolean locks)
      throws SQLException {
    Short[] types = new Short[targets.size()];
    String[] ids = new String[targets.size()];
    for (int i = 0; i < types.length; i++) {
      int slash = targets.get(i).indexOf('/');
      types[i] = (short) ResourceTypes.number(targets.get(i).substring(0, slash));
      ids[i] = targets.get(i).substring(slash + 1);
    }
    Set<Integer> there = new HashSet<>();
    try (var statement =
        connection.prepareStatement(
            "select w.n from unnest(?::smallint[], ?::text[]) with ordinality w(type, id, n)"
                + " join fhir.res r on r.type = w.type and r.id = w.id"
                + " where r.content is not null order by r.pid"
                + (locks ? " for key share of r" : ""))) {
      statement.setArray(1, connection.createArrayOf("smallint", types));
      statement.setArray(2, connection.createArrayOf("text", ids));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          there.add(rows.getInt(1));
        }
      }
    }
    return there;
  }
}

package org.tessera.omop;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Finds resources whose row ids other resources have, and refuses them by name: two facts never
/// share a row.
final class Collisions {
  private Collisions() {}

  static Set<Long> ids(Collection<Projected> resources) {
    return owners(resources).keySet();
  }

  /// Replaces what collides by a line with its reason. The earlier resource keeps the id.
  ///
  /// @param taken ids that rows of resources outside have
  static void refuse(Map<Projected.Key, Projected> resources, Set<Long> taken) {
    Map<Long, Projected.Key> owners = owners(resources.values());
    resources.replaceAll((key, one) -> {
      boolean collides =
          one.rows().stream()
              .anyMatch(row -> taken.contains(row.id()) || !key.equals(owners.get(row.id())));
      return collides ? one.without(Projected.COLLISION) : one;
    });
  }

  private static Map<Long, Projected.Key> owners(Collection<Projected> resources) {
    Map<Long, Projected.Key> owners = new HashMap<>();
    for (Projected one : resources) {
      one.rows().forEach(row -> owners.putIfAbsent(row.id(), one.key()));
    }
    return owners;
  }
}

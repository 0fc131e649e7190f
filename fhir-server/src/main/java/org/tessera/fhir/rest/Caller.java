package org.tessera.fhir.rest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/// Who asks.
public final class Caller {
  private final String name;
  private final BiPredicate<String, String> rights;

  /// What was found about addresses that are a type alone: in a large bundle they are nearly all.
  private final Map<String, Boolean> known = new HashMap<>();

  /// @param name or empty where nobody signs in
  /// @param rights whether they may call this method at this path below the base
  Caller(String name, BiPredicate<String, String> rights) {
    this.name = name;
    this.rights = rights;
  }

  /// The name, or empty.
  public String name() {
    return name;
  }

  /// Refuses what the caller may not do alone.
  ///
  /// @param path the segments below the base
  /// @throws Refusal (403) if so
  void requireRight(String method, List<String> path) {
    boolean may =
        path.size() == 1
            ? known.computeIfAbsent(
                method + " " + path.getFirst(), _ -> rights.test(method, "/" + path.getFirst()))
            : rights.test(method, "/" + String.join("/", path));
    if (!may) {
      throw Refusal.of(403, "forbidden", "your role may not do what this entry asks");
    }
  }
}

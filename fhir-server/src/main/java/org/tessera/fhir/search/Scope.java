package org.tessera.fhir.search;

import java.util.List;

/// The rows a condition speaks of: those of the search itself, or those a chain leads to. Knows by
/// what names SQL calls them, and which tables the conditions written so far need.
final class Scope {
  private final int depth;
  private final boolean counted;
  private boolean index;
  private boolean resource;

  private Scope(int depth, boolean counted) {
    this.depth = depth;
    this.counted = counted;
  }

  /// The rows that are searched for: `fhir.res`, and `fhir.ix` if needed.
  static Scope outer() {
    return new Scope(0, false);
  }

  /// The same rows when only their number is asked for: `fhir.ix`, which has no deleted resources,
  /// and `fhir.res` if needed.
  static Scope counted() {
    return new Scope(0, true);
  }

  /// Rows that are looked at for each of these: `fhir.ix`, and `fhir.res` if needed.
  Scope inner() {
    return new Scope(depth + 1, true);
  }

  String pid() {
    return (counted ? "x" : "r") + depth + ".pid";
  }

  String hashes() {
    index = true;
    return "x" + depth + ".hs";
  }

  String key() {
    index = true;
    return "x" + depth + ".key";
  }

  String resource() {
    resource = true;
    return "r" + depth;
  }

  /// The condition that leaves out deleted resources.
  String alive() {
    return counted ? "true" : "r0.content is not null";
  }

  /// The columns that hold the row number, each of which has an index.
  List<String> pids() {
    String r = "r" + depth + ".pid";
    String x = "x" + depth + ".pid";
    return counted ? List.of(x) : index ? List.of(r, x) : List.of(r);
  }

  /// The tables, to be asked for when all conditions are written.
  String from() {
    String r = "fhir.res r" + depth;
    String x = "fhir.ix x" + depth;
    String on = " on x%d.pid = r%d.pid".formatted(depth, depth);
    if (!counted) {
      return index ? r + " join " + x + on : r;
    }
    return resource ? x + " join " + r + on : x;
  }
}

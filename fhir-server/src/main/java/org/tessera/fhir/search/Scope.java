package org.tessera.fhir.search;

import java.util.List;
import org.tessera.fhir.store.ResourceTypes;

/// The rows a condition speaks of: those of the search itself, or those a chain leads to. Knows by
/// what names SQL calls them, and which tables the conditions written so far need.
final class Scope {
  private final int depth;
  private final boolean counted;
  private final boolean walked;
  private boolean index;
  private boolean resource;
  private boolean lookedUp;

  private Scope(int depth, boolean counted, boolean walked) {
    this.depth = depth;
    this.counted = counted;
    this.walked = walked;
  }

  /// The rows that are searched for: `fhir.res`, and `fhir.ix` if needed.
  static Scope outer() {
    return new Scope(0, false, true);
  }

  /// The same rows when their numbers are asked for, in order: `fhir.ix`, which has no deleted
  /// resources, and `fhir.res` if needed.
  static Scope numbered() {
    return new Scope(0, true, true);
  }

  /// The same rows when only their number is asked for: `fhir.ix`, which has no deleted resources,
  /// and `fhir.res` if needed.
  static Scope counted() {
    return new Scope(0, true, false);
  }

  /// Rows that are looked at for each of these: `fhir.ix`, and `fhir.res` if needed.
  Scope inner() {
    return new Scope(depth + 1, true, false);
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

  /// A condition on rows of one type.
  SqlText ofType(String type, Criterion criterion) {
    SqlText fits = criterion.sql(this);
    return criterion.impliesType() ? fits : ofTypes(pid(), List.of(type)).add(" and ").add(fits);
  }

  /// Names the rows of types by the range of their numbers.
  static SqlText ofTypes(String pid, List<String> types) {
    var sql = new SqlText();
    String or = "(";
    for (String type : types) {
      long first = ResourceTypes.firstPid(type);
      sql.add(or + pid + " >= ? and " + pid + " < ?", first, ResourceTypes.endPid(type));
      or = " or ";
    }
    return sql.add(")");
  }

  /// Whether the rows may be walked in the order of their numbers, for which the range of a type
  /// says where to begin.
  boolean isWalked() {
    return walked;
  }

  /// Whether the conditions written so far look at `fhir.res` where `fhir.ix` comes first.
  boolean needsResource() {
    return resource;
  }

  /// Says that a condition is met by few rows, which an index finds.
  void lookUp() {
    lookedUp = true;
  }

  boolean isLookedUp() {
    return lookedUp;
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

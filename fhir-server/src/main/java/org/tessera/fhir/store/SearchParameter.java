package org.tessera.fhir.store;

import java.util.List;

/// One search parameter of one resource type, as indexed.
public final class SearchParameter {
  /// How values are compared; the names are FHIR's search parameter types.
  public enum Kind {
    TOKEN,
    REFERENCE,
    DATE,
    STRING,
    QUANTITY,
    NUMBER,
    URI
  }

  private final String type;
  private final String name;
  private final Kind kind;
  private final List<ParameterPath> paths;
  private final List<String> targets;
  private final long seed;

  SearchParameter(
      String type, String name, Kind kind, List<ParameterPath> paths, List<String> targets) {
    this.type = type;
    this.name = name;
    this.kind = kind;
    this.paths = paths;
    this.targets = targets;
    this.seed = IndexKeys.seed(type, name);
  }

  public String type() {
    return type;
  }

  public String name() {
    return name;
  }

  public Kind kind() {
    return kind;
  }

  /// The resource types a reference may point to; empty for other kinds.
  public List<String> targets() {
    return targets;
  }

  /// Where the hashes of this parameter's values start.
  public long seed() {
    return seed;
  }

  /// The number in the column `p` of the value tables.
  public int number() {
    return (int) (seed >>> 32);
  }

  List<ParameterPath> paths() {
    return paths;
  }
}

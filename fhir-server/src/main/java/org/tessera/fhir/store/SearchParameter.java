package org.tessera.fhir.store;

import java.util.List;
import java.util.stream.Collectors;

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
    URI,
    COMPOSITE
  }

  /// To be raised when the rows of the search tables change their meaning.
  private static final String FORMAT = "2:";

  private static final String COMPONENT_TYPE = "";

  private final String type;
  private final String name;
  private final Kind kind;
  private final List<ParameterPath> paths;
  private final List<CompositePath> composites;
  private final List<String> targets;
  private final long seed;

  SearchParameter(
      String type, String name, Kind kind, List<ParameterPath> paths, List<String> targets) {
    this.type = type;
    this.name = name;
    this.kind = kind;
    this.paths = paths;
    this.composites = List.of();
    this.targets = targets;
    this.seed = IndexKeys.seed(type, name);
  }

  SearchParameter(String type, String name, List<CompositePath> composites) {
    this.type = type;
    this.name = name;
    this.kind = Kind.COMPOSITE;
    this.paths = List.of();
    this.composites = composites;
    this.targets = List.of();
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

  /// Where the components of a composite meet; empty for other kinds.
  public List<CompositePath> composites() {
    return composites;
  }

  /// Where the hashes of this parameter's values start.
  public long seed() {
    return seed;
  }

  /// The number in the column `p` of the value tables.
  public int number() {
    return IndexKeys.number(seed);
  }

  /// A component of a composite, which is indexed in combinations only.
  static SearchParameter component(Kind kind, List<ParameterPath> paths) {
    return new SearchParameter(COMPONENT_TYPE, "component", kind, paths, List.of());
  }

  boolean isComponent() {
    return type.equals(COMPONENT_TYPE);
  }

  /// Whether values are words reduced to their sound.
  public boolean phonetic() {
    return kind == Kind.STRING && name.equals("phonetic");
  }

  /// Whether matches can be sorted by the values: those of tokens only where they are codes.
  public boolean sortable() {
    return switch (kind) {
      case DATE, STRING, QUANTITY, NUMBER, URI -> !phonetic();
      case TOKEN -> paths.stream().allMatch(path -> ValueIndexer.isCode(path.dataType()));
      case REFERENCE, COMPOSITE -> false;
    };
  }

  List<ParameterPath> paths() {
    return paths;
  }

  /// Differs whenever the rows this parameter leaves in the search tables would.
  long signature() {
    String places =
        paths.stream().map(ParameterPath::text).collect(Collectors.joining(" "))
            + composites.stream()
                .map(at -> String.join("\t", CompositePath.cells(at.root(), at.components())))
                .collect(Collectors.joining("\n"));
    return IndexKeys.signature(FORMAT + type + "." + name + "." + kind + "=" + places);
  }
}

package org.tessera.fhir.store;

import java.util.Collection;
import java.util.List;
import java.util.Set;
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
  private final List<SearchParameter> parts;
  private final long seed;

  SearchParameter(
      String type, String name, Kind kind, List<ParameterPath> paths, List<String> targets) {
    this.type = type;
    this.name = name;
    this.kind = kind;
    this.paths = paths;
    this.composites = List.of();
    this.targets = targets;
    this.parts = List.of();
    this.seed = IndexKeys.seed(type, name);
  }

  private SearchParameter(SearchParameter whole, List<SearchParameter> parts) {
    this.type = whole.type;
    this.name = whole.name;
    this.kind = whole.kind;
    this.paths = whole.paths;
    this.composites = List.of();
    this.targets = whole.targets;
    this.parts = parts;
    this.seed = whole.seed;
  }

  SearchParameter(String type, String name, List<CompositePath> composites) {
    this.type = type;
    this.name = name;
    this.kind = Kind.COMPOSITE;
    this.paths = List.of();
    this.composites = composites;
    this.targets = List.of();
    this.parts = List.of();
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

  /// The parameters whose rows answer this one: itself, or those that look at all its places
  /// between them (`combo-code` is `code` and `component-code`).
  public List<SearchParameter> indexedAs() {
    return parts.isEmpty() ? List.of(this) : parts;
  }

  /// This one, or, if some of the others look at all its places and at no other, one that is
  /// answered by theirs and leaves no rows of its own.
  SearchParameter unitedFrom(Collection<SearchParameter> others) {
    Set<String> wanted = places();
    List<SearchParameter> found =
        others.stream()
            .filter(other -> other.kind == kind && other.places().size() < wanted.size())
            .filter(other -> !other.paths.isEmpty() && wanted.containsAll(other.places()))
            .toList();
    Set<String> covered =
        found.stream().flatMap(part -> part.places().stream()).collect(Collectors.toSet());
    return !paths.isEmpty() && covered.equals(wanted) ? new SearchParameter(this, found) : this;
  }

  private Set<String> places() {
    return paths.stream().map(ParameterPath::text).collect(Collectors.toSet());
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
        (parts.isEmpty() ? "" : "none of its own:")
            + paths.stream().map(ParameterPath::text).collect(Collectors.joining(" "))
            + composites.stream()
                .map(at -> String.join("\t", CompositePath.cells(at.root(), at.components())))
                .collect(Collectors.joining("\n"));
    return IndexKeys.signature(FORMAT + type + "." + name + "." + kind + "=" + places);
  }
}

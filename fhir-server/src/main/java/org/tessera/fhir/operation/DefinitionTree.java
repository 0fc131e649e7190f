package org.tessera.fhir.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tessera.vocabularies.Code;
import tools.jackson.databind.node.ObjectNode;

/// What code systems and concept maps that are FHIR resources say of a code.
public final class DefinitionTree {
  private static final int MAPS_MAX = 50;

  private final Canonicals canonicals;

  /// @param canonicals find the definitions
  public DefinitionTree(Canonicals canonicals) {
    this.canonicals = canonicals;
  }

  /// A code another is mapped to or from.
  ///
  /// @param map the concept map's address
  /// @param backward whether the code asked for is the target
  /// @param equivalence of the other code, seen from the one asked for
  public record Mapped(
      String map, boolean backward, String equivalence, String system, String code) {}

  /// The codes directly above and directly below one.
  public record Neighbours(List<Code> above, List<Code> below) {}

  /// What stands directly above and below a code, as its system's definition says.
  public Neighbours neighbours(Code code) {
    Optional<DefinedCodes> system =
        canonicals.find("CodeSystem", code.system()).map(DefinedCodes::new);
    return new Neighbours(
        codes(code, system.map(it -> it.above(code.value())).orElse(List.of())),
        codes(code, system.map(it -> it.below(code.value())).orElse(List.of())));
  }

  private static List<Code> codes(Code code, List<String> values) {
    return values.stream().map(value -> new Code(code.system(), value)).toList();
  }

  /// What concept maps map the code to, and from.
  public List<Mapped> maps(Code code) {
    var one = new Asked(code.system(), "", code.value(), "");
    List<Mapped> mapped = new ArrayList<>();
    for (boolean backward : List.of(false, true)) {
      var limits =
          new ConceptMapReader.Limits(
              Optional.empty(), Optional.empty(), Optional.empty(), backward);
      Map<String, List<String>> asked =
          Map.of(
              backward ? "target-code" : "source-code", List.of(Canonicals.escaped(code.value())));
      for (ObjectNode map : canonicals.stored("ConceptMap", asked)) {
        for (ConceptMapReader.Match match :
            new ConceptMapReader(map, canonicals).translate(one, limits)) {
          mapped.add(
              new Mapped(
                  match.source(), backward, match.equivalence(), match.system(), match.code()));
        }
      }
    }
    return mapped.stream().distinct().limit(MAPS_MAX).toList();
  }
}

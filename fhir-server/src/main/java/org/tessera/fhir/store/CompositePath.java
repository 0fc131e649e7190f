package org.tessera.fhir.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tessera.fhir.store.ParameterPath.Step;
import org.tessera.fhir.store.SearchParameter.Kind;

/// One place where the components of a composite parameter meet: the resource itself, or each of
/// its repeated parts, such as `Observation.component`.
///
/// At the resource itself every component has one value at most, so that the composite is the
/// conjunction of parameters; in a repeated part the combination is indexed.
///
/// @param seed where the hashes of combinations start; the same for parameters that mean the same
///   place
public record CompositePath(List<Step> root, List<Component> components, long seed) {
  /// One component, in the order of the values between the `$`.
  public sealed interface Component {
    /// The value of another parameter of the resource.
    record Named(String parameter) implements Component {}

    /// A value in the same repeated part.
    record Own(Kind kind, List<ParameterPath> paths) implements Component {
      /// The parameter by whose seed the value is hashed before it is combined.
      public SearchParameter parameter() {
        return SearchParameter.component(kind, paths);
      }
    }
  }

  /// Reads a line of `definitions/composites.tsv` behind type and name: `.` and `@names`, or steps
  /// and `kind path path`.
  static CompositePath parse(String type, List<String> cells) {
    List<Step> root =
        cells.getFirst().equals(".")
            ? List.of()
            : Arrays.stream(cells.getFirst().split("\\.", -1)).map(Step::of).toList();
    List<Component> components = new ArrayList<>();
    for (String cell : cells.subList(1, cells.size())) {
      if (cell.startsWith("@")) {
        components.add(new Component.Named(cell.substring(1)));
      } else {
        String[] words = cell.split(" ", -1);
        components.add(
            new Component.Own(
                Kind.valueOf(words[0].toUpperCase(Locale.ROOT)),
                Arrays.stream(words).skip(1).map(ParameterPath::parse).toList()));
      }
    }
    return of(type, root, components);
  }

  static CompositePath of(String type, List<Step> root, List<Component> components) {
    String text = String.join("\t", cells(root, components));
    return new CompositePath(root, List.copyOf(components), IndexKeys.seed(type, text));
  }

  /// The cells [#parse] reads.
  static List<String> cells(List<Step> root, List<Component> components) {
    List<String> cells = new ArrayList<>();
    cells.add(
        root.isEmpty() ? "." : root.stream().map(Step::name).collect(Collectors.joining(".")));
    for (Component component : components) {
      cells.add(
          switch (component) {
            case Component.Named named -> "@" + named.parameter();
            case Component.Own own ->
                own.kind().name().toLowerCase(Locale.ROOT)
                    + own.paths().stream()
                        .map(path -> " " + path.text())
                        .collect(Collectors.joining());
          });
    }
    return cells;
  }

  /// The components whose combination is indexed.
  public List<Component.Own> own() {
    return components.stream()
        .filter(Component.Own.class::isInstance)
        .map(Component.Own.class::cast)
        .toList();
  }
}

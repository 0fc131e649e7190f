package org.tessera.fhir.store;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.tessera.fhir.store.CompositePath.Component;
import org.tessera.fhir.store.ParameterPath.Step;
import org.tessera.fhir.store.SearchParameter.Kind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Derives the committed search definitions from the standard's own SearchParameters, so that the
/// committed files can be proved equal to them.
final class SearchDefinitionDerivation {
  private static final String SOURCE = "/org/hl7/fhir/r4/model/sp/search-parameters.json";

  /// Answered from columns or in ways of their own, or (near) not supported.
  private static final Set<String> EXCLUDED = Set.of("_id", "_lastUpdated", "near");

  private final Set<String> parameters = new TreeSet<>();
  private final Set<String> composites = new TreeSet<>();
  private final Map<String, JsonNode> byUrl = new HashMap<>();

  SearchDefinitionDerivation() throws IOException {
    try (InputStream source = SearchDefinitionDerivation.class.getResourceAsStream(SOURCE)) {
      JsonNode entries = new JsonMapper().readTree(source).get("entry");
      for (JsonNode entry : entries) {
        byUrl.put(entry.get("resource").get("url").stringValue(), entry.get("resource"));
      }
      for (JsonNode entry : entries) {
        derive(entry.get("resource"));
      }
      for (JsonNode entry : entries) {
        if (entry.get("resource").get("type").stringValue().equals("composite")) {
          deriveComposite(entry.get("resource"));
        }
      }
    }
  }

  List<String> parameters() {
    return List.copyOf(parameters);
  }

  List<String> composites() {
    return List.copyOf(composites);
  }

  static List<String> types() {
    return FhirContext.forR4Cached().getResourceTypes().stream().sorted().toList();
  }

  private void derive(JsonNode parameter) {
    String kind = parameter.get("type").stringValue();
    String code = parameter.get("code").stringValue();
    if (!parameter.has("expression") || EXCLUDED.contains(code) || kind.equals("composite")) {
      return;
    }
    List<String> targets = new ArrayList<>();
    parameter.path("target").forEach(target -> targets.add(target.stringValue()));
    for (JsonNode base : parameter.get("base")) {
      String type = base.stringValue();
      String paths =
          paths(type, code, kind, parameter.get("expression").stringValue()).stream()
              .collect(Collectors.joining(" "));
      parameters.add(String.join("\t", type, code, kind, paths, String.join(" ", targets)));
    }
  }

  private static List<String> paths(String type, String code, String kind, String expression) {
    if (expression.equals("Patient.deceased.exists() and Patient.deceased != false")) {
      return List.of("deceasedBoolean:true", "deceasedDateTime:present");
    }
    if (type.equals("Bundle") && expression.equals("Bundle.entry[0].resource")) {
      String target = Character.toUpperCase(code.charAt(0)) + code.substring(1);
      String inner = target.equals("Message") ? "MessageHeader" : target;
      return List.of("entry[0].resource[" + inner + "]:Resource");
    }
    // InsurancePlan's expressions lack the type.
    String full =
        type.equals("InsurancePlan")
            ? expression.replaceAll("(?<![.A-Za-z])(name|alias)", "InsurancePlan.$1")
            : expression;
    Kind read = Kind.valueOf(kind.toUpperCase(Locale.ROOT));
    String own = type.equals("Resource") || type.equals("DomainResource") ? "Basic" : type;
    List<String> paths = new ArrayList<>();
    for (String alternative : full.split("\\|", -1)) {
      // A quantity is not to be compared with a series of samples.
      if (!alternative.contains("SampledData")) {
        SearchExpression.paths(own, read, alternative).forEach(path -> paths.add(path.text()));
      }
    }
    if (paths.isEmpty()) {
      throw new IllegalStateException(type + "." + code + " has no path: " + expression);
    }
    return paths.stream().distinct().toList();
  }

  private void deriveComposite(JsonNode parameter) {
    for (JsonNode base : parameter.get("base")) {
      String type = base.stringValue();
      for (String alternative : parameter.get("expression").stringValue().split("\\|", -1)) {
        Optional<Map.Entry<List<Step>, String>> place =
            SearchExpression.node(type, alternative.strip());
        if (place.isPresent()) {
          List<String> line = new ArrayList<>();
          line.add(type);
          line.add(parameter.get("code").stringValue());
          line.addAll(cells(type, place.get(), parameter.get("component")));
          composites.add(String.join("\t", line));
        }
      }
    }
  }

  private List<String> cells(
      String type, Map.Entry<List<Step>, String> place, JsonNode components) {
    boolean single =
        place.getKey().isEmpty() || place.getValue().equals("MolecularSequence.referenceSeq");
    List<Component> read = new ArrayList<>();
    for (JsonNode component : components) {
      JsonNode definition =
          Objects.requireNonNull(byUrl.get(component.get("definition").stringValue()));
      String expression = component.get("expression").stringValue();
      if (definition.get("code").stringValue().equals("relatesto")) {
        // The standard has the two expressions of DocumentReference.relationship swapped.
        expression = "target";
      } else if (definition.get("code").stringValue().equals("relation")) {
        expression = "code";
      }
      Kind kind = Kind.valueOf(definition.get("type").stringValue().toUpperCase(Locale.ROOT));
      if (expression.startsWith("%resource.")) {
        String path = type + "." + expression.substring("%resource.".length());
        read.add(
            new Component.Named(
                named(type, SearchExpression.paths(type, kind, path)).orElseThrow()));
      } else if (single) {
        List<ParameterPath> below = SearchExpression.below(place.getValue(), kind, expression);
        read.add(
            named(type, prefixed(place.getKey(), below))
                .<Component>map(Component.Named::new)
                .orElseGet(() -> new Component.Own(kind, below)));
      } else {
        read.add(
            new Component.Own(kind, SearchExpression.below(place.getValue(), kind, expression)));
      }
    }
    return CompositePath.cells(single ? List.of() : place.getKey(), read);
  }

  private static List<ParameterPath> prefixed(List<Step> root, List<ParameterPath> paths) {
    return paths.stream()
        .map(path -> {
          List<Step> steps = new ArrayList<>(root);
          steps.addAll(path.steps());
          return new ParameterPath(steps, path.dataType(), path.target(), path.system());
        })
        .toList();
  }

  /// The parameter of a type that looks at just these places.
  private Optional<String> named(String type, List<ParameterPath> paths) {
    String wanted = paths.stream().map(ParameterPath::text).collect(Collectors.joining(" "));
    return parameters.stream()
        .map(line -> line.split("\t", -1))
        .filter(cells -> cells[0].equals(type) && cells[3].equals(wanted))
        .map(cells -> cells[1])
        .findFirst();
  }
}

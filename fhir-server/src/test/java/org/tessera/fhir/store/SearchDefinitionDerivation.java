package org.tessera.fhir.store;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildPrimitiveEnumerationDatatypeDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Derives the committed search definitions from the standard's own SearchParameters and element
/// types, so that the committed file can be proved equal to them.
final class SearchDefinitionDerivation {
  private static final String SOURCE = "/org/hl7/fhir/r4/model/sp/search-parameters.json";
  private static final FhirContext R4 = FhirContext.forR4Cached();

  /// Answered from columns, or (phonetic) not what an index of plain strings can answer.
  private static final Set<String> EXCLUDED = Set.of("_id", "_lastUpdated", "phonetic");

  private static final Map<String, Set<String>> TYPES =
      Map.of(
          "token",
          Set.of(
              "code",
              "id",
              "string",
              "boolean",
              "uri",
              "Coding",
              "CodeableConcept",
              "Identifier",
              "ContactPoint"),
          "reference",
          Set.of("Reference", "canonical", "uri"),
          "date",
          Set.of("date", "dateTime", "instant", "Period", "Timing"),
          "string",
          Set.of("string", "markdown", "HumanName", "Address"),
          "quantity",
          Set.of("Quantity", "Age", "Duration", "Count", "Distance", "Money", "Range"),
          "number",
          Set.of("integer", "positiveInt", "unsignedInt", "decimal", "Range"),
          "uri",
          Set.of("uri", "url", "canonical", "oid", "uuid"));

  private static final Pattern AS =
      Pattern.compile("^\\(?([A-Za-z.]+)(?: as |\\.as\\()([A-Za-z]+)\\)(?:\\.([a-z]+))?$");
  private static final Pattern RESOLVE =
      Pattern.compile("^([A-Za-z.]+)\\.where\\(resolve\\(\\) is ([A-Za-z]+)\\)$");
  private static final Pattern WHERE =
      Pattern.compile("^([A-Za-z.]+)\\.where\\(([a-z]+)='([^']+)'\\)(?:\\.([a-z]+))?$");

  private SearchDefinitionDerivation() {}

  static List<String> lines() throws IOException {
    Set<String> lines = new TreeSet<>();
    try (InputStream source = SearchDefinitionDerivation.class.getResourceAsStream(SOURCE)) {
      for (JsonNode entry : new JsonMapper().readTree(source).get("entry")) {
        derive(entry.get("resource"), lines);
      }
    }
    return List.copyOf(lines);
  }

  static List<String> types() {
    return R4.getResourceTypes().stream().sorted().toList();
  }

  private static void derive(JsonNode parameter, Set<String> lines) {
    String kind = parameter.get("type").stringValue();
    String code = parameter.get("code").stringValue();
    if (!parameter.has("expression") || !TYPES.containsKey(kind) || EXCLUDED.contains(code)) {
      return;
    }
    List<String> targets = new ArrayList<>();
    parameter.path("target").forEach(target -> targets.add(target.stringValue()));
    for (JsonNode base : parameter.get("base")) {
      String type = base.stringValue();
      List<String> paths = new ArrayList<>();
      for (String alternative : parameter.get("expression").stringValue().split("\\|", -1)) {
        paths.addAll(paths(type, kind, alternative.strip()));
      }
      if (!paths.isEmpty()) {
        lines.add(
            String.join(
                "\t", type, code, kind, String.join(" ", paths), String.join(" ", targets)));
      }
    }
  }

  private static List<String> paths(String type, String kind, String expression) {
    if (expression.equals("Patient.deceased.exists() and Patient.deceased != false")) {
      return List.of("deceasedBoolean:true", "deceasedDateTime:present");
    }
    Matcher as = AS.matcher(expression);
    if (as.matches()) {
      String path = as.group(1) + capitalised(as.group(2));
      return resolved(type, kind, as.group(3) == null ? path : path + "." + as.group(3), "");
    }
    Matcher resolve = RESOLVE.matcher(expression);
    if (resolve.matches()) {
      return resolved(type, kind, resolve.group(1), "[" + resolve.group(2) + "]");
    }
    Matcher where = WHERE.matcher(expression);
    if (where.matches()) {
      String path = where.group(1);
      String filter = "[" + where.group(2) + "=" + where.group(3) + "]";
      return resolved(type, kind, where.group(4) == null ? path : path + "." + where.group(4), "")
          .stream()
          .map(found -> filtered(found, where.group(4), filter))
          .toList();
    }
    String plain = expression.replaceAll("^\\(|\\)$", "");
    return plain.matches("[A-Za-z.]+") ? resolved(type, kind, plain, "") : List.of();
  }

  /// The filter stands behind the step it tests: `telecom[system=phone]:ContactPoint`.
  private static String filtered(String found, String below, String filter) {
    int at = below == null ? found.indexOf(':') : found.lastIndexOf("." + below);
    return found.substring(0, at) + filter + found.substring(at);
  }

  private static List<String> resolved(String type, String kind, String path, String filter) {
    String[] steps = path.split("\\.", -1);
    boolean common = steps[0].equals("Resource") || steps[0].equals("DomainResource");
    if (!steps[0].equals(type) && !common) {
      return List.of();
    }
    BaseRuntimeElementDefinition<?> at = R4.getResourceDefinition(common ? "Basic" : type);
    List<String> names = new ArrayList<>();
    for (int i = 1; i < steps.length; i++) {
      var composite = (BaseRuntimeElementCompositeDefinition<?>) at;
      BaseRuntimeChildDefinition child = composite.getChildByName(steps[i]);
      if (child == null) {
        child = composite.getChildByName(steps[i] + "[x]");
        return child == null ? List.of() : choices(child, kind, names, steps[i]);
      }
      at = child.getChildByName(steps[i]);
      names.add(steps[i]);
      if (i == steps.length - 1 && TYPES.getOrDefault(kind, Set.of()).contains(at.getName())) {
        return List.of(String.join(".", names) + filter + ":" + at.getName() + system(child));
      }
    }
    return List.of();
  }

  private static List<String> choices(
      BaseRuntimeChildDefinition child, String kind, List<String> above, String name) {
    List<String> found = new ArrayList<>();
    for (String valid : new TreeSet<>(child.getValidChildNames())) {
      String dataType = child.getChildByName(valid).getName();
      if (valid.equals(name + capitalised(dataType))
          && TYPES.getOrDefault(kind, Set.of()).contains(dataType)) {
        List<String> names = new ArrayList<>(above);
        names.add(valid);
        found.add(String.join(".", names) + ":" + dataType);
      }
    }
    return found;
  }

  /// A code element has no system of its own: that of the value set it is bound to, if one.
  private static String system(BaseRuntimeChildDefinition child) {
    if (!(child instanceof RuntimeChildPrimitiveEnumerationDatatypeDefinition enumeration)) {
      return "";
    }
    Class<? extends Enum<?>> bound = enumeration.getBoundEnumType();
    Set<String> systems = new TreeSet<>();
    for (Enum<?> constant : bound.getEnumConstants()) {
      try {
        Method getter = bound.getMethod("getSystem");
        String system = (String) getter.invoke(constant);
        if (system != null && system.startsWith("http")) {
          systems.add(system);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return systems.size() == 1 ? "{" + systems.iterator().next() + "}" : "";
  }

  private static String capitalised(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}

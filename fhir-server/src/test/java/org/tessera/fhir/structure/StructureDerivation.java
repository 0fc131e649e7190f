package org.tessera.fhir.structure;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// Derives the committed table of elements from the StructureDefinitions and ValueSets the standard
/// publishes, so that the committed files can be proved equal to them.
final class StructureDerivation {
  private static final String FOLDER = "/org/hl7/fhir/r4/model/";

  private final Map<String, Element> valueSets = new HashMap<>();
  private final Map<String, Element> codeSystems = new HashMap<>();
  private final Map<String, String> boundCodes = new TreeMap<>();
  private final List<String> elements = new ArrayList<>();

  StructureDerivation() throws Exception {
    for (String file :
        List.of(
            "valueset/valuesets.xml", "valueset/v3-codesystems.xml", "valueset/v2-tables.xml")) {
      for (Element resource : resources(file)) {
        String url = value(resource, "url").orElse("");
        if (resource.getTagName().equals("ValueSet")) {
          valueSets.putIfAbsent(url, resource);
        } else if (resource.getTagName().equals("CodeSystem")) {
          codeSystems.putIfAbsent(url, resource);
        }
      }
    }
    Set<String> seen = new TreeSet<>();
    for (String file : List.of("profile/profiles-types.xml", "profile/profiles-resources.xml")) {
      for (Element resource : resources(file)) {
        boolean base =
            resource.getTagName().equals("StructureDefinition")
                && !value(resource, "derivation").orElse("").equals("constraint")
                && !value(resource, "kind").orElse("").equals("primitive-type");
        if (base && seen.add(value(resource, "type").orElseThrow())) {
          derive(resource);
        }
      }
    }
  }

  List<String> elements() {
    return elements;
  }

  List<String> codes() {
    List<String> lines = new ArrayList<>();
    boundCodes.forEach((url, codes) -> lines.add(url + "\t" + codes));
    return lines;
  }

  private void derive(Element definition) {
    List<Element> all = new ArrayList<>();
    children(children(definition, "snapshot").getFirst(), "element").forEach(all::add);
    Set<String> composite = new LinkedHashSet<>();
    for (Element element : all) {
      String path = value(element, "path").orElseThrow();
      if (path.contains(".")) {
        composite.add(path.substring(0, path.lastIndexOf('.')));
      }
    }
    for (Element element : all) {
      String path = value(element, "path").orElseThrow();
      String max = value(element, "max").orElse("1");
      if (path.contains(".") && !max.equals("0")) {
        elements.add(line(element, path, max, composite.contains(path)));
      }
    }
  }

  private String line(Element element, String path, String max, boolean nested) {
    String flags =
        (value(element, "isSummary").orElse("").equals("true") ? "S" : "")
            + (value(element, "isModifier").orElse("").equals("true") ? "M" : "");
    String types = nested ? path : types(element);
    return String.join(
        "\t",
        path.substring(0, path.lastIndexOf('.')),
        path.substring(path.lastIndexOf('.') + 1),
        value(element, "min").orElse("0"),
        max.equals("1") ? "1" : "*",
        types,
        flags,
        types.equals("code") ? codesOf(element) : "");
  }

  private static String types(Element element) {
    Optional<String> reference = value(element, "contentReference");
    if (reference.isPresent()) {
      return reference.get().substring(1);
    }
    Set<String> types = new LinkedHashSet<>();
    for (Element type : children(element, "type")) {
      String code = value(type, "code").orElseThrow();
      if (code.startsWith("http://hl7.org/fhirpath/")) {
        code =
            children(type, "extension").stream()
                .filter(e -> e.getAttribute("url").endsWith("structuredefinition-fhir-type"))
                .flatMap(e -> value(e, "valueUrl").stream())
                .findFirst()
                .orElse("string");
      }
      types.add(code);
    }
    return String.join(" ", types);
  }

  private String codesOf(Element element) {
    List<Element> bindings = children(element, "binding");
    if (bindings.isEmpty()
        || !value(bindings.getFirst(), "strength").orElse("").equals("required")) {
      return "";
    }
    String url = value(bindings.getFirst(), "valueSet").orElse("").replaceFirst("\\|.*", "");
    Optional<Set<String>> codes = expand(url);
    codes.ifPresent(found -> boundCodes.put(url, String.join(" ", found)));
    return codes.isPresent() ? url : "";
  }

  /// The codes of a value set, if all of them can be listed.
  private Optional<Set<String>> expand(String url) {
    Element set = valueSets.get(url);
    if (set == null || children(set, "compose").isEmpty()) {
      return Optional.empty();
    }
    Element compose = children(set, "compose").getFirst();
    if (!children(compose, "exclude").isEmpty()) {
      return Optional.empty();
    }
    Set<String> codes = new TreeSet<>();
    for (Element include : children(compose, "include")) {
      if (!children(include, "filter").isEmpty()) {
        return Optional.empty();
      }
      List<Element> concepts = children(include, "concept");
      Optional<String> system = value(include, "system");
      if (!concepts.isEmpty()) {
        concepts.forEach(concept -> codes.add(value(concept, "code").orElseThrow()));
      } else if (system.isPresent()) {
        Element codeSystem = codeSystems.get(system.get());
        if (codeSystem == null || !value(codeSystem, "content").orElse("").equals("complete")) {
          return Optional.empty();
        }
        addAll(codeSystem, codes);
      }
      for (Element imported : children(include, "valueSet")) {
        Optional<Set<String>> inner = expand(imported.getAttribute("value"));
        if (inner.isEmpty()) {
          return Optional.empty();
        }
        codes.addAll(inner.get());
      }
    }
    boolean listable = codes.size() <= 1_000 && codes.stream().noneMatch(c -> c.contains(" "));
    return listable && !codes.isEmpty() ? Optional.of(codes) : Optional.empty();
  }

  private static void addAll(Element parent, Set<String> codes) {
    for (Element concept : children(parent, "concept")) {
      codes.add(value(concept, "code").orElseThrow());
      addAll(concept, codes);
    }
  }

  private static List<Element> resources(String file) throws Exception {
    try (InputStream source = StructureDerivation.class.getResourceAsStream(FOLDER + file)) {
      Element bundle =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(source)
              .getDocumentElement();
      List<Element> found = new ArrayList<>();
      for (Element entry : children(bundle, "entry")) {
        children(children(entry, "resource").getFirst(), "*").forEach(found::add);
      }
      return found;
    }
  }

  private static Optional<String> value(Element parent, String name) {
    return children(parent, name).stream().map(child -> child.getAttribute("value")).findFirst();
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element
          && (name.equals("*") || element.getTagName().equals(name))) {
        found.add(element);
      }
    }
    return found;
  }
}

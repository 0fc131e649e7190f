package org.tessera.fhir.packages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.tessera.vocabularies.CodeSystem;
import org.tessera.vocabularies.DefinedSystem;
import org.tessera.vocabularies.Licence;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Which codes a definition brings, for those who ask by code: those of a CodeSystem, and those a
/// value set lists of systems whose content is elsewhere.
final class DefinitionTerms {
  private final PackageTable.Entry from;
  private final BiFunction<String, String, Licence> licences;

  /// @param licences by a package's licence and a definition's notice
  DefinitionTerms(PackageTable.Entry from, BiFunction<String, String, Licence> licences) {
    this.from = from;
    this.licences = licences;
  }

  List<DefinedSystem> of(ObjectNode definition) {
    return switch (definition.path("resourceType").asString("")) {
      case "CodeSystem" -> List.of(codeSystem(definition));
      case "ValueSet" -> listed(definition);
      default -> List.of();
    };
  }

  private DefinedSystem codeSystem(ObjectNode definition) {
    Map<String, String> terms = new LinkedHashMap<>();
    add(definition.path("concept"), terms);
    String url = definition.path("url").asString("");
    String title = definition.path("title").asString(definition.path("name").asString(url));
    return system(definition, new CodeSystem(url, "", "", title), terms);
  }

  private static void add(JsonNode concepts, Map<String, String> terms) {
    for (JsonNode concept : concepts) {
      terms.put(concept.path("code").asString(""), concept.path("display").asString(""));
      add(concept.path("concept"), terms);
    }
  }

  private List<DefinedSystem> listed(ObjectNode definition) {
    List<DefinedSystem> systems = new ArrayList<>();
    for (JsonNode include : definition.path("compose").path("include")) {
      String url = include.path("system").asString("");
      Map<String, String> terms = new LinkedHashMap<>();
      add(include.path("concept"), terms);
      if (!url.isEmpty() && !terms.isEmpty()) {
        systems.add(system(definition, new CodeSystem(url, "", "", url), terms));
      }
    }
    return systems;
  }

  /// Under which licence a definition's text is here.
  Licence licence(ObjectNode definition) {
    return licences.apply(from.licence(), definition.path("copyright").asString(""));
  }

  private DefinedSystem system(
      ObjectNode definition, CodeSystem system, Map<String, String> terms) {
    return new DefinedSystem(
        system,
        definition.path("version").asString(""),
        licence(definition),
        (from.name() + " " + from.version()).strip(),
        terms);
  }
}

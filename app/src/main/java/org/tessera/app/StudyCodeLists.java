package org.tessera.app;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tessera.fhir.operation.DefinitionSource;
import org.tessera.mappings.CodeEntry;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.Study;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The studies' code lists as FHIR says them: each list is a ConceptMap from the values of its
/// cells to standard codes, and a CodeSystem of those values.
final class StudyCodeLists implements DefinitionSource {
  private static final String BASE = "https://tessera.dev/fhir/";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Mappings mappings;
  private List<Study> described = List.of();
  private Map<String, ObjectNode> byAddress = Map.of();

  StudyCodeLists(Mappings mappings) {
    this.mappings = mappings;
  }

  /// Definitions may be replaced while the node runs.
  private synchronized Map<String, ObjectNode> current() {
    List<Study> studies = mappings.studies();
    if (!studies.equals(described)) {
      byAddress = new HashMap<>();
      describe(studies);
      described = studies;
    }
    return byAddress;
  }

  private void describe(List<Study> studies) {
    for (Study study : studies) {
      for (String list : study.codes().names()) {
        String name = study.name() + "-" + list;
        add(conceptMap(name, study.codes().entries(list)));
        add(codeSystem(name, study.codes().entries(list)));
      }
    }
  }

  @Override
  public Optional<ObjectNode> find(String type, String url) {
    return Optional.ofNullable(current().get(type + " " + url));
  }

  @Override
  public Optional<ObjectNode> read(String type, String id) {
    return find(type, BASE + type + "/" + id);
  }

  private void add(ObjectNode definition) {
    byAddress.put(
        definition.path("resourceType").asString() + " " + definition.path("url").asString(),
        definition);
  }

  private static ObjectNode conceptMap(String name, List<CodeEntry> entries) {
    ObjectNode map = definition("ConceptMap", name);
    Map<String, ObjectNode> groups = new LinkedHashMap<>();
    Map<String, ObjectNode> elements = new HashMap<>();
    for (CodeEntry entry : entries) {
      String target = entry.code().map(code -> code.system()).orElse("");
      ObjectNode group = groups.computeIfAbsent(target, any -> group(name, target));
      ObjectNode element =
          elements.computeIfAbsent(
              target + " " + entry.value(),
              any ->
                  group
                      .withArray("element")
                      .addObject()
                      .put("code", entry.value())
                      .put("display", entry.label()));
      element.withArray("target").add(target(entry));
    }
    ArrayNode all = map.putArray("group");
    groups.values().forEach(all::add);
    return map;
  }

  private static ObjectNode group(String name, String target) {
    ObjectNode group = JSON.objectNode().put("source", BASE + "CodeSystem/" + name);
    return target.isEmpty() ? group : group.put("target", target);
  }

  private static ObjectNode target(CodeEntry entry) {
    ObjectNode target = JSON.objectNode();
    entry.code().ifPresent(code -> target.put("code", code.value()));
    if (!entry.display().isEmpty()) {
      target.put("display", entry.display());
    }
    target.put(
        "equivalence",
        switch (entry.relationship()) {
          case EQUIVALENT -> "equivalent";
          case WIDER -> "wider";
          case NARROWER -> "narrower";
          case INEXACT -> "inexact";
          case UNMATCHED -> "unmatched";
        });
    // The standard asks for a comment where the relation is not plain (rule cmd-1).
    boolean plain =
        entry.relationship() != CodeEntry.Relationship.NARROWER
            && entry.relationship() != CodeEntry.Relationship.INEXACT;
    String comment =
        entry.comment().isEmpty() && !plain ? "as the study's code list says" : entry.comment();
    return comment.isEmpty() ? target : target.put("comment", comment);
  }

  private static ObjectNode codeSystem(String name, List<CodeEntry> entries) {
    ObjectNode system = definition("CodeSystem", name);
    system.put("caseSensitive", false).put("content", "complete");
    Map<String, String> labels = new LinkedHashMap<>();
    entries.forEach(entry -> labels.putIfAbsent(entry.value(), entry.label()));
    ArrayNode concepts = system.putArray("concept");
    labels.forEach((value, label) -> concepts.addObject().put("code", value).put("display", label));
    return system;
  }

  private static ObjectNode definition(String type, String name) {
    return JSON.objectNode()
        .put("resourceType", type)
        .put("id", name)
        .put("url", BASE + type + "/" + name)
        .put("name", name.replaceAll("[^A-Za-z0-9]", "_"))
        .put("status", "active");
  }
}

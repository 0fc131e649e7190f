package org.tessera.fhir.structure;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A part of a resource's elements, marked as such. https://hl7.org/fhir/R4/search.html#summary
public final class Subset {
  private static final Set<String> ALWAYS = Set.of("resourceType", "id", "meta");
  private static final String TAG_SYSTEM =
      "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";

  private Subset() {}

  /// The elements the standard marks for a summary, at every depth.
  public static ObjectNode summary(ObjectNode resource) {
    ObjectNode kept = summary(structure(resource), resource);
    return marked(kept);
  }

  /// The narrative and what must be there.
  public static ObjectNode text(ObjectNode resource) {
    return part(resource, element -> element.name().equals("text") || element.required());
  }

  /// Everything but the narrative.
  public static ObjectNode data(ObjectNode resource) {
    return part(resource, element -> !element.name().equals("text"));
  }

  /// The named elements, and those that must be there or change the meaning of others.
  ///
  /// @param names of elements at the top of the resource, a choice without its type
  public static ObjectNode elements(ObjectNode resource, Set<String> names) {
    return part(
        resource,
        element ->
            names.contains(element.name())
                || names.contains(element.choice().replace("[x]", ""))
                || element.required()
                || element.modifier());
  }

  private static Structure structure(ObjectNode resource) {
    return Structures.require(resource.path("resourceType").asString(""));
  }

  private static ObjectNode part(ObjectNode resource, Predicate<ElementDefinition> wanted) {
    Structure structure = structure(resource);
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : resource.properties()) {
      ElementDefinition element = structure.find(plain(field.getKey()));
      if (ALWAYS.contains(field.getKey()) || (element != null && wanted.test(element))) {
        kept.set(field.getKey(), field.getValue());
      }
    }
    return marked(kept);
  }

  private static ObjectNode summary(Structure structure, ObjectNode node) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = field.getKey();
      ElementDefinition element = structure.find(plain(name));
      if (ALWAYS.contains(name)) {
        kept.set(name, field.getValue());
      } else if (element != null && element.inSummary()) {
        kept.set(name, summary(element, field.getValue()));
      }
    }
    return kept;
  }

  /// Inside a data type all is kept: only components have elements of their own to leave out.
  private static JsonNode summary(ElementDefinition element, JsonNode value) {
    if (element.primitive() != null || element.type().indexOf('.') < 0) {
      return value;
    }
    Structure structure = Structures.require(element.type());
    if (value instanceof ArrayNode array) {
      ArrayNode kept = JsonNodeFactory.instance.arrayNode();
      for (JsonNode item : array) {
        kept.add(item instanceof ObjectNode object ? summary(structure, object) : item);
      }
      return kept;
    }
    return value instanceof ObjectNode object ? summary(structure, object) : value;
  }

  private static String plain(String name) {
    return name.startsWith("_") ? name.substring(1) : name;
  }

  /// Tells the client not to write this back as the whole resource.
  private static ObjectNode marked(ObjectNode kept) {
    ObjectNode meta =
        kept.get("meta") instanceof ObjectNode own ? own.deepCopy() : kept.objectNode();
    meta.withArray("tag").addObject().put("system", TAG_SYSTEM).put("code", "SUBSETTED");
    kept.set("meta", meta);
    return kept;
  }
}

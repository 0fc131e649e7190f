package org.tessera.fhir.rest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tessera.fhir.rest.ElementPath.Place;
import org.tessera.fhir.structure.ElementDefinition;
import org.tessera.fhir.structure.Structure;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// FHIRPath Patch on trees. https://hl7.org/fhir/R4/fhirpatch.html
final class FhirPathPatch {
  private static final int OPERATIONS_MAX = 1_000;

  private final ObjectNode resource;
  private final ElementPath paths;

  private FhirPathPatch(ObjectNode resource) {
    this.resource = resource;
    paths = new ElementPath(resource);
  }

  /// The resource after the patch; the one given stays as it is.
  ///
  /// @param parameters a sound Parameters resource
  /// @throws Refusal if the patch is none (400), or does not fit the resource (422)
  static ObjectNode apply(ObjectNode resource, ObjectNode parameters) {
    JsonNode operations = parameters.path("parameter");
    if (operations.size() > OPERATIONS_MAX) {
      throw Refusal.of(422, "too-costly", "a patch has at most " + OPERATIONS_MAX + " operations");
    }
    var patch = new FhirPathPatch(resource.deepCopy());
    for (JsonNode operation : operations) {
      if (!operation.path("name").asString("").equals("operation")) {
        throw Refusal.badRequest("each parameter of a patch is an operation");
      }
      patch.run(operation);
    }
    return patch.resource;
  }

  private void run(JsonNode operation) {
    String path = text(operation, "path");
    switch (text(operation, "type")) {
      case "add" -> add(path, text(operation, "name"), part(operation, "value"));
      case "insert" -> {
        ArrayNode list = list(path, "insert");
        int index = number(operation, "index", list.size());
        ElementDefinition element = element(path);
        list.insert(index, value(element, part(operation, "value")));
      }
      case "delete" -> delete(path);
      case "replace" -> {
        Place place = one(path);
        set(place, part(operation, "value"));
      }
      case "move" -> {
        ArrayNode list = list(path, "move");
        int source = number(operation, "source", list.size() - 1);
        int destination = number(operation, "destination", list.size() - 1);
        list.insert(destination, list.remove(source));
      }
      default ->
          throw Refusal.badRequest("an operation's type is add, insert, delete, replace or move");
    }
  }

  private void add(String path, String name, JsonNode value) {
    ObjectNode parent = resource;
    Structure structure = ElementPath.structure(resource);
    if (!paths.isRoot(path)) {
      Place place = one(path);
      if (!(place.node() instanceof ObjectNode object)) {
        throw unfit("nothing can be added to a value without elements");
      }
      parent = object;
      structure = ElementPath.structure(place.element(), object);
    }
    ElementDefinition element = element(structure, name, value);
    JsonNode content = value(element, value);
    if (element.many()) {
      parent.withArray(element.name()).add(content);
    } else if (parent.has(element.name())) {
      throw unfit("the element to add is there and may be there once; replace it");
    } else {
      parent.set(element.name(), content);
    }
  }

  /// The element of this name; of a choice the one of the value's type.
  private static ElementDefinition element(Structure structure, String name, JsonNode value) {
    Optional<ElementDefinition> plain = structure.element(name);
    if (plain.isPresent()) {
      return plain.get();
    }
    String type = valueField(value).map(field -> field.getKey().substring(5)).orElse("");
    return structure
        .element(name + type)
        .orElseThrow(() -> unfit("the element to add is none of its parent's"));
  }

  private void delete(String path) {
    List<Place> places = paths.find(path);
    if (places.size() > 1) {
      throw unfit("the path of a delete names more than one element");
    }
    for (Place place : places) {
      if (place.index() < 0) {
        place.parent().remove(place.element().name());
      } else {
        ((ArrayNode) place.parent().path(place.element().name())).remove(place.index());
      }
    }
  }

  private static void set(Place place, JsonNode value) {
    ElementDefinition element = place.element();
    if (place.index() >= 0) {
      ((ArrayNode) place.parent().path(element.name())).set(place.index(), value(element, value));
      return;
    }
    String choice = element.choice();
    if (choice.endsWith("[x]")) {
      // The new value may be of another type.
      String name =
          choice.replace("[x]", "")
              + valueField(value).map(field -> field.getKey().substring(5)).orElse("");
      place.parent().remove(element.name());
      place.parent().set(name, value(element, value));
    } else {
      place.parent().set(element.name(), value(element, value));
    }
  }

  private Place one(String path) {
    List<Place> places = paths.find(path);
    if (places.size() != 1) {
      throw unfit("the path of an operation names " + places.size() + " elements, not one");
    }
    return places.getFirst();
  }

  private ElementDefinition element(String path) {
    return paths.find(path).getFirst().element();
  }

  private ArrayNode list(String path, String operation) {
    List<Place> places = paths.find(path);
    if (places.isEmpty() || places.getFirst().index() < 0) {
      throw unfit("the path of " + operation + " names no list");
    }
    return (ArrayNode) places.getFirst().parent().path(places.getFirst().element().name());
  }

  /// The content of a parameter: a value, a resource, or elements as its parts.
  private static JsonNode value(ElementDefinition element, JsonNode parameter) {
    Optional<Map.Entry<String, JsonNode>> value = valueField(parameter);
    if (value.isPresent()) {
      return value.get().getValue().deepCopy();
    }
    if (parameter.has("resource")) {
      return parameter.get("resource").deepCopy();
    }
    ObjectNode object = ((ObjectNode) parameter).objectNode();
    Structure structure = ElementPath.structure(element, object);
    for (JsonNode part : parameter.path("part")) {
      ElementDefinition inner = element(structure, part.path("name").asString(""), part);
      JsonNode content = value(inner, part);
      if (inner.many()) {
        object.withArray(inner.name()).add(content);
      } else {
        object.set(inner.name(), content);
      }
    }
    return object;
  }

  private static Optional<Map.Entry<String, JsonNode>> valueField(JsonNode parameter) {
    return parameter.properties().stream()
        .filter(field -> field.getKey().startsWith("value"))
        .findFirst();
  }

  private static JsonNode part(JsonNode operation, String name) {
    for (JsonNode part : operation.path("part")) {
      if (part.path("name").asString("").equals(name)) {
        return part;
      }
    }
    throw Refusal.badRequest("an operation of the patch lacks its " + name);
  }

  private static @Nullable JsonNode valueOf(JsonNode operation, String name) {
    return valueField(part(operation, name)).map(Map.Entry::getValue).orElse(null);
  }

  private static String text(JsonNode operation, String name) {
    JsonNode value = valueOf(operation, name);
    if (value == null || !value.isString()) {
      throw Refusal.badRequest("an operation of the patch lacks its " + name);
    }
    return value.stringValue();
  }

  private static int number(JsonNode operation, String name, int max) {
    JsonNode value = valueOf(operation, name);
    if (value == null || !value.canConvertToInt() || value.intValue() < 0) {
      throw Refusal.badRequest("an operation of the patch lacks its " + name);
    }
    if (value.intValue() > max) {
      throw unfit("an index of the patch is beyond the end of the list");
    }
    return value.intValue();
  }

  private static Refusal unfit(String message) {
    return Refusal.of(422, "processing", message);
  }
}

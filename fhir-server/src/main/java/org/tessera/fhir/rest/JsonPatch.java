package org.tessera.fhir.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON Patch, RFC 6902. None of its libraries works on trees of this Jackson, and none bounds what
/// a patch that copies its own growth may become.
final class JsonPatch {
  private static final int OPERATIONS_MAX = 1_000;

  /// Of all copied values together.
  private static final int COPIED_NODES_MAX = 100_000;

  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,6}");

  private JsonNode document;
  private int copied;

  private JsonPatch(JsonNode document) {
    this.document = document;
  }

  /// The document after the patch; the one given stays as it is.
  ///
  /// @throws Refusal if the patch is none (400), or does not fit the document (422)
  static ObjectNode apply(ObjectNode resource, JsonNode patch) {
    if (!(patch instanceof ArrayNode operations)) {
      throw Refusal.badRequest("a JSON Patch is an array of operations");
    }
    if (operations.size() > OPERATIONS_MAX) {
      throw Refusal.of(422, "too-costly", "a patch has at most " + OPERATIONS_MAX + " operations");
    }
    var one = new JsonPatch(resource.deepCopy());
    for (JsonNode operation : operations) {
      one.run(operation);
    }
    if (one.document instanceof ObjectNode patched) {
      return patched;
    }
    throw unfit("what the patch leaves is not a resource");
  }

  private void run(JsonNode operation) {
    List<String> path = pointer(operation, "path");
    switch (operation.path("op").asString("")) {
      case "add" -> add(path, copyOf(value(operation)));
      case "remove" -> remove(path);
      case "replace" -> {
        JsonNode value = copyOf(value(operation));
        if (path.isEmpty()) {
          document = value;
        } else {
          replace(path, value);
        }
      }
      case "move" -> {
        List<String> from = pointer(operation, "from");
        if (path.size() > from.size() && path.subList(0, from.size()).equals(from)) {
          throw unfit("a value cannot be moved into itself");
        }
        add(path, remove(from));
      }
      case "copy" -> add(path, copyOf(at(pointer(operation, "from"))));
      case "test" -> {
        if (!equal(at(path), value(operation))) {
          throw unfit("a test of the patch fails");
        }
      }
      default -> throw Refusal.badRequest("op is add, remove, replace, move, copy or test");
    }
  }

  private static JsonNode value(JsonNode operation) {
    JsonNode value = operation.get("value");
    if (value == null) {
      throw Refusal.badRequest("an operation of the patch lacks its value");
    }
    return value;
  }

  private JsonNode copyOf(JsonNode value) {
    copied += size(value);
    if (copied > COPIED_NODES_MAX) {
      throw Refusal.of(
          422, "too-costly", "the patch copies more than " + COPIED_NODES_MAX + " values");
    }
    return value.deepCopy();
  }

  private static int size(JsonNode node) {
    int size = 1;
    for (JsonNode child : node) {
      size += size(child);
    }
    return size;
  }

  private static List<String> pointer(JsonNode operation, String name) {
    JsonNode pointer = operation.path(name);
    if (!pointer.isString()) {
      throw Refusal.badRequest("an operation of the patch lacks its " + name);
    }
    String text = pointer.stringValue();
    if (text.isEmpty()) {
      return List.of();
    }
    if (text.charAt(0) != '/') {
      throw Refusal.badRequest("a path of the patch does not begin with / (RFC 6901)");
    }
    List<String> steps = new ArrayList<>();
    for (String step : text.substring(1).split("/", -1)) {
      steps.add(step.replace("~1", "/").replace("~0", "~"));
    }
    return steps;
  }

  private JsonNode at(List<String> path) {
    JsonNode node = document;
    for (String step : path) {
      JsonNode next =
          node instanceof ArrayNode array
              ? array.get(index(step, array.size() - 1))
              : node.get(step);
      if (next == null) {
        throw unfit("a path of the patch leads nowhere");
      }
      node = next;
    }
    return node;
  }

  private void add(List<String> path, JsonNode value) {
    if (path.isEmpty()) {
      document = value;
      return;
    }
    String last = path.getLast();
    switch (at(path.subList(0, path.size() - 1))) {
      case ObjectNode object -> object.set(last, value);
      case ArrayNode array -> {
        int index = last.equals("-") ? array.size() : index(last, array.size());
        array.insert(index, value);
      }
      default -> throw unfit("a path of the patch leads into a value");
    }
  }

  private void replace(List<String> path, JsonNode value) {
    at(path);
    String last = path.getLast();
    switch (at(path.subList(0, path.size() - 1))) {
      case ObjectNode object -> object.set(last, value);
      case ArrayNode array -> array.set(index(last, array.size() - 1), value);
      default -> throw unfit("a path of the patch leads into a value");
    }
  }

  private JsonNode remove(List<String> path) {
    if (path.isEmpty()) {
      throw unfit("the whole resource cannot be removed by a patch");
    }
    JsonNode removed = at(path);
    String last = path.getLast();
    JsonNode parent = at(path.subList(0, path.size() - 1));
    if (parent instanceof ArrayNode array) {
      array.remove(index(last, array.size() - 1));
    } else if (parent instanceof ObjectNode object) {
      object.remove(last);
    }
    return removed;
  }

  private static int index(String step, int max) {
    if (!INDEX.matcher(step).matches() || Integer.parseInt(step) > max) {
      throw unfit("a path of the patch leads nowhere");
    }
    return Integer.parseInt(step);
  }

  /// Numbers are equal by value (RFC 6902 section 4.6).
  private static boolean equal(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return a.decimalValue().compareTo(b.decimalValue()) == 0;
    }
    if (a.size() != b.size() || a.getNodeType() != b.getNodeType()) {
      return false;
    }
    if (a instanceof ObjectNode object) {
      return object.properties().stream()
          .allMatch(
              field -> b.has(field.getKey()) && equal(field.getValue(), b.get(field.getKey())));
    }
    if (a instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        if (!equal(array.get(i), b.get(i))) {
          return false;
        }
      }
      return true;
    }
    return a.equals(b);
  }

  private static Refusal unfit(String message) {
    return Refusal.of(422, "processing", message);
  }
}

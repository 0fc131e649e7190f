package org.tessera.fhir.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tessera.fhir.structure.ElementDefinition;
import org.tessera.fhir.structure.Structure;
import org.tessera.fhir.structure.Structures;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The part of FHIRPath that names elements to be changed: names, indices, `where(a = 'b' and …)`,
/// `first()`, `last()`, `single()`, `extension('url')`, `ofType(T)`.
final class ElementPath {
  private static final int LENGTH_MAX = 1_000;
  private static final Pattern STEP =
      Pattern.compile(
          "([A-Za-z]+)\\(((?:[^()']|'(?:[^'\\\\]|\\\\.)*'|\\([^()]*\\))*)\\)|([A-Za-z]+)|\\[(\\d{1,6})]");
  private static final Pattern COMPARISON =
      Pattern.compile(
          "\\s*([A-Za-z.$]+?)\\s*(=|!=)\\s*(?:'((?:[^'\\\\]|\\\\.)*)'|([0-9.-]+|true|false))\\s*");
  private static final Pattern EXISTS = Pattern.compile("\\s*([A-Za-z.]+)\\.exists\\(\\)\\s*");

  /// One element of a resource, where it stands.
  ///
  /// @param index in the array, or -1 for what is no array
  record Place(ObjectNode parent, ElementDefinition element, int index) {
    JsonNode node() {
      JsonNode value = parent.path(element.name());
      return index < 0 ? value : value.path(index);
    }
  }

  private final ObjectNode resource;

  ElementPath(ObjectNode resource) {
    this.resource = resource;
  }

  /// The elements a path names, in order.
  ///
  /// @throws Refusal if the path is not understood
  List<Place> find(String path) {
    List<Place> places = null;
    Matcher step = STEP.matcher(path);
    int at = 0;
    while (at < path.length()) {
      if (path.length() > LENGTH_MAX || !step.find(at) || step.start() != at) {
        throw notUnderstood();
      }
      if (step.group(4) != null) {
        places = pick(required(places), Integer.parseInt(step.group(4)));
      } else if (step.group(3) != null) {
        boolean root = at == 0 && Character.isUpperCase(path.charAt(0));
        if (root && !path.startsWith(resource.path("resourceType").asString(""))) {
          throw Refusal.of(422, "processing", "the path is of another resource type");
        }
        places =
            root
                ? List.of()
                : places == null || isRootPath(path, at)
                    ? children(resource, step.group(3))
                    : below(places, step.group(3));
      } else {
        places = call(required(places), step.group(1), step.group(2));
      }
      at = step.end();
      if (at < path.length() && path.charAt(at) == '.') {
        at++;
      }
    }
    return required(places);
  }

  /// Whether a path names the resource itself.
  boolean isRoot(String path) {
    return path.equals(resource.path("resourceType").asString("")) || path.isEmpty();
  }

  private static boolean isRootPath(String path, int at) {
    return Character.isUpperCase(path.charAt(0)) && path.indexOf('.') == at - 1;
  }

  private static List<Place> required(@org.jspecify.annotations.Nullable List<Place> places) {
    if (places == null) {
      throw notUnderstood();
    }
    return places;
  }

  private static Refusal notUnderstood() {
    return Refusal.of(
        422,
        "not-supported",
        "a path takes names, [n], where(a = 'b'), first(), last(), single(), extension('url') and"
            + " ofType(T)");
  }

  private static List<Place> pick(List<Place> places, int index) {
    return index < places.size() ? List.of(places.get(index)) : List.of();
  }

  private static List<Place> call(List<Place> places, String name, String argument) {
    return switch (name) {
      case "first" -> pick(places, 0);
      case "last" -> places.isEmpty() ? places : List.of(places.getLast());
      case "single" -> {
        if (places.size() > 1) {
          throw Refusal.of(422, "processing", "a path that must name one element names several");
        }
        yield places;
      }
      case "where" -> {
        Predicate<JsonNode> condition = condition(argument);
        yield places.stream().filter(place -> condition.test(place.node())).toList();
      }
      case "extension" -> {
        String url = argument.strip().replaceFirst("^'(.*)'$", "$1");
        yield below(places, "extension").stream()
            .filter(place -> place.node().path("url").asString("").equals(url))
            .toList();
      }
      case "ofType", "as" ->
          places.stream().filter(place -> place.element().type().equals(argument.strip())).toList();
      default -> throw notUnderstood();
    };
  }

  private static Predicate<JsonNode> condition(String text) {
    Predicate<JsonNode> all = any -> true;
    for (String part : text.split("\\band\\b", -1)) {
      all = all.and(single(part));
    }
    return all;
  }

  private static Predicate<JsonNode> single(String text) {
    Matcher exists = EXISTS.matcher(text);
    if (exists.matches()) {
      return node -> !values(node, exists.group(1)).isEmpty();
    }
    Matcher comparison = COMPARISON.matcher(text);
    if (!comparison.matches()) {
      throw notUnderstood();
    }
    String literal =
        comparison.group(3) != null
            ? comparison.group(3).replaceAll("\\\\(.)", "$1")
            : comparison.group(4);
    boolean wanted = comparison.group(2).equals("=");
    return node ->
        values(node, comparison.group(1)).stream()
                .anyMatch(value -> value.asString(value.toString()).equals(literal))
            == wanted;
  }

  /// The values below a node along names without functions.
  private static List<JsonNode> values(JsonNode node, String path) {
    List<JsonNode> now = List.of(node);
    for (String name : path.split("\\.", -1)) {
      List<JsonNode> next = new ArrayList<>();
      for (JsonNode one : now) {
        JsonNode child = name.equals("$this") ? one : one.path(name);
        if (child instanceof ArrayNode array) {
          array.forEach(next::add);
        } else if (!child.isMissingNode()) {
          next.add(child);
        }
      }
      now = next;
    }
    return now;
  }

  private static List<Place> below(List<Place> places, String name) {
    List<Place> found = new ArrayList<>();
    for (Place place : places) {
      if (place.node() instanceof ObjectNode object) {
        found.addAll(children(structure(place.element(), object), object, name));
      }
    }
    return found;
  }

  private static List<Place> children(ObjectNode root, String name) {
    return children(structure(root), root, name);
  }

  private static List<Place> children(Structure structure, ObjectNode node, String name) {
    List<Place> found = new ArrayList<>();
    for (ElementDefinition element : structure.elements()) {
      boolean wanted = element.name().equals(name) || element.choice().equals(name + "[x]");
      JsonNode value = node.get(element.name());
      if (wanted && value != null) {
        if (value instanceof ArrayNode array) {
          for (int i = 0; i < array.size(); i++) {
            found.add(new Place(node, element, i));
          }
        } else {
          found.add(new Place(node, element, -1));
        }
      }
    }
    return found;
  }

  /// The structure of a resource.
  static Structure structure(ObjectNode resource) {
    return named(resource.path("resourceType").asString(""));
  }

  /// The structure of an element's value.
  static Structure structure(ElementDefinition element, ObjectNode value) {
    return element.type().equals("Resource") ? structure(value) : named(element.type());
  }

  private static Structure named(String name) {
    Optional<Structure> structure = Structures.find(name);
    return structure.orElseThrow(
        () -> Refusal.of(422, "processing", "a path leads into something FHIR does not know"));
  }
}

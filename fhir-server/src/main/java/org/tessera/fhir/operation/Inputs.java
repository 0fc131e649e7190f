package org.tessera.fhir.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An operation's parameters, from the address, a posted `Parameters` or a posted resource.
/// https://hl7.org/fhir/R4/operations.html#request
public final class Inputs {
  private static final String PARAMETERS = "Parameters";

  private final Map<String, List<String>> address;
  private final Optional<ObjectNode> body;

  /// @param address the parameters of the query, or of a posted form
  /// @param body the posted resource
  public Inputs(Map<String, List<String>> address, Optional<ObjectNode> body) {
    this.address = address;
    this.body = body;
  }

  /// The first value of a parameter that is a primitive.
  public Optional<String> text(String name) {
    return texts(name).stream().findFirst();
  }

  /// A parameter without which the operation means nothing.
  ///
  /// @throws OperationFailure if it is missing
  public String required(String name) {
    return text(name)
        .orElseThrow(() -> OperationFailure.invalid("the parameter " + name + " is missing"));
  }

  /// All values of a parameter that is a primitive.
  public List<String> texts(String name) {
    List<String> values = new ArrayList<>();
    for (String value : address.getOrDefault(name, List.of())) {
      if (!value.isEmpty()) {
        values.add(value);
      }
    }
    for (JsonNode parameter : parameters(name)) {
      for (Map.Entry<String, JsonNode> field : parameter.properties()) {
        if (field.getKey().startsWith("value") && field.getValue().isValueNode()) {
          values.add(field.getValue().asString());
        }
      }
    }
    return values;
  }

  /// Comma-separated values of a parameter, each by itself.
  public List<String> list(String name) {
    return texts(name).stream()
        .flatMap(value -> List.of(value.split(",", -1)).stream())
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /// A parameter that is true or false, false when it is missing.
  ///
  /// @throws OperationFailure if it is neither
  public boolean flag(String name) {
    return flag(name, false);
  }

  /// A parameter that is true or false.
  public boolean flag(String name, boolean otherwise) {
    return text(name)
        .map(text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw OperationFailure.invalid(name + " takes true or false");
            })
        .orElse(otherwise);
  }

  /// A parameter that is a whole number and not negative.
  ///
  /// @throws OperationFailure if it is anything else
  public OptionalInt number(String name) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!text.get().matches("\\d{1,9}")) {
      throw OperationFailure.invalid(name + " takes a whole number that is not negative");
    }
    return OptionalInt.of(Integer.parseInt(text.get()));
  }

  /// A parameter of a complex type, such as a Coding.
  public Optional<ObjectNode> value(String name) {
    for (JsonNode parameter : parameters(name)) {
      for (Map.Entry<String, JsonNode> field : parameter.properties()) {
        if (field.getKey().startsWith("value") && field.getValue() instanceof ObjectNode value) {
          return Optional.of(value);
        }
      }
    }
    return Optional.empty();
  }

  /// A parameter that is a resource; a posted resource that is no `Parameters` counts as the one
  /// parameter of that kind an operation has.
  public Optional<ObjectNode> resource(String name) {
    if (body.isPresent() && !isParameters(body.get())) {
      return body;
    }
    for (JsonNode parameter : parameters(name)) {
      if (parameter.get("resource") instanceof ObjectNode resource) {
        return Optional.of(resource);
      }
    }
    return Optional.empty();
  }

  /// All parameters that can stand in an address, for a link and for a search.
  public Map<String, List<String>> all() {
    Map<String, List<String>> all = new LinkedHashMap<>(address);
    for (JsonNode parameter : parameters()) {
      String name = parameter.path("name").asString("");
      List<String> values = texts(name);
      if (!values.isEmpty()) {
        all.put(name, values);
      }
    }
    return all;
  }

  private List<JsonNode> parameters(String name) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode parameter : parameters()) {
      if (parameter.path("name").asString("").equals(name)) {
        found.add(parameter);
      }
    }
    return found;
  }

  private JsonNode parameters() {
    return body.filter(Inputs::isParameters)
        .map(tree -> tree.path("parameter"))
        .orElseGet(JsonNodeFactory.instance::missingNode);
  }

  private static boolean isParameters(ObjectNode tree) {
    return tree.path("resourceType").asString("").equals(PARAMETERS);
  }
}

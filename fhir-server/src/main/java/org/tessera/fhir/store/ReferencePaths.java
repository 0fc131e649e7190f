package org.tessera.fhir.store;

import java.util.ArrayList;
import java.util.List;
import org.tessera.fhir.store.ParameterPath.Step;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Follows the paths of a reference parameter through a resource.
final class ReferencePaths {
  private ReferencePaths() {}

  static List<String> addresses(SearchParameter parameter, ObjectNode resource) {
    List<String> found = new ArrayList<>();
    for (ParameterPath path : parameter.paths()) {
      follow(path, 0, resource, found);
    }
    return found;
  }

  private static void follow(ParameterPath path, int depth, JsonNode at, List<String> found) {
    if (depth == path.steps().size()) {
      String address = ValueIndexer.address(at);
      if (path.target().isEmpty() || address.startsWith(path.target().get() + "/")) {
        found.add(address);
      }
      return;
    }
    Step step = path.steps().get(depth);
    JsonNode value = at.path(step.name());
    if (!(value instanceof ArrayNode array)) {
      followOne(path, depth, value, found);
      return;
    }
    for (int i = 0; i < array.size(); i++) {
      if (step.index() == Step.ANY || step.index() == i) {
        followOne(path, depth, array.get(i), found);
      }
    }
  }

  private static void followOne(ParameterPath path, int depth, JsonNode value, List<String> found) {
    Step step = path.steps().get(depth);
    boolean wanted =
        step.filter().isEmpty()
            || value
                .path(step.filter().get().element())
                .asString("")
                .equals(step.filter().get().value());
    if (wanted && !value.isMissingNode() && !value.isNull()) {
      follow(path, depth + 1, value, found);
    }
  }
}

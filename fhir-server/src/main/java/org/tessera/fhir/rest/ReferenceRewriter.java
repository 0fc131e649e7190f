package org.tessera.fhir.rest;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Replaces the addresses entries have inside a bundle by those they get in the store: in
/// references, in elements of a URI type, and in links of the narrative.
/// https://hl7.org/fhir/R4/http.html#trules
final class ReferenceRewriter {
  private static final Pattern URI_ELEMENT =
      Pattern.compile("(?:.*(?:Uri|Url|Uuid|Oid|Canonical))|uri|url");

  private final Map<String, String> addresses = new HashMap<>();
  private final Function<String, Optional<String>> conditional;

  /// @param conditional finds the address behind a reference that is a search, `Type?name=value`
  ReferenceRewriter(Function<String, Optional<String>> conditional) {
    this.conditional = conditional;
  }

  void add(String fullUrl, String address) {
    if (!fullUrl.isEmpty()) {
      addresses.put(fullUrl, address);
    }
  }

  /// Rewrites a resource in place.
  ///
  /// @return a reference into the bundle that no entry answers to, if there is one
  Optional<String> rewrite(ObjectNode node) {
    Optional<String> dangling = Optional.empty();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = field.getValue();
      Optional<String> found = Optional.empty();
      if (value instanceof StringNode text) {
        field.setValue(rewritten(field.getKey(), text));
        found = dangling(field.getKey(), field.getValue());
      } else if (value instanceof ObjectNode object) {
        found = rewrite(object);
      } else if (value instanceof ArrayNode array) {
        found = rewrite(field.getKey(), array);
      }
      dangling = dangling.or(orElse(found));
    }
    return dangling;
  }

  private Optional<String> rewrite(String name, ArrayNode array) {
    Optional<String> dangling = Optional.empty();
    for (int i = 0; i < array.size(); i++) {
      JsonNode item = array.get(i);
      if (item instanceof ObjectNode object) {
        dangling = dangling.or(orElse(rewrite(object)));
      } else if (item instanceof StringNode text) {
        array.set(i, rewritten(name, text));
      }
    }
    return dangling;
  }

  private JsonNode rewritten(String name, StringNode text) {
    String value = text.stringValue();
    if (name.equals("reference")) {
      String known = addresses.get(value);
      if (known == null && isSearch(value)) {
        known = conditional.apply(value).orElse(null);
      }
      return known == null ? text : StringNode.valueOf(known);
    }
    if (name.equals("div")) {
      return StringNode.valueOf(rewrittenLinks(value));
    }
    String known = URI_ELEMENT.matcher(name).matches() ? addresses.get(value) : null;
    return known == null ? text : StringNode.valueOf(known);
  }

  private String rewrittenLinks(String narrative) {
    String result = narrative;
    if (narrative.contains("urn:")) {
      for (Map.Entry<String, String> address : addresses.entrySet()) {
        result = result.replace("\"" + address.getKey() + "\"", "\"" + address.getValue() + "\"");
      }
    }
    return result;
  }

  private static Optional<String> dangling(String name, JsonNode value) {
    boolean inside = name.equals("reference") && value.stringValue().startsWith("urn:uuid:");
    return inside ? Optional.of(value.stringValue()) : Optional.empty();
  }

  private static boolean isSearch(String reference) {
    return reference.indexOf('?') > 0 && !reference.contains(":/");
  }

  private static Supplier<Optional<String>> orElse(Optional<String> other) {
    return () -> other;
  }
}

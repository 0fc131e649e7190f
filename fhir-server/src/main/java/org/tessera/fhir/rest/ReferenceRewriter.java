package org.tessera.fhir.rest;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tessera.fhir.store.ResourceTypes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Replaces the addresses entries have inside a bundle by those they get in the store: in
/// references, in elements of a URI type, and in links of the narrative.
/// https://hl7.org/fhir/R4/http.html#trules
final class ReferenceRewriter {
  private static final Pattern LINK = Pattern.compile("\"((?:urn:|https?:)[^\"]*)\"");
  private static final Set<String> URI_ENDS = Set.of("Uri", "Url", "Uuid", "Oid", "Canonical");

  private final Addresses addresses;
  private final Conditions conditions;
  private final String base;
  private final Map<String, String> found = new HashMap<>();

  /// @param base of this server, which references need not name
  ReferenceRewriter(Addresses addresses, Conditions conditions, String base) {
    this.addresses = addresses;
    this.conditions = conditions;
    this.base = base;
  }

  /// Rewrites a resource in place.
  ///
  /// @throws Refusal if a reference names an entry that is not there, or a condition does not find
  ///   exactly one resource
  void rewriteAll(ObjectNode resource) {
    // The entries of a Bundle that is stored refer to each other.
    if (!resource.path("resourceType").asString("").equals("Bundle")) {
      rewrite(resource);
    }
  }

  private void rewrite(ObjectNode node) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = field.getValue();
      if (value instanceof StringNode text) {
        String now = rewritten(field.getKey(), text.stringValue());
        if (!now.equals(text.stringValue())) {
          field.setValue(StringNode.valueOf(now));
        }
      } else if (value instanceof ObjectNode object) {
        rewrite(object);
      } else if (value instanceof ArrayNode array) {
        rewrite(field.getKey(), array);
      }
    }
  }

  private void rewrite(String name, ArrayNode array) {
    for (int i = 0; i < array.size(); i++) {
      JsonNode item = array.get(i);
      if (item instanceof ObjectNode object) {
        rewrite(object);
      } else if (item instanceof StringNode text) {
        array.set(i, StringNode.valueOf(rewritten(name, text.stringValue())));
      }
    }
  }

  private String rewritten(String name, String value) {
    return switch (name) {
      case "reference" -> reference(value);
      case "div" -> links(value);
      case "uri", "url" -> address(value);
      default -> isUri(name) ? address(value) : value;
    };
  }

  private static boolean isUri(String name) {
    int end = name.length() - 1;
    while (end > 0 && Character.isLowerCase(name.charAt(end))) {
      end--;
    }
    return end > 0 && URI_ENDS.contains(name.substring(end));
  }

  private String address(String value) {
    String known = value.indexOf(':') > 0 ? addresses.of(value) : null;
    return known == null ? value : known;
  }

  private String reference(String written) {
    int version = written.indexOf("/_history/");
    String known = addresses.of(version < 0 ? written : written.substring(0, version));
    if (known != null) {
      return known;
    }
    String value = OwnReferences.relative(written, base);
    if (value.startsWith("urn:uuid:") || value.startsWith("urn:oid:")) {
      throw Refusal.badRequest("no entry has the fullUrl a reference names (urn:)");
    }
    return isSearch(value) ? found.computeIfAbsent(value, this::search) : value;
  }

  /// A reference that is a search must find exactly one resource.
  private String search(String reference) {
    String type = reference.substring(0, reference.indexOf('?'));
    Optional<String> own = addresses.ofCondition(reference);
    if (own.isPresent()) {
      return own.get();
    }
    return conditions
        .find(type, reference, base)
        .map(id -> type + "/" + id)
        .orElseThrow(() ->
            Refusal.precondition("a conditional reference to " + type + " finds no resource"));
  }

  private String links(String narrative) {
    if (!narrative.contains("\"urn:") && !narrative.contains("\"http")) {
      return narrative;
    }
    Matcher link = LINK.matcher(narrative);
    return link.replaceAll(
        match -> Matcher.quoteReplacement("\"" + address(match.group(1)) + "\""));
  }

  private static boolean isSearch(String reference) {
    int question = reference.indexOf('?');
    return question > 0 && ResourceTypes.isKnown(reference.substring(0, question));
  }
}

package org.tessera.fhir.operation;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tessera.fhir.store.StoredResource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A Bundle of the type `searchset` under construction.
final class SearchsetBundle {
  private final ObjectNode tree = JsonNodeFactory.instance.objectNode();
  private final ArrayNode links = JsonNodeFactory.instance.arrayNode();
  private final ArrayNode entries = JsonNodeFactory.instance.arrayNode();
  private final String base;

  SearchsetBundle(String base) {
    this.base = base;
    tree.put("resourceType", "Bundle").put("type", "searchset");
  }

  void total(int count) {
    tree.put("total", count);
  }

  void link(String relation, String address) {
    links.addObject().put("relation", relation).put("url", address);
  }

  /// @param mode `match`, or `include` for what the matches refer to
  void add(StoredResource stored, String mode) {
    stored
        .content()
        .ifPresent(resource -> {
          ObjectNode entry = entries.addObject();
          entry.put("fullUrl", base + "/" + stored.type() + "/" + stored.id());
          entry.set("resource", resource);
          entry.putObject("search").put("mode", mode);
        });
  }

  Answer answer() {
    tree.set("link", links);
    if (!entries.isEmpty()) {
      tree.set("entry", entries);
    }
    return Answer.of(tree);
  }

  /// An address with its parameters.
  static String address(String path, Map<String, List<String>> parameters) {
    var text = new StringBuilder(path);
    parameters.forEach((name, values) -> {
      for (String value : values) {
        text.append(text.indexOf("?") < 0 ? '?' : '&')
            .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
            .append('=')
            .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    });
    return text.toString();
  }

  static String address(
      String path, Map<String, List<String>> parameters, String name, String value) {
    Map<String, List<String>> with = new LinkedHashMap<>(parameters);
    with.put(name, List.of(value));
    return address(path, with);
  }
}
